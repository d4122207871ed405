using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;

namespace Osler.Serving;

/// <summary>A model of drug resistance judged on isolates that it has never met, with its thresholds frozen.</summary>
/// <param name="Results">Every measure, drug by drug, and the means of the AUROC, with warnings.</param>
/// <param name="Known">For each drug the probabilities of resistance of the isolates whose label is known.</param>
public sealed record IsolateEvaluation(Results Results, ImmutableArray<KnownCases> Known)
{
    /// <summary>Predicts for every isolate, and judges each drug on the isolates whose label is known.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">[isolates, inputs] row-major: 0, 1, NaN where not determined.</param>
    /// <param name="labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
    /// <param name="source">What to call the isolates.</param>
    /// <param name="fingerprint">SHA-256 of them.</param>
    /// <param name="absent">Inputs that the data do not have.</param>
    /// <param name="catalogue">A catalogue to be judged beside the model; null for none.</param>
    /// <param name="firstLine">Drugs of which there is a mean of their own.</param>
    /// <param name="time">The clock that times the stages.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <exception cref="Core.Faults.DataException">
    /// A variant is neither present nor absent, all isolates' are coded the other way round, or the network gives no number.
    /// </exception>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static IsolateEvaluation Run(
        Predictor predictor,
        ReadOnlySpan<double> rows,
        ReadOnlySpan<float> labels,
        string source,
        string fingerprint,
        IReadOnlyCollection<string> absent,
        CatalogueCalls? catalogue,
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
        string[] odd = Odd(predictor, rows, source);
        double[] probabilities = new double[labels.Length];
        predictor.Probabilities(rows, isolates, probabilities);
        double predicting = time.GetElapsedTime(start).TotalSeconds;
        long judging = time.GetTimestamp();
        var card = predictor.Card;
        var known = KnownOf(probabilities, labels, drugs);
        var measures = Judge(card, known, isolates, firstLine, draws);
        if (catalogue is not null)
            measures = measures.AddRange(Judge(card, known, catalogue, draws));
        bool same = fingerprint == card.Data.Fingerprint;
        string[] warnings =
        [
            .. IsolateSuspicions.TooGood(card, measures, same),
            .. AbsentInputs.Sentence(predictor, absent) is { } lacking ? [lacking] : (string[])[],
            .. odd,
            .. IsolateSuspicions.BelowChance(measures),
        ];
        return new(
            Results.Of(
                card,
                new JsonObject
                {
                    ["source"] = source,
                    ["fingerprint"] = fingerprint,
                    ["isolates"] = isolates,
                    ["drugs"] = DrugLabels.Json(labels, [.. card.Outcomes.Select(outcome => outcome.Name)]),
                    ["trained_on"] = card.Data.Fingerprint,
                    ["same_data_as_training"] = same,
                },
                measures,
                warnings,
                ("predict", predicting),
                ("judge", time.GetElapsedTime(judging).TotalSeconds)
            ),
            known
        );
    }

    // Of a model on bases a code is no sign of a coding.
    private static string[] Odd(Predictor predictor, ReadOnlySpan<double> rows, string source)
    {
        if (predictor.Card.Genotypes?.Naming == CardGenotypes.Bases)
            return [];
        var coding = new VariantCoding(predictor.Preprocessing);
        coding.Add(rows, source);
        coding.Require(source);
        return [.. coding.Sentences()];
    }

    // A catalogue says yes or no: nothing to rank or to calibrate.
    private static IEnumerable<Measure> Judge(
        Card card,
        ImmutableArray<KnownCases> known,
        CatalogueCalls catalogue,
        int draws
    )
    {
        for (int drug = 0; drug < known.Length; drug++)
        {
            var (_, outcomes, rows) = known[drug];
            var called = rows.Zip(
                    outcomes,
                    (row, resistant) => (Call: catalogue.Calls[row * known.Length + drug], resistant)
                )
                .Where(one => !double.IsNaN(one.Call))
                .ToArray();
            if (called.Length == 0)
                continue;
            foreach (
                var measure in BinaryJudge.Judge(
                    card.Outcomes[drug].Name,
                    Evaluation.Part,
                    catalogue.Slug,
                    [.. called.Select(one => one.Call)],
                    [.. called.Select(one => one.resistant)],
                    default,
                    [new OperatingPoint("graded", 0.5, "graded as resistant by the catalogue")],
                    card.Seed,
                    default,
                    draws
                )
            )
                if (measure.OperatingPoint is not null)
                    yield return measure;
        }
    }

    private static ImmutableArray<KnownCases> KnownOf(
        double[] probabilities,
        ReadOnlySpan<float> labels,
        int drugs
    )
    {
        var known = ImmutableArray.CreateBuilder<KnownCases>(drugs);
        double[] scores = new double[labels.Length / drugs];
        float[] targets = new float[scores.Length];
        for (int drug = 0; drug < drugs; drug++)
        {
            for (int i = 0; i < scores.Length; i++)
                (scores[i], targets[i]) = (probabilities[i * drugs + drug], labels[i * drugs + drug]);
            known.Add(KnownOnly.Of(scores, targets));
        }
        return known.MoveToImmutable();
    }

    private static ImmutableArray<Measure> Judge(
        Card card,
        ImmutableArray<KnownCases> known,
        int isolates,
        IReadOnlyCollection<string> firstLine,
        int draws
    )
    {
        string[] drugs = [.. card.Outcomes.Select(outcome => outcome.Name)];
        var measures = ImmutableArray.CreateBuilder<Measure>();
        var areas = new RepeatedAuroc[drugs.Length];
        for (int drug = 0; drug < drugs.Length; drug++)
        {
            var (scores, outcomes, rows) = known[drug];
            string name = drugs[drug];
            measures.AddRange(
                BinaryJudge.Judge(
                    name,
                    Evaluation.Part,
                    "network",
                    scores,
                    outcomes,
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
            areas[drug] = RepeatedAuroc.Of(isolates, [new FoldScores(rows, scores, outcomes)]);
        }
        foreach (var (outcome, own) in DrugMeans.Of(drugs, firstLine))
            measures.Add(
                new Measure(
                    "auroc",
                    outcome,
                    Evaluation.Part,
                    "network",
                    RepeatedAuroc.Mean([.. own.Select(drug => areas[drug])]).Estimate(),
                    isolates,
                    0,
                    Better.Higher
                )
            );
        return measures.ToImmutable();
    }
}
