using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Osler.Core.Faults;

namespace Osler.Core.Bundles;

/// <summary>The bundle's JSON: generated ahead of time, strict about unknown, repeated and missing keys.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 32,
    Converters = [typeof(MeasureJson)]
)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Samples))]
[JsonSerializable(typeof(Results))]
[JsonSerializable(typeof(FlatMeasure))]
internal sealed partial class BundleJson : JsonSerializerContext
{
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string where)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception fault)
            when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new DataException(
                $"The file is not what Osler expects: {fault.Message}",
                where,
                "Get the bundle again from where it was made.",
                fault
            );
        }
    }
}
