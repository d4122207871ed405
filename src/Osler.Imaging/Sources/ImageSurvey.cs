using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Imaging.Files;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Sources;

/// <summary>What to do about an image that can't be used.</summary>
public enum OnBadInput
{
    /// <summary>It is named, counted and left out.</summary>
    LeaveOut,

    /// <summary>It stops the run.</summary>
    Stop,
}

/// <summary>An image that can't be read, or whose boxes can't be or lie outside it.</summary>
/// <param name="Index">Its case.</param>
/// <param name="Fault">Which file it is and what is wrong.</param>
public readonly record struct BadImage(int Index, DataException Fault)
{
    /// <summary>Which file it is and what is wrong, in one sentence.</summary>
    public string Reason => Fault.Message;
}

/// <summary>Cases whose images are the same, pixel by pixel.</summary>
/// <param name="Cases">Two or more, in ascending order.</param>
public readonly record struct SameImages(ImmutableArray<int> Cases);

/// <summary>One pass over all images of a source and their boxes: which can't be used, and which are there twice.</summary>
/// <param name="Bad">In the order of the cases.</param>
/// <param name="Same">In the order of their first cases.</param>
public sealed record ImageSurvey(ImmutableArray<BadImage> Bad, ImmutableArray<SameImages> Same)
{
    private const int MostNamed = 5;

    /// <summary>Reads every image once, on all threads.</summary>
    /// <param name="source">The images.</param>
    /// <param name="onBad">Whether the first bad one (in the order of the cases) stops the survey.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="DataException">A bad image, where one is to stop the survey.</exception>
    public static ImageSurvey Of(
        IImageSource source,
        OnBadInput onBad = OnBadInput.LeaveOut,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        var faults = new DataException?[source.Count];
        var hashes = new UInt128[source.Count];
        bool[] blank = new bool[source.Count];
        Parallel.For(
            0,
            source.Count,
            new ParallelOptions { CancellationToken = cancellation },
            (i, state) =>
            {
                if (state.ShouldExitCurrentIteration && state.LowestBreakIteration < i)
                    return;
                try
                {
                    var image = source.Read(i);
                    RequireBoxesWithin(image, source, i);
                    hashes[i] = ContentHash.Of(image);
                    blank[i] = IsBlank(image);
                }
                catch (DataException fault)
                {
                    faults[i] = fault;
                    if (onBad == OnBadInput.Stop)
                        state.Break();
                }
            }
        );
        if (onBad == OnBadInput.Stop && faults.FirstOrDefault(fault => fault is not null) is { } first)
            throw first;
        return new(
            [
                .. Enumerable
                    .Range(0, faults.Length)
                    .Where(i => faults[i] is not null)
                    .Select(i => new BadImage(i, faults[i]!)),
            ],
            [
                .. Enumerable
                    .Range(0, hashes.Length)
                    .Where(i => faults[i] is null)
                    .GroupBy(i => hashes[i])
                    .Where(group => group.Skip(1).Any())
                    .Select(group => new SameImages([.. group])),
            ]
        )
        {
            Blank = [.. Enumerable.Range(0, blank.Length).Where(i => blank[i])],
        };
    }

    /// <summary>Cases whose images show nothing: one pixel, or all of them the same.</summary>
    public ImmutableArray<int> Blank { get; init; } = [];

    /// <summary>The images that show nothing, counted and named in a sentence; null where there are none.</summary>
    /// <param name="source">The images.</param>
    public string? ToldOfBlank(IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Blank.IsEmpty
            ? null
            : $"{Counted.Of(Blank.Length, "image shows", "images show")} nothing, being of one pixel or all of one brightness: {Some.Of([.. Blank.Select(i => source.Case(i).Name)], MostNamed)}.";
    }

    private static bool IsBlank(IImage image)
    {
        if (image.Axes.All(size => size == 1))
            return true;
        var (low, high) = image.Extremes();
        return low == high;
    }

    /// <summary>Refuses an image whose boxes can't be read, or lie outside it.</summary>
    /// <param name="image">As read, in all its pixels.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="index">Its case.</param>
    /// <remarks>Counted from 0 or from 1, a box ends at most a pixel beyond.</remarks>
    /// <exception cref="DataException">Such a box; the message names the file.</exception>
    public static void RequireBoxesWithin(IImage image, IImageSource source, int index)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(source);
        (int height, int width) = (image.Axes[^2], image.Axes[^1]);
        foreach (var box in source.HasBoxes ? source.Boxes(index) : [])
            if (box.Left < -1 || box.Top < -1 || box.Right > width || box.Bottom > height)
                throw new DataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Its box, columns {box.Left} to {box.Right} and rows {box.Top} to {box.Bottom}, lies outside the image of {width} x {height} pixels."
                    ),
                    source.Case(index).Name,
                    "Correct the file of its boxes."
                );
    }

    /// <summary>The same images with different labels: at most one of them is right.</summary>
    /// <param name="labels">Of the source.</param>
    public ImmutableArray<SameImages> Contradictions(ImageLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return
        [
            .. Same.Where(same =>
                same.Cases.Any(one => !labels.Of(one).SequenceEqual(labels.Of(same.Cases[0])))
            ),
        ];
    }

    /// <summary>The same images in several parts, so that the test knows what training saw.</summary>
    /// <param name="partOf">The part of a case, after the split; cases with the same answer are together, null is in none.</param>
    public ImmutableArray<SameImages> Across<T>(Func<int, T> partOf)
    {
        ArgumentNullException.ThrowIfNull(partOf);
        return
        [
            .. Same.Where(same =>
                same.Cases.Select(partOf).Where(part => part is not null).Distinct().Skip(1).Any()
            ),
        ];
    }
}
