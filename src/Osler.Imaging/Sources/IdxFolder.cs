using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Sources;

/// <summary>The four files of MNIST, and of what is laid out like it.</summary>
/// <remarks>
/// <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
/// <c>t10k-labels-idx1-ubyte</c>, each plain or with <c>.gz</c>; <c>.</c> may stand in place of the second hyphen, as some
/// archives have it. The 60,000 are the training part, the 10,000 the test part.
/// </remarks>
public static class IdxFolder
{
    /// <summary>Whether a folder holds training images in such a file.</summary>
    public static bool Is(string folder) =>
        Directory.Exists(folder) && Find(folder, "train-images", 3) is not null;

    /// <summary>Opens the folder.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="reading">Limits; null for the defaults.</param>
    /// <exception cref="DataException">A file is missing or damaged, or images and labels differ in number.</exception>
    public static IImageSource Open(string folder, ArrayReading? reading = null)
    {
        var parts = ImmutableArray.CreateBuilder<ArrayPart>();
        var labels = new List<float>();
        foreach (
            var (prefix, part) in ((string, GivenPart)[])
                [("train", GivenPart.Train), ("t10k", GivenPart.Test)]
        )
        {
            var images = Idx.Open(Require(folder, $"{prefix}-images", 3), reading);
            parts.Add(new ArrayPart(images, part));
            using var numbers = Idx.Open(Require(folder, $"{prefix}-labels", 1), reading);
            if (numbers.Shape.Length != 1 || numbers.Slices != images.Slices)
                throw new DataException(
                    $"There are {images.Slices} images and {numbers.Count} labels.",
                    numbers.Where,
                    "Get both files from the same source."
                );
            long[] read = new long[numbers.Slices];
            numbers.ReadIntegers(0, read.Length, read);
            labels.AddRange(read.Select(value => (float)value));
        }
        float most = labels.Count == 0 ? 0 : labels.Max();
        if (labels.Any(label => label < 0) || most is < 1 or > 999)
            throw new DataException(
                $"The labels go from {(labels.Count == 0 ? 0 : labels.Min())} to {most}; classes are numbered from 0 to 1 or more, at most 999.",
                folder
            );
        var names = Enumerable
            .Range(0, (int)most + 1)
            .Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new ArraySource(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            parts.ToImmutable(),
            new ImageLabels(LabelKind.Classes, [.. names], [.. labels])
        );
    }

    private static string Require(string folder, string name, int axes) =>
        Find(folder, name, axes)
        ?? throw new DataException(
            $"There is no file {name}-idx{axes}-ubyte, with or without .gz.",
            folder,
            "Put the four files of the data set into one folder."
        );

    private static string? Find(string folder, string name, int axes) =>
        new[] { $"{name}-idx{axes}-ubyte", $"{name}.idx{axes}-ubyte" }
            .SelectMany(file => new[] { file, file + ".gz" })
            .Select(file => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
}
