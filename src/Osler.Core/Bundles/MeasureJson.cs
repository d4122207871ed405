using System.Text.Json;
using System.Text.Json.Serialization;
using Osler.Core.Metrics;

namespace Osler.Core.Bundles;

/// <summary>
/// A measure as one flat JSON object: <c>{"name", "outcome", "part", "model", "value", "low", "high", "n",
/// "positives", "better"}</c>, with <c>"undefined"</c>, <c>"subgroup"</c> and <c>"operating_point"</c> where they apply.
/// </summary>
public sealed class MeasureJson : JsonConverter<Measure>
{
    /// <inheritdoc/>
    public override Measure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var flat =
            JsonSerializer.Deserialize(ref reader, BundleJson.Default.FlatMeasure)
            ?? throw new JsonException("A measure is null.");
        return new(
            flat.Name,
            flat.Outcome,
            flat.Part,
            flat.Model,
            new(flat.Value, flat.Low, flat.High, flat.Undefined),
            flat.N,
            flat.Positives,
            flat.Better switch
            {
                "higher" => Better.Higher,
                "lower" => Better.Lower,
                "target" => Better.Target,
                _ => throw new JsonException(
                    $"\"better\" is \"{flat.Better}\"; expected higher, lower or target."
                ),
            },
            flat.Subgroup,
            flat.OperatingPoint
        );
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Measure value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteString("outcome", value.Outcome);
        writer.WriteString("part", value.Part);
        writer.WriteString("model", value.Model);
        writer.WriteFinite("value", value.Estimate.Value);
        writer.WriteFinite("low", value.Estimate.Low);
        writer.WriteFinite("high", value.Estimate.High);
        writer.WriteNumber("n", value.Cases);
        writer.WriteNumber("positives", value.Positives);
        writer.WriteString(
            "better",
            value.Better switch
            {
                Better.Higher => "higher",
                Better.Lower => "lower",
                _ => "target",
            }
        );
        if (value.Estimate.Undefined is { } reason)
            writer.WriteString("undefined", reason);
        if (value.Subgroup is { } subgroup)
            writer.WriteString("subgroup", subgroup);
        if (value.OperatingPoint is { } point)
            writer.WriteString("operating_point", point);
        writer.WriteEndObject();
    }
}

/// <summary>The flat shape of a measure in JSON.</summary>
internal sealed record FlatMeasure
{
    public required string Name { get; init; }
    public required string Outcome { get; init; }
    public required string Part { get; init; }
    public required string Model { get; init; }
    public double? Value { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public required int N { get; init; }
    public required int Positives { get; init; }
    public required string Better { get; init; }
    public string? Undefined { get; init; }
    public string? Subgroup { get; init; }
    public string? OperatingPoint { get; init; }
}
