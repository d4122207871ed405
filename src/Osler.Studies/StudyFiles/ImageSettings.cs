using System.Collections.Immutable;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>How a study reads images; a study that has these settings is one on images.</summary>
/// <remarks>
/// The images are those of <c>data.path</c>: a folder or zip archive with a folder for each class, MNIST's four IDX
/// files, or an <c>.npz</c> archive with MedMNIST's keys. Where it is a table, <see cref="Path"/> names the column of
/// their paths, and classes are those of the column <c>data.outcome</c>.
/// </remarks>
public sealed record ImageSettings
{
    /// <summary>
    /// Names of the classes or findings, in the order of their numbers in the data; empty: as the data name them.
    /// </summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Folder, zip archive or DICOMDIR of the images of a table, relative to the table; by default the table's own folder.</summary>
    public string? Folder { get; init; }

    /// <summary>The table's column of paths; where it is given, <c>data.path</c> is a table.</summary>
    public string? Path { get; init; }

    /// <summary>The table's columns of findings, each present, absent or unknown; empty: <c>data.outcome</c> has classes.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    /// <summary>The table's column of parts (train, val, test), for <c>split: given</c>.</summary>
    public string? Part { get; init; }

    /// <summary>The steps from an image as read to what the network gets, in training and in serving.</summary>
    public ImageSteps Preprocessing { get; init; } = ImageSteps.Default;

    /// <summary>How training varies the images, anew in each epoch; by default not at all.</summary>
    public ImageVariations Augmentation { get; init; } = ImageVariations.None;

    /// <summary>
    /// Which views of an image are judged and predicted from, their probabilities averaged; by default the image alone.
    /// Crops stand in for the centre crop that the preprocessing ends in.
    /// </summary>
    public TestTimeViews Views { get; init; }

    /// <summary>
    /// Folder in which prepared images are kept over runs, so that each is decoded and resized once; by default none. Its
    /// file is named by the images' content and the steps.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>What to do about an image that can't be read, whose boxes are wrong, or that is to be judged and is unlike those of training.</summary>
    public OnBadInput OnBadInput { get; init; }
}
