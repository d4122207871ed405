using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>The names in a zip archive that are read.</summary>
/// <param name="Inside">Each once, with '/'; none leads out of the archive.</param>
/// <param name="Remarks">What is not read, counted and named, each in a sentence.</param>
internal sealed record ZipNames(ImmutableArray<string> Inside, ImmutableArray<string> Remarks)
{
    private const int MostNamed = 5;

    /// <summary>Sorts the entries of an archive's directory.</summary>
    /// <param name="entries">Their names, in order.</param>
    public static ZipNames Of(IEnumerable<string> entries)
    {
        string[] files = [.. entries.Where(name => !name.EndsWith('/') && !name.EndsWith('\\'))];
        string[] outside = [.. files.Where(LeadsOut).Distinct(StringComparer.Ordinal)];
        string[][] twice =
        [
            .. files
                .Where(name => !LeadsOut(name))
                .GroupBy(name => name, StringComparer.Ordinal)
                .Where(same => same.Skip(1).Any())
                .Select(same => same.ToArray()),
        ];
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (outside.Length > 0)
            remarks.Add(
                $"{Counted.Of(outside.Length, "entry of the archive leads", "entries of the archive lead")} out of it and {(outside.Length == 1 ? "is" : "are")} passed over: {Named(outside)}."
            );
        if (twice.Length > 0)
            remarks.Add(
                $"{Counted.Of(twice.Length, "name stands", "names stand")} in the archive several times, of which the first alone is read: {Named([.. twice.Select(same => same[0])])}."
            );
        return new(
            [.. files.Where(name => !LeadsOut(name)).Distinct(StringComparer.Ordinal)],
            remarks.ToImmutable()
        );
    }

    // Whole paths of this system and of Windows ("C:...", a share), also behind a folder's name, and steps up.
    private static bool LeadsOut(string name) =>
        name is [_, ':', ..] || name.Split('/', '\\').Any(part => part is "" or ".." or [_, ':']);

    private static string Named(string[] names) =>
        Some.Of([.. names.Select(name => Cited.Start(name, Cited.Longest))], MostNamed);
}
