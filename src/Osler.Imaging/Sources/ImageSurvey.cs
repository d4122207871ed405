using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Files;

namespace Osler.Imaging.Sources;

/// <summary>What to do about an image that can't be used.</summary>
public enum OnBadInput
{
    /// <summary>It is named, counted and left out.</summary>
    LeaveOut,

    /// <summary>It stops the run.</summary>
    Stop,
}

/// <summary>An image that can't be read.</summary>
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

/// <summary>One pass over all images of a source: which can't be read, and which are there twice.</summary>
/// <param name="Bad">In the order of the cases.</param>
/// <param name="Same">In the order of their first cases.</param>
public sealed record ImageSurvey(ImmutableArray<BadImage> Bad, ImmutableArray<SameImages> Same)
{
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
                    hashes[i] = ContentHash.Of(source.Read(i));
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
