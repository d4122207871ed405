using System.Collections.Immutable;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Variants.Catalogues;

namespace Osler.Studies.Tuberculosis;

/// <summary>Catalogues of graded mutations that a study names or that lie beside its data, and what they are called.</summary>
internal static class CatalogueFiles
{
    /// <summary>A study's catalogues; empty where it has no data, or none is there.</summary>
    /// <exception cref="DataException">One can't be read.</exception>
    public static ImmutableArray<(string Slug, Catalogue Catalogue)> Open(StudyFile study)
    {
        if (study.Data.Path is not { } path)
            return [];
        // Of isolates that are files of a folder: within it, as their labels are.
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] files = study.Genotypes!.Catalogues.IsEmpty
            ?
            [
                .. Directory
                    .GetFiles(folder)
                    .Where(file => IsCatalogue(Path.GetFileName(file)))
                    // The WHO's before the others.
                    .OrderDescending(StringComparer.Ordinal),
            ]
            : [.. study.Genotypes.Catalogues.Select(name => Path.Combine(folder, name))];
        return [.. files.Select(file => (SlugOf(file), Catalogue.Read(file)))];
    }

    /// <summary>What a catalogue's file is called as a model: <c>who2021_catalogue_GARC1_RUS.csv.gz</c> is <c>catalogue_who2021</c>.</summary>
    public static string SlugOf(string file)
    {
        string name = Path.GetFileName(file);
        int end = name.IndexOf("_catalogue", StringComparison.OrdinalIgnoreCase);
        name = end > 0 ? name[..end] : name.Split('.')[0];
        var slug = new StringBuilder(CatalogueCalls.Prefix);
        foreach (char letter in name.ToLowerInvariant())
            slug.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        return slug.ToString();
    }

    /// <summary>A catalogue's grade in words: <c>who2021 resistant (1)</c>.</summary>
    public static string Said(string slug, Evidence evidence) =>
        $"{slug[CatalogueCalls.Prefix.Length..]} {evidence.Said}";

    private static bool IsCatalogue(string name) =>
        name.Contains("catalogue", StringComparison.OrdinalIgnoreCase)
            && name.Contains(".csv", StringComparison.Ordinal)
        || name.StartsWith("tbdb", StringComparison.Ordinal)
            && name.EndsWith(".csv", StringComparison.Ordinal);
}
