using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Sources;

/// <summary>An archive of arrays laid out as those of MedMNIST.</summary>
/// <remarks>
/// Keys <c>train_images</c>, <c>train_labels</c>, and the same of <c>val</c> and <c>test</c>; images [n, H, W] or
/// [n, H, W, 3], labels [n, 1] of classes or [n, k] of k findings. Yang et al., Sci. Data 10:41, 2023,
/// doi:10.1038/s41597-022-01721-8. An HDF5 file with the same keys (or <c>train/images</c> and so on, in groups) is read
/// alike; so are images and labels without parts, under <c>images</c> and <c>labels</c> or <c>x</c> and <c>y</c>.
/// </remarks>
public static class MedMnist
{
    private static readonly (string Key, GivenPart Part)[] s_parts =
    [
        ("train", GivenPart.Train),
        ("val", GivenPart.Validation),
        ("test", GivenPart.Test),
    ];

    /// <summary>Opens the archive.</summary>
    /// <param name="path">An <c>.npz</c> or HDF5 file.</param>
    /// <param name="classes">Names of the classes or findings, in the order of their numbers; null: the numbers.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">Damaged, an array missing, or labels that do not fit.</exception>
    public static IImageSource Open(
        string path,
        IReadOnlyList<string>? classes = null,
        ArrayReading? reading = null
    )
    {
        using var archive = ArrayArchive.Open(path, reading);
        var parts = ImmutableArray.CreateBuilder<ArrayPart>();
        var labels = new List<float>();
        int? width = null;
        foreach (var (pixels, told, part) in Pairs(archive))
        {
            var images = archive.Array(pixels);
            parts.Add(new ArrayPart(images, part));
            using var numbers = archive.Array(told);
            if (
                numbers.Shape.Length is < 1 or > 2
                || numbers.Slices != images.Slices
                || numbers.SliceLength < 1
            )
                throw new DataException(
                    $"{images.Slices} images have labels of shape {Arrays.Arrays.Shown(numbers.Shape)}.",
                    numbers.Where
                );
            if ((width ??= numbers.SliceLength) != numbers.SliceLength)
                throw new DataException(
                    "The parts have different numbers of labels an image.",
                    numbers.Where
                );
            long[] read = new long[numbers.Count];
            numbers.ReadIntegers(0, numbers.Slices, read);
            labels.AddRange(read.Select(value => (float)value));
        }
        var kind = width > 1 ? LabelKind.Findings : LabelKind.Classes;
        return new ArraySource(
            Path.GetFileName(path),
            parts.ToImmutable(),
            new ImageLabels(kind, Names(kind, width ?? 1, labels, classes, path), [.. labels])
        );
    }

    // The names of images and labels, part by part; a key that is missing is told by the archive.
    private static IEnumerable<(string Images, string Labels, GivenPart Part)> Pairs(ArrayArchive archive)
    {
        bool parted = archive.Find("train_images", "train/images") is not null;
        if (!parted && archive.Find("images", "x") is { } all && archive.Find("labels", "y") is { } labels)
        {
            yield return (all, labels, GivenPart.None);
            yield break;
        }
        foreach (var (key, part) in s_parts)
            yield return (
                archive.Find($"{key}_images", $"{key}/images") ?? $"{key}_images",
                archive.Find($"{key}_labels", $"{key}/labels") ?? $"{key}_labels",
                part
            );
    }

    private static ImmutableArray<string> Names(
        LabelKind kind,
        int width,
        List<float> labels,
        IReadOnlyList<string>? stated,
        string path
    )
    {
        (float least, float most) = labels.Count == 0 ? (0, 0) : (labels.Min(), labels.Max());
        if (least < 0 && kind == LabelKind.Classes)
            throw new DataException(
                $"A label is {least}; classes are numbered from 0.",
                path,
                "Leave out the images whose class is unknown, or number the classes 0, 1, 2 and so on."
            );
        if (least < 0 || (kind == LabelKind.Findings ? most > 1 : most is < 1 or > 9_999))
            throw new DataException(
                kind == LabelKind.Findings
                    ? "A finding's label is neither 0 nor 1."
                    : $"The labels go up to {most}; classes are numbered from 0, and there are at least two.",
                path
            );
        int needed = kind == LabelKind.Findings ? width : (int)most + 1;
        if (stated is { Count: > 0 } && stated.Count < needed)
            throw new DataException(
                $"{stated.Count} names are stated for {needed} {(kind == LabelKind.Findings ? "findings" : "classes")}.",
                path,
                "State as many names as there are, in the order of their numbers."
            );
        return stated is { Count: > 0 }
            ? [.. stated]
            : [.. Enumerable.Range(0, needed).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }
}
