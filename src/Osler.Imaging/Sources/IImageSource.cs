using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>Which part a data set itself puts a case in.</summary>
public enum GivenPart
{
    /// <summary>It does not say.</summary>
    None,

    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose by.</summary>
    Validation,

    /// <summary>To judge on.</summary>
    Test,
}

/// <summary>What the parts are called.</summary>
public static class GivenParts
{
    /// <summary>"training", "validation", "test"; "all" where there is none.</summary>
    /// <param name="part">The part.</param>
    public static string Word(GivenPart part) =>
        part switch
        {
            GivenPart.Train => "training",
            GivenPart.Validation => "validation",
            GivenPart.Test => "test",
            _ => "all",
        };
}

/// <summary>One case of an image source.</summary>
/// <param name="Name">
/// What to call it to its owner: a path inside the source, or an array and a row. It may hold a patient's name; it goes
/// into no log and no bundle.
/// </param>
/// <param name="Part">The part that the data set puts it in.</param>
/// <param name="Patient">The patient, where the source tells; null: the case is a patient of its own.</param>
public readonly record struct ImageCase(string Name, GivenPart Part, string? Patient = null);

/// <summary>Images with labels: a pair of IDX files, an archive of arrays, a folder for each class, a table of paths.</summary>
/// <remarks>Reading is safe from several threads at once.</remarks>
public interface IImageSource : IDisposable
{
    /// <summary>A short name to show, without a folder.</summary>
    string Name { get; }

    /// <summary>SHA-256, in hexadecimal, of what the source holds.</summary>
    string Fingerprint { get; }

    /// <summary>How many cases there are.</summary>
    int Count { get; }

    /// <summary>What is known of them.</summary>
    ImageLabels Labels { get; }

    /// <summary>What was left out on opening, each in a sentence: labels without an image, images without a label.</summary>
    ImmutableArray<string> Remarks => [];

    /// <summary>What DICOM files say of themselves, counted, each in a line; empty of other images, and of tables of paths.</summary>
    ImmutableArray<string> Contents => [];

    /// <summary>Reads a case's image, of which fewer pixels will do.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <param name="target">The size that it will be resized to; null for all pixels. A source may give more.</param>
    /// <exception cref="Core.Faults.DataException">It can't be read; the message names it.</exception>
    IImage Read(int index, Files.ImageTarget? target) => Read(index);

    /// <summary>Whether some cases have boxes around what their labels name.</summary>
    bool HasBoxes => false;

    /// <summary>Boxes around what a case's label names, in pixels of the image as read; empty where none are known.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="Core.Faults.DataException">They can't be read; the message names the file.</exception>
    ImmutableArray<PixelBox> Boxes(int index) => [];

    /// <summary>A case.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    ImageCase Case(int index);

    /// <summary>Reads a case's image.</summary>
    /// <param name="index">In [0, <see cref="Count"/>).</param>
    /// <exception cref="Core.Faults.DataException">It can't be read; the message names it.</exception>
    IImage Read(int index);
}
