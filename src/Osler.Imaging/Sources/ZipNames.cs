using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>The names in a zip archive that are read.</summary>
/// <param name="Entries">
/// The entry of each name that is read. A name has '/' between its parts, where some programs of Windows write '\', and no part
/// "."; none leads out of the archive.
/// </param>
/// <param name="Remarks">What is not read, counted and named, each in a sentence.</param>
internal sealed record ZipNames(ImmutableDictionary<string, string> Entries, ImmutableArray<string> Remarks)
{
    private const int MostNamed = 5;

    /// <summary>Sorts the entries of an archive's directory.</summary>
    /// <param name="entries">Their names, in order.</param>
    public static ZipNames Of(IEnumerable<string> entries)
    {
        string[] files = [.. entries.Where(name => !name.EndsWith('/') && !name.EndsWith('\\'))];
        string[] outside = [.. files.Where(LeadsOut).Distinct(StringComparer.Ordinal)];
        IGrouping<string, string>[] inside =
        [
            .. files.Where(name => !LeadsOut(name)).GroupBy(Plain, StringComparer.Ordinal),
        ];
        string[] twice = [.. inside.Where(same => same.Skip(1).Any()).Select(same => same.Key)];
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (outside.Length > 0)
            remarks.Add(
                $"{Counted.Of(outside.Length, "entry of the archive leads", "entries of the archive lead")} out of it and {(outside.Length == 1 ? "is" : "are")} passed over: {Named(outside)}."
            );
        if (twice.Length > 0)
            remarks.Add(
                $"{Counted.Of(twice.Length, "name stands", "names stand")} in the archive several times, of which the first alone is read: {Named(twice)}."
            );
        return new(
            inside.ToImmutableDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal),
            remarks.ToImmutable()
        );
    }

    // Whole paths of this system and of Windows ("C:...", a share), also behind a folder's name, and steps up.
    private static bool LeadsOut(string name) =>
        name is [_, ':', ..] || name.Split('/', '\\').Any(part => part is "" or ".." or [_, ':']);

    private static string Plain(string name) =>
        string.Join('/', name.Split('/', '\\').Where(part => part != "."));

    private static string Named(string[] names) =>
        Some.Of([.. names.Select(name => Cited.Start(name, Cited.Longest))], MostNamed);
}
