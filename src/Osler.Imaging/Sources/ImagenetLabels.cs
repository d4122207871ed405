using System.Globalization;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Files;

namespace Osler.Imaging.Sources;

/// <summary>The validation images' classes, as the development kit of ILSVRC-2012 or those who made lists of it state them.</summary>
/// <remarks>
/// A ground-truth file has one line an image: the development kit's own (<c>ILSVRC2012_validation_ground_truth.txt</c>) an
/// ILSVRC2012_ID in the order of the file names, which means a synset by the kit's <c>meta.mat</c>, or by a list
/// (<c>synsets.txt</c> or <c>map_clsloc.txt</c>: line k begins with the synset of ID k); others a file's name and a synset,
/// or a file's name and the place, from 0, of the synset in ascending order.
/// </remarks>
internal static class ImagenetLabels
{
    private const long MostBytes = 64 << 20;

    private static readonly string[] Truths =
    [
        "ILSVRC2012_validation_ground_truth.txt",
        "val.txt",
        "val_labels.txt",
        "ILSVRC2012_val_labels_sorted_synset_index.txt",
    ];

    private static readonly string[] Lists = ["synsets.txt", "map_clsloc.txt", "meta.mat"];

    private static readonly string[] Folders =
    [
        "",
        "data",
        "devkit/data",
        "ILSVRC2012_devkit_t12/data",
        "ImageSets/CLS-LOC",
    ];

    /// <summary>The synset of each validation image.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="names">File names of the validation images, ascending.</param>
    /// <param name="synsets">The training folders' synsets, ascending.</param>
    /// <exception cref="DataException">No ground truth, or one that does not fit.</exception>
    public static Dictionary<string, string> Of(string root, string[] names, string[] synsets)
    {
        string path =
            Found(root, Truths)
            ?? throw new DataException(
                "The validation images lie in no folders of synsets, and there is no ground truth.",
                root,
                $"Put the development kit's {Truths[0]} and meta.mat beside them."
            );
        string[][] lines =
        [
            .. Lines(path).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        ];
        if (lines.All(words => words.Length == 1))
            return ByOrder(root, path, lines, names, synsets);
        var of = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, words) in lines.Index())
        {
            if (words.Length < 2)
                throw Wrong(path, i, "it has no class");
            string name = words[0].Split('/')[^1];
            of[Path.HasExtension(name) ? name : name + ".JPEG"] = int.TryParse(
                words[1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int place
            )
                ? place < synsets.Length
                    ? synsets[place]
                    : throw Wrong(path, i, $"there is no class {place}")
                : words[1];
        }
        return of;
    }

    private static Dictionary<string, string> ByOrder(
        string root,
        string path,
        string[][] lines,
        string[] names,
        string[] synsets
    )
    {
        if (lines.Length != names.Length)
            throw new DataException(
                $"The ground truth has {lines.Length} lines for {names.Length} validation images.",
                path,
                "All images of the ground truth must be there, in the order of their names."
            );
        string list =
            Found(root, Lists)
            ?? throw new DataException(
                "The ground truth states ILSVRC2012_IDs, and nothing says which synsets these are.",
                path,
                "Put the development kit's meta.mat beside it, or synsets.txt: the synset of ID 1 in the first line, and so on."
            );
        string[] ordered = list.EndsWith(".mat", StringComparison.Ordinal)
            ? Kit(list)
            : [.. Lines(list).Select(line => line.Split(' ', '\t')[0])];
        var known = synsets.ToHashSet(StringComparer.Ordinal);
        var of = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (
                !int.TryParse(lines[i][0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                || id < 1
                || id > ordered.Length
            )
                throw Wrong(path, i, $"'{lines[i][0]}' is no ID of 1 to {ordered.Length}");
            if (!known.Contains(ordered[id - 1]))
                throw Wrong(path, i, $"{ordered[id - 1]} has no training folder");
            of[names[i]] = ordered[id - 1];
        }
        return of;
    }

    // The kit counts its classes first, then the groups above them.
    private static string[] Kit(string path)
    {
        var of = new SortedDictionary<double, string>();
        foreach (var synset in MatlabStructs.Read(path, "synsets"))
        {
            if (
                synset.GetValueOrDefault("ILSVRC2012_ID") is not double[] { Length: 1 } id
                || synset.GetValueOrDefault("WNID") is not string name
                || !of.TryAdd(id[0], name)
            )
                throw new DataException(
                    "A synset has no ILSVRC2012_ID or WNID, or its ID is another's too.",
                    path,
                    "Take meta.mat from the development kit of ILSVRC-2012 again."
                );
        }
        return of.Keys.SequenceEqual(Enumerable.Range(1, of.Count).Select(id => (double)id))
            ? [.. of.Values]
            : throw new DataException($"Its synsets do not count from 1 to {of.Count}.", path);
    }

    private static string? Found(string root, string[] files) =>
        Folders
            .SelectMany(folder => files.Select(file => Path.Combine(root, folder, file)))
            .FirstOrDefault(File.Exists);

    private static string[] Lines(string path) =>
        FileReading.Guard<string[]>(
            path,
            () =>
                new FileInfo(path).Length <= MostBytes
                    ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)]
                    : throw new DataException("The file is too large for a list.", path)
        );

    private static DataException Wrong(string path, int line, string why) =>
        new($"Line {line + 1} can't be understood: {why}.", path);
}
