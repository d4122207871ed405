using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>A folder for each class, in a folder or a zip archive; train, val and test folders above them where there are.</summary>
/// <remarks>
/// <c>[part/]class/…/image</c>. Parts are named train, training, val, valid, validation, test or testing. A folder that
/// holds all others is passed over; one beside two parts or more is refused. Classes are numbered in the ordinal order of their names, as torchvision's
/// <c>ImageFolder</c> numbers them, unless the study states an order.
/// </remarks>
public static class ClassFolders
{
    /// <summary>Whether a path is a folder, or a zip archive that is no NPZ.</summary>
    /// <param name="path">A path.</param>
    public static bool Is(string path) => Directory.Exists(path) || ImageStore.IsZip(path);

    /// <summary>Opens the images.</summary>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="names">The classes in the study's order; empty: those that are there.</param>
    /// <exception cref="DataException">No image, fewer than two classes, a class that the study does not know.</exception>
    public static IImageSource Open(string path, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var store = ImageStore.Open(path);
        try
        {
            string[][] paths = [.. store.Names.Select(name => name.Split('/'))];
            int skip = Wrappers(paths);
            // A picture beside train/ and test/ makes no classes of them.
            string[][] inside = [.. paths.Where(one => one.Length > skip + 1)];
            string[] folders = [.. inside.Select(one => one[skip]).Distinct(StringComparer.Ordinal)];
            bool parts = folders.Length > 0 && folders.All(IsPart);
            if (!parts && !folders.All(names.Contains))
                RequireNoParts(folders, path);
            int at = skip + (parts ? 1 : 0);
            string[] found =
            [
                .. paths
                    .Where(one => one.Length > at + 1)
                    .Select(one => one[at])
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            if (found.Length < 2)
                throw new DataException(
                    found.Length == 0
                        ? "The images lie in no folders, so nothing says what they show."
                        : $"All images lie in one folder, '{found[0]}'; classes need at least two.",
                    path,
                    "Put each class's images into a folder of its own, or name a table of labels."
                );
            var classes = Ordered(found, names, path);
            var cases = ImmutableArray.CreateBuilder<FileCase>(paths.Length);
            var heads = DicomHead.Read(store, store.Names);
            var patients = DicomPatients.Of(heads).Patients;
            var contents = DicomContents.Of(heads);
            var labels = new List<float>();
            var loose = new List<string>();
            for (int i = 0; i < paths.Length; i++)
            {
                if (paths[i].Length <= at + 1)
                {
                    loose.Add(store.Shown(store.Names[i]));
                    continue;
                }
                cases.Add(new(store.Names[i], parts ? PartOf(paths[i][skip]) : GivenPart.None, patients[i]));
                labels.Add(classes[paths[i][at]]);
            }
            return new FileSource(
                store,
                cases.ToImmutable(),
                new ImageLabels(
                    LabelKind.Classes,
                    [.. classes.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
                    [.. labels]
                ),
                loose.Count == 0
                    ? contents.Remarks
                    : contents.Remarks.Add(
                        $"{Counted.Of(loose.Count, "image lies", "images lie")} beside the classes' folders, with no label, and {(loose.Count == 1 ? "is" : "are")} left out: {Some.Of(loose, 5)}."
                    )
            )
            {
                Contents = contents.Lines,
            };
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The part that a folder's name means.</summary>
    internal static GivenPart PartOf(string folder) =>
        folder.ToUpperInvariant() switch
        {
            "TRAIN" or "TRAINING" => GivenPart.Train,
            "VAL" or "VALID" or "VALIDATION" => GivenPart.Validation,
            "TEST" or "TESTING" => GivenPart.Test,
            _ => GivenPart.None,
        };

    private static bool IsPart(string folder) => PartOf(folder) != GivenPart.None;

    // One such name may be a class: trains among vehicles.
    private static void RequireNoParts(string[] folders, string path)
    {
        string[] parts = [.. folders.Where(IsPart).Order(StringComparer.Ordinal)];
        if (parts.Select(PartOf).Distinct().Count() < 2)
            return;
        string[] others = [.. folders.Where(folder => !IsPart(folder)).Order(StringComparer.Ordinal)];
        throw new DataException(
            $"The folders {string.Join(", ", parts.Select(Quoted))} are parts of a data set, and {Some.Of([.. others.Select(Quoted)], 5)} beside them {(others.Length == 1 ? "is" : "are")} none.",
            path,
            $"Move {(others.Length == 1 ? "it" : "them")} elsewhere; where all of these folders are classes, name them (images.names)."
        );

        static string Quoted(string folder) => $"'{folder}'";
    }

    /// <summary>How many folders hold all the others.</summary>
    private static int Wrappers(string[][] paths)
    {
        int skip = 0;
        while (
            paths.All(path => path.Length > skip + 2 && path[skip] == paths[0][skip])
            && PartOf(paths[0][skip]) == GivenPart.None
        )
            skip++;
        return skip;
    }

    private static Dictionary<string, int> Ordered(string[] found, IReadOnlyList<string> names, string path)
    {
        if (names.Count == 0)
            return found.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
        var stated = names.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
        foreach (string name in found)
            if (!stated.ContainsKey(name))
                throw new DataException(
                    $"The folder '{name}' is none of the study's classes.",
                    path,
                    NearestName.Hint(name, names)
                );
        return stated;
    }
}
