using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>A model judged on data that it has never met, with its thresholds frozen: external validation.</summary>
public static class Evaluation
{
    /// <summary>The part's name in <c>results.json</c>.</summary>
    public const string Part = "external";

    private const string SameTable =
        "This is the table that the model was made from; the figures are too good to be true.";

    /// <summary>The warning where a model is judged on what it was made from.</summary>
    /// <param name="what">In the plural: "images".</param>
    public static string SameData(string what) =>
        $"These are the {what} that the model was made from; the figures are too good to be true.";

    /// <summary>Predicts for every row whose outcome is known, and judges.</summary>
    /// <param name="predictor">The model; it has one outcome.</param>
    /// <param name="table">The table, with the inputs' names.</param>
    /// <param name="outcome">Column of the outcome.</param>
    /// <param name="positive">Which of its values means present; null where that is plain.</param>
    /// <param name="patient">Column of the patient; null where every row is a patient of its own.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <param name="time">The clock that times the stages.</param>
    /// <exception cref="RequestException">A column that the table does not have.</exception>
    /// <exception cref="DataException">The table is unusable, or an input is missing that never was in training.</exception>
    public static Results Run(
        Predictor predictor,
        Table table,
        string outcome,
        string? positive = null,
        string? patient = null,
        TimeProvider? time = null,
        CancellationToken cancellation = default
    )
    {
        if (predictor.Outcomes != 1)
            throw new RequestException(
                $"The model has {predictor.Outcomes} outcomes; one is evaluated.",
                predictor.Bundle.Path
            );
        time ??= TimeProvider.System;
        long start = time.GetTimestamp();
        var truth = Outcome.Read(table, outcome, positive);
        var patients = Patients.Read(table, patient);
        double[] scores = new double[table.Rows];
        var unlike = new UnlikeTraining(predictor.Preprocessing);
        foreach (var block in InputReader.Of(table, predictor.Preprocessing).Blocks())
        {
            cancellation.ThrowIfCancellationRequested();
            predictor.RequireAll(block.Values.Span, block.Rows, block.FirstRow);
            unlike.Add(block.Values.Span, block.Rows);
            predictor.Probabilities(
                block.Values.Span,
                block.Rows,
                outcome: 0,
                scores.AsSpan(block.FirstRow, block.Rows)
            );
        }
        double predicting = time.GetElapsedTime(start).TotalSeconds;
        long judged = time.GetTimestamp();
        var known = KnownOnly.Of(scores, truth.Labels);
        var card = predictor.Card;
        ulong[] ofKnown = patients.Keys(known.Rows);
        var measures = BinaryJudge.Judge(
            card.Outcomes[0].Name,
            Part,
            "network",
            known.Scores,
            known.Outcomes,
            ofKnown,
            [
                .. card.OperatingPoints.Select(point => new OperatingPoint(
                    point.Name,
                    point.Threshold,
                    point.Rule
                )),
            ],
            card.Seed
        );
        bool same = table.Fingerprint == card.Data.Fingerprint;
        return Results.Of(
            card,
            new JsonObject
            {
                ["source"] = Path.GetFileName(table.Name),
                ["fingerprint"] = table.Fingerprint,
                ["rows"] = table.Rows,
                ["patients"] = patients.Count,
                ["known"] = known.Rows.Length,
                ["positives"] = truth.Positives,
                ["unknown_outcome"] = truth.Unknown,
                ["trained_on"] = card.Data.Fingerprint,
                ["same_data_as_training"] = same,
            },
            measures,
            [
                .. same ? [SameTable] : (string[])[],
                .. unlike.Sentences(),
                .. truth.Unknown > 0
                    ? [$"{Counted.Of(truth.Unknown, "row has", "rows have")} no known outcome: left out."]
                    : (string[])[],
            ],
            ("predict", predicting),
            ("judge", time.GetElapsedTime(judged).TotalSeconds)
        );
    }
}
