using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Boxes;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>The folders of ILSVRC-2012: training images by synset, validation images, their ground truth, boxes.</summary>
/// <remarks>
/// <c>train/n01440764/n01440764_10026.JPEG</c>; <c>val/ILSVRC2012_val_00000001.JPEG</c> with a ground truth
/// (<see cref="ImagenetLabels"/>), or in folders of synsets; boxes, where there are, under <c>bbox</c> or <c>Annotation</c>
/// as <c>train/n01440764/n01440764_10026.xml</c> and <c>val/ILSVRC2012_val_00000001.xml</c>. Also the challenge's later
/// layout (<c>Data/CLS-LOC</c>, <c>Annotations/CLS-LOC</c>). The validation images are the test part: the labels of the
/// challenge's own test images were never published.
/// </remarks>
public static partial class ImagenetFolder
{
    private static readonly string[] Trains = ["train", "ILSVRC2012_img_train", "Data/CLS-LOC/train"];
    private static readonly string[] Vals = ["val", "ILSVRC2012_img_val", "Data/CLS-LOC/val"];
    private static readonly string[] Annotations =
    [
        "bbox",
        "Annotation",
        "Annotations",
        "Annotations/CLS-LOC",
    ];

    /// <summary>Whether a folder is laid out so: training folders that are named as synsets are.</summary>
    /// <param name="path">A path.</param>
    public static bool Is(string path) =>
        Directory.Exists(path)
        && Under(path, Trains) is { } train
        && Under(path, Vals) is not null
        && Directory.EnumerateDirectories(Path.Combine(path, train)).Any(IsSynset);

    /// <summary>Opens the images.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <exception cref="DataException">No image, fewer than two synsets, no ground truth, or one that does not fit.</exception>
    public static IImageSource Open(string path)
    {
        string train =
            Under(path, Trains) ?? throw new DataException("There is no folder of training images.", path);
        string val =
            Under(path, Vals) ?? throw new DataException("There is no folder of validation images.", path);
        var store = ImageStore.Open(path);
        try
        {
            string[] training = Inside(store, train);
            string[] validation = Inside(store, val);
            string[] synsets =
            [
                .. training
                    .Select(name => Folder(name, train))
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            if (synsets.Length < 2 || validation.Length == 0)
                throw new DataException(
                    synsets.Length < 2
                        ? "There are fewer than two synsets with training images."
                        : "There are no validation images.",
                    path
                );
            var place = synsets.Select((name, i) => (name, i)).ToDictionary(StringComparer.Ordinal);
            var truth = Truth(path, val, validation, synsets);
            string? boxes = Under(path, Annotations);
            string[] names = [.. training, .. validation];
            float[] labels =
            [
                .. training.Select(name => Folder(name, train) is { } synset ? place[synset] : float.NaN),
                .. validation.Select(name =>
                    truth(name) is { } synset && place.TryGetValue(synset, out int of) ? of : float.NaN
                ),
            ];
            var cases = names.Select(
                (name, i) => new FileCase(name, i < training.Length ? GivenPart.Train : GivenPart.Test, null)
            );
            return new Located(
                path,
                new FileSource(
                    store,
                    [.. cases],
                    new ImageLabels(LabelKind.Classes, [.. synsets], labels),
                    []
                ),
                boxes is null
                    ? null
                    :
                    [
                        .. training.Select(name => Xml(path, boxes, "train", name, train)),
                        .. validation.Select(name => Xml(path, boxes, "val", Path.GetFileName(name), "")),
                    ]
            );
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static Func<string, string?> Truth(string path, string val, string[] validation, string[] synsets)
    {
        if (validation.All(name => Folder(name, val) is not null))
            return name => Folder(name, val);
        string[] names = [.. validation.Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];
        var of = ImagenetLabels.Of(path, names, synsets);
        return name => of.GetValueOrDefault(Path.GetFileName(name));
    }

    private static string[] Inside(ImageStore store, string folder) =>
        [.. store.Names.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))];

    // The synset's folder right inside the part's, or null.
    private static string? Folder(string name, string part)
    {
        string[] inner = name[(part.Length + 1)..].Split('/');
        return inner.Length > 1 && IsSynset(inner[0]) ? inner[0] : null;
    }

    private static string Xml(string root, string boxes, string part, string name, string folder)
    {
        string inner = folder.Length > 0 ? name[(folder.Length + 1)..] : name;
        return Path.Combine(root, boxes, part, Path.ChangeExtension(inner, ".xml"));
    }

    private static string? Under(string root, string[] folders) =>
        folders.FirstOrDefault(folder => Directory.Exists(Path.Combine(root, folder)));

    private static bool IsSynset(string path) => Synset().IsMatch(Path.GetFileName(path));

    [GeneratedRegex("^n[0-9]{8}$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Synset();

    /// <summary>Images with a file of boxes each, where it is there.</summary>
    private sealed class Located(string root, FileSource images, ImmutableArray<string>? annotations)
        : IImageSource
    {
        public string Name => images.Name;

        public string Fingerprint => images.Fingerprint;

        public int Count => images.Count;

        public ImageLabels Labels => images.Labels;

        public ImmutableArray<string> Remarks => images.Remarks;

        public bool HasBoxes => annotations is not null;

        public ImageCase Case(int index) => images.Case(index);

        public IImage Read(int index) => images.Read(index);

        public IImage Read(int index, ImageTarget? target) => images.Read(index, target);

        public ImmutableArray<PixelBox> Boxes(int index)
        {
            if (
                annotations is not { } files
                || !File.Exists(files[index])
                || Labels.Class(index) is not { } own
            )
                return [];
            string synset = Labels.Names[own];
            string shown = $"{Name}/{Path.GetRelativePath(root, files[index])}";
            return
            [
                .. BoxAnnotation
                    .Read(files[index], shown)
                    .Where(box => box.Name == synset)
                    .Select(box => box.Box),
            ];
        }

        public void Dispose() => images.Dispose();
    }
}
