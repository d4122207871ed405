using System.Globalization;
using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Explanation;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Serving;

/// <summary>What a prediction rests on, on the probability's scale; by itself Shapley values by sampling, without gradients.</summary>
/// <remarks>
/// The background is the bundle's samples: made-up patients, each input drawn by itself from the training part. So the
/// base is the mean probability of patients whose inputs don't go together, which is near, not equal, to training's.
/// </remarks>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Label">The outcome in words.</param>
/// <param name="Background">Number of made-up patients compared with.</param>
/// <param name="Explanation">Base, prediction and one contribution an input.</param>
/// <param name="Shown">[contributions] the patient's values as a person writes them.</param>
public sealed record PredictionExplanation(
    string Outcome,
    string Label,
    int Background,
    PatientExplanation Explanation,
    IReadOnlyList<string> Shown
)
{
    /// <summary><c>shapley_sampling</c> or <c>integrated_gradients</c>.</summary>
    public string Method { get; init; } = "shapley_sampling";

    /// <summary>What the contributions add up to.</summary>
    public double Sum => Explanation.Attributions.Sum(attribution => attribution.Contribution);

    /// <summary>By how much their sum misses the prediction less the base; 0 is exact.</summary>
    public double Gap => Sum - (Explanation.Prediction - Explanation.Base);

    /// <summary>Explains one patient.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="row">[inputs] raw values.</param>
    /// <param name="outcome">Index of the outcome.</param>
    /// <exception cref="Core.Faults.DataException">An input is missing that never was in training.</exception>
    public static PredictionExplanation Of(Predictor predictor, ReadOnlySpan<double> row, int outcome = 0)
    {
        predictor.RequireAll(row, 1, null);
        var samples = predictor.Bundle.ReadSamples();
        var inputs = predictor.Preprocessing.Inputs;
        var explanation = ShapleySampling.Explain(
            (rows, n, probabilities) => predictor.Probabilities(rows, n, outcome, probabilities),
            row,
            samples.FlatRows(),
            [.. inputs.Select(input => input.Name)],
            predictor.Card.Seed,
            new() { Background = samples.Count }
        );
        string[] shown = new string[inputs.Length];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = Value(inputs[i], row[i]);
        var stated = predictor.Card.Outcomes[outcome];
        return new(stated.Name, stated.Label, samples.Count, explanation, shown);
    }

    /// <summary>Writes the explanation as JSON.</summary>
    /// <param name="stream">Where to; UTF-8, indented, ending in a line feed.</param>
    public void WriteJson(Stream stream)
    {
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", Outcome);
            writer.WriteString("label", Label);
            writer.WriteString("method", Method);
            writer.WriteNumber("background", Background);
            writer.WriteNumber("base", Explanation.Base);
            writer.WriteNumber("prediction", Explanation.Prediction);
            writer.WriteStartArray("contributions");
            foreach (var (attribution, shown) in Explanation.Attributions.Zip(Shown))
            {
                writer.WriteStartObject();
                writer.WriteString("input", attribution.InputName);
                writer.WriteString("value", shown);
                writer.WriteNumber("contribution", attribution.Contribution);
                writer.WriteFinite("low", attribution.Low);
                writer.WriteFinite("high", attribution.High);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteNumber("sum", Sum);
            writer.WriteNumber("gap", Gap);
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>A patient's value as a person writes it: "148 mmHg", "female", "missing".</summary>
    public static string Value(InputColumn input, double value)
    {
        if (double.IsNaN(value))
            return "missing";
        if (input.Levels.Length > 0)
            return value >= 0 && value < input.Levels.Length ? input.Levels[(int)value] : "unseen";
        if (input.Kind == ColumnKind.Date)
            return DateTime.UnixEpoch.AddDays(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return input.Unit is { } unit ? $"{Numbers.Text(value)} {unit}" : Numbers.Text(value);
    }
}
