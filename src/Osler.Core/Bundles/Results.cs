using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Osler.Core.Metrics;

namespace Osler.Core.Bundles;

/// <summary><c>results.json</c>: every measure of a run or of an evaluation, with counts and fingerprints.</summary>
public sealed record Results
{
    /// <summary>Slug of the study.</summary>
    public required string Study { get; init; }

    /// <summary>Version of Osler.</summary>
    public required string Version { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Counts and fingerprints of the data; free in form, snake-case keys.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>The measures.</summary>
    public required ImmutableArray<Measure> Measures { get; init; }

    /// <summary>Seconds by stage.</summary>
    public required ImmutableSortedDictionary<string, double> Timings { get; init; }

    /// <summary>
    /// What a reader should know first, one sentence each, as the terminal and the report tell it; null where it is not told,
    /// as in a bundle's copy.
    /// </summary>
    /// <remarks>They may name files, rows and values of the data.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>
    /// Every file that could not be used, with the reason; null where all could, and in a bundle's copy.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UnusableFile>? Unusable { get; init; }

    /// <summary>What may travel in a bundle: these without what may name a patient's file.</summary>
    public Results ForBundle() => this with { Warnings = null, Unusable = null };

    /// <summary>Of a bundle that was judged on other data, by this version of Osler.</summary>
    /// <param name="card">The bundle's.</param>
    /// <param name="data">Counts and fingerprints of the other data.</param>
    /// <param name="measures">The measures.</param>
    /// <param name="warnings">What a reader should know first.</param>
    /// <param name="timings">Seconds by stage.</param>
    public static Results Of(
        Card card,
        JsonObject data,
        ImmutableArray<Measure> measures,
        IEnumerable<string> warnings,
        params ReadOnlySpan<(string Stage, double Seconds)> timings
    )
    {
        ArgumentNullException.ThrowIfNull(card);
        var seconds = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (stage, taken) in timings)
            seconds.Add(stage, taken);
        return new()
        {
            Study = card.Study,
            Version = OslerVersion.Text,
            Seed = card.Seed,
            Data = data,
            Measures = measures,
            Warnings = [.. warnings],
            Timings = seconds.ToImmutable(),
        };
    }

    /// <summary>The file's contents: indented UTF-8, ending in a line feed.</summary>
    public byte[] ToJson() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, BundleJson.Default.Results), (byte)'\n'];

    /// <summary>Reads <c>results.json</c>.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="where">The file, for the message of a fault.</param>
    /// <exception cref="Faults.DataException">It isn't such a file.</exception>
    public static Results Parse(ReadOnlySpan<byte> json, string where) =>
        BundleJson.Read(json, BundleJson.Default.Results, where);
}

/// <summary>A file of the data that could not be used.</summary>
/// <param name="File">What its owner calls it: a path in the data's folder or archive.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record UnusableFile(string File, string Reason);
