using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Metrics;

namespace Osler.Serving;

/// <summary>A model of drug resistance judged on isolates that it has never met, with its thresholds frozen.</summary>
/// <param name="Results">Every measure, drug by drug, and the means of the AUROC.</param>
/// <param name="Probabilities">[isolates, drugs] row-major probabilities of resistance.</param>
public sealed record IsolateEvaluation(Results Results, ImmutableArray<double> Probabilities)
{
    /// <summary>The outcome's name of the mean over first-line drugs.</summary>
    public const string FirstLine = "mean_first_line";

    /// <summary>That over the others.</summary>
    public const string SecondLine = "mean_second_line";

    /// <summary>Predicts for every isolate, and judges each drug on the isolates whose label is known.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">[isolates, inputs] row-major: 0, 1, NaN where not determined.</param>
    /// <param name="labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
    /// <param name="source">What to call the isolates.</param>
    /// <param name="fingerprint">SHA-256 of them.</param>
    /// <param name="firstLine">Drugs of which there is a mean of their own.</param>
    /// <param name="time">The clock that times the stages.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <exception cref="Core.Faults.DataException">The network gives no number.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static IsolateEvaluation Run(
        Predictor predictor,
        ReadOnlySpan<double> rows,
        ReadOnlySpan<float> labels,
        string source,
        string fingerprint,
        IReadOnlyCollection<string> firstLine,
        TimeProvider? time = null,
        int draws = 2000
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        time ??= TimeProvider.System;
        long start = time.GetTimestamp();
        int drugs = predictor.Outcomes;
        int isolates = labels.Length / drugs;
        if (
            labels.Length % drugs != 0
            || rows.Length != (long)isolates * predictor.Preprocessing.Inputs.Length
        )
            throw new ArgumentException(
                $"{rows.Length} cells and {labels.Length} labels for {drugs} drugs.",
                nameof(labels)
            );
        double[] probabilities = new double[labels.Length];
        predictor.Probabilities(rows, isolates, probabilities);
        double predicting = time.GetElapsedTime(start).TotalSeconds;
        long judging = time.GetTimestamp();
        var measures = Judge(predictor, probabilities, labels, isolates, firstLine, draws);
        var card = predictor.Card;
        return new(
            new Results
            {
                Study = card.Study,
                Version = OslerVersion.Text,
                Seed = card.Seed,
                Data = new JsonObject
                {
                    ["source"] = source,
                    ["fingerprint"] = fingerprint,
                    ["isolates"] = isolates,
                    ["drugs"] = Counts([.. card.Outcomes.Select(outcome => outcome.Name)], labels),
                    ["trained_on"] = card.Data.Fingerprint,
                    ["same_data_as_training"] = fingerprint == card.Data.Fingerprint,
                },
                Measures = measures,
                Timings = ImmutableSortedDictionary.CreateRange(
                    StringComparer.Ordinal,
                    [
                        KeyValuePair.Create("predict", predicting),
                        KeyValuePair.Create("judge", time.GetElapsedTime(judging).TotalSeconds),
                    ]
                ),
            },
            [.. probabilities]
        );
    }

    private static ImmutableArray<Measure> Judge(
        Predictor predictor,
        double[] probabilities,
        ReadOnlySpan<float> labels,
        int isolates,
        IReadOnlyCollection<string> firstLine,
        int draws
    )
    {
        var card = predictor.Card;
        int drugs = predictor.Outcomes;
        var measures = ImmutableArray.CreateBuilder<Measure>();
        var areas = new RepeatedAuroc[drugs];
        double[] scores = new double[isolates];
        float[] targets = new float[isolates];
        for (int drug = 0; drug < drugs; drug++)
        {
            for (int i = 0; i < isolates; i++)
                (scores[i], targets[i]) = (probabilities[i * drugs + drug], labels[i * drugs + drug]);
            var known = KnownOnly.Of(scores, targets);
            string name = card.Outcomes[drug].Name;
            measures.AddRange(
                BinaryJudge.Judge(
                    name,
                    Evaluation.Part,
                    "network",
                    known.Scores,
                    known.Outcomes,
                    default,
                    [
                        .. card
                            .OperatingPoints.Where(point => point.Outcome == name)
                            .Select(point => new OperatingPoint(point.Name, point.Threshold, point.Rule)),
                    ],
                    card.Seed,
                    default,
                    draws
                )
            );
            areas[drug] = RepeatedAuroc.Of(
                isolates,
                [new FoldScores(known.Rows, known.Scores, known.Outcomes)]
            );
        }
        Add(MultiLabelJudge.Mean, _ => true);
        if (card.Outcomes.Any(outcome => firstLine.Contains(outcome.Name)))
        {
            Add(FirstLine, firstLine.Contains);
            Add(SecondLine, name => !firstLine.Contains(name));
        }
        return measures.ToImmutable();

        void Add(string outcome, Func<string, bool> counts) =>
            measures.Add(
                new Measure(
                    "auroc",
                    outcome,
                    Evaluation.Part,
                    "network",
                    RepeatedAuroc
                        .Mean([.. areas.Where((_, drug) => counts(card.Outcomes[drug].Name))])
                        .Estimate(),
                    isolates,
                    0,
                    Better.Higher
                )
            );
    }

    private static JsonObject Counts(string[] drugs, ReadOnlySpan<float> labels)
    {
        var counts = new JsonObject();
        for (int drug = 0; drug < drugs.Length; drug++)
        {
            (int resistant, int susceptible) = (0, 0);
            for (int i = drug; i < labels.Length; i += drugs.Length)
            {
                resistant += labels[i] == 1 ? 1 : 0;
                susceptible += labels[i] == 0 ? 1 : 0;
            }
            counts[drugs[drug]] = new JsonObject
            {
                ["resistant"] = resistant,
                ["susceptible"] = susceptible,
                ["unknown"] = labels.Length / drugs.Length - resistant - susceptible,
            };
        }
        return counts;
    }
}
