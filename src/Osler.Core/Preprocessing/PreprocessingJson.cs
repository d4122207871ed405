using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>The content of <c>preprocessing.json</c>.</summary>
internal sealed record FittedDocument(
    int Format,
    ImmutableArray<InputDocument> Inputs,
    ImmutableArray<FittedStep> Steps
);

/// <summary>An input as <c>preprocessing.json</c> has it.</summary>
internal sealed record InputDocument(
    string Name,
    ColumnKind Kind,
    string? Unit,
    ImmutableArray<string> Levels,
    double? Low,
    double? High,
    ImmutableArray<string> Missing,
    double? Minimum,
    double? Maximum,
    double? Median,
    int MissingInTraining,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Optional = false
)
{
    public static InputDocument Of(InputColumn input) =>
        new(
            input.Name,
            input.Kind,
            input.Unit,
            input.Levels,
            input.Low,
            input.High,
            input.Missing,
            input.Minimum,
            input.Maximum,
            input.Median,
            input.MissingInTraining,
            input.Optional
        );

    public InputColumn ToInput() =>
        new(Name, Kind)
        {
            Unit = Unit,
            Levels = Levels,
            Low = Low,
            High = High,
            Missing = Missing,
            Minimum = Minimum,
            Maximum = Maximum,
            Median = Median,
            MissingInTraining = MissingInTraining,
            Optional = Optional,
        };
}

/// <summary>Writes the file; <see cref="FittedReader"/> reads it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true
)]
[JsonSerializable(typeof(FittedDocument))]
internal sealed partial class PreprocessingJson : JsonSerializerContext;
