using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Cases;
using Osler.Core.Chance;
using Osler.Core.Explanation;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Serving;

/// <summary>What a bundle's predictions rest on in a table that it has never met: importance and partial dependence.</summary>
/// <param name="Outcome">The outcome that is predicted.</param>
/// <param name="Source">The table's name, without its folder.</param>
/// <param name="Fingerprint">The table's SHA-256.</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Cases">Cases that were looked at: a sample where there are more than enough.</param>
/// <param name="Positives">Those with the outcome; null where the table's outcomes are not known.</param>
/// <param name="SameDataAsTraining">Whether it is the table that the model was made from.</param>
/// <param name="Cohort">What was found.</param>
public sealed record TableExplanation(
    CardOutcome Outcome,
    string Source,
    string Fingerprint,
    int Rows,
    int Cases,
    int? Positives,
    bool SameDataAsTraining,
    CohortExplanation Cohort
)
{
    /// <summary>What a reader should know first, one sentence each: where the table is unlike training's.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Explains a model on a table.</summary>
    /// <param name="predictor">The model; it has one outcome.</param>
    /// <param name="table">The table, opened by <see cref="PatientRows.Open"/>.</param>
    /// <param name="outcome">Column of the outcome; null leaves importance out, which is judged by it.</param>
    /// <param name="positive">Which of its values means present; null where that is plain.</param>
    /// <param name="patient">Column of the patient; null where every row is a patient of its own.</param>
    /// <param name="cancellation">Stops between inputs.</param>
    /// <exception cref="RequestException">A column that the table does not have.</exception>
    /// <exception cref="DataException">The table is unusable, or an input is missing that never was in training.</exception>
    public static TableExplanation Of(
        Predictor predictor,
        Table table,
        string? outcome,
        string? positive = null,
        string? patient = null,
        CancellationToken cancellation = default
    )
    {
        if (predictor.Outcomes != 1)
            throw new RequestException(
                $"The model has {predictor.Outcomes} outcomes; one is explained.",
                predictor.Bundle.Path
            );
        var truth = outcome is null ? null : Core.Tables.Outcome.Read(table, outcome, positive);
        var patients = Patients.Read(table, patient);
        int[] rows = Drawn(table.Rows, truth, predictor.Card.Seed);
        if (rows.Length == 0)
            throw new DataException("No row has a known outcome.", table.Name, "Check the outcome's column.");
        var reader = InputReader.Of(table, predictor.Preprocessing);
        var unlike = new UnlikeTraining(predictor.Preprocessing);
        foreach (var block in reader.Blocks())
        {
            cancellation.ThrowIfCancellationRequested();
            predictor.RequireAll(block.Values.Span, block.Rows, block.FirstRow);
            unlike.Add(block.Values.Span, block.Rows);
        }
        double[] cells = reader.Gather(rows);
        predictor.Preprocessing.BlankImplausible(cells);
        bool[] outcomes = truth is null ? [] : [.. rows.Select(row => truth.Labels[row] == Label.Present)];
        return new(
            predictor.Card.Outcomes[0],
            Path.GetFileName(table.Name),
            table.Fingerprint,
            table.Rows,
            rows.Length,
            truth is null ? null : outcomes.Count(present => present),
            table.Fingerprint == predictor.Card.Data.Fingerprint,
            CohortExplanation.Of(
                (values, n, probabilities) => predictor.Probabilities(values, n, 0, probabilities),
                predictor.Preprocessing.Inputs,
                cells,
                outcomes,
                patients.Keys(rows),
                predictor.Card.Seed,
                cancellation
            )
        )
        {
            Warnings = unlike.Sentences(),
        };
    }

    /// <summary>Writes the explanation as JSON.</summary>
    /// <param name="stream">Where to; UTF-8, indented, ending in a line feed.</param>
    public void WriteJson(Stream stream)
    {
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", Outcome.Name);
            writer.WriteString("label", Outcome.Label);
            writer.WriteString("source", Source);
            writer.WriteString("fingerprint", Fingerprint);
            writer.WriteBoolean("same_data_as_training", SameDataAsTraining);
            writer.WriteNumber("rows", Rows);
            writer.WriteNumber("cases", Cases);
            writer.WriteFinite("positives", Positives);
            writer.WriteStartArray("warnings");
            foreach (string warning in Warnings)
                writer.WriteStringValue(warning);
            writer.WriteEndArray();
            writer.WriteStartArray("importance");
            foreach (var input in Cohort.Importance)
            {
                writer.WriteStartObject();
                writer.WriteString("input", input.Group.Name);
                Write(writer, "auroc_lost", input.Drop);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("dependence");
            foreach (var curve in Cohort.Curves)
                Write(writer, curve);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter writer, InputCurve curve)
    {
        writer.WriteStartObject();
        writer.WriteString("input", curve.Input.Name);
        writer.WriteString("unit", curve.Input.Unit);
        writer.WriteStartArray("points");
        foreach (var (value, mean) in curve.Curve.Values.Zip(curve.Curve.Mean))
        {
            writer.WriteStartObject();
            if (curve.Input.Levels.IsEmpty)
                writer.WriteNumber("value", value);
            else
                writer.WriteString("value", curve.Input.Levels[(int)value]);
            Write(writer, "probability", mean);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Estimate estimate)
    {
        writer.WriteFinite(name, estimate.Value);
        writer.WriteFinite("low", estimate.Low);
        writer.WriteFinite("high", estimate.High);
        if (estimate.Undefined is { } reason)
            writer.WriteString("undefined", reason);
    }

    // Rows whose outcome is known, in random order; all of them, but for a large table's.
    private static int[] Drawn(int rows, Outcome? truth, long seed)
    {
        int[] known =
        [
            .. Enumerable.Range(0, rows).Where(row => truth is null || truth.Labels[row] != Label.Unknown),
        ];
        new KeyedRandom(seed, "importance cases").Shuffle(known);
        return known.Length <= CohortExplanation.ImportanceCases
            ? known
            : known[..CohortExplanation.ImportanceCases];
    }
}
