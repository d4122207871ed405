using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>What the training images were like; an image that is not like them is refused at prediction.</summary>
/// <param name="Images">How many images were seen, at least 1.</param>
/// <param name="Grey">Whether some showed no colour (one channel, or equal ones).</param>
/// <param name="Colour">Whether some showed colour.</param>
/// <param name="Axes">2 for still images [H, W], 3 for volumes [D, H, W].</param>
/// <param name="Ranges">The ranges that were seen; at most 16, then those of one unit are joined.</param>
/// <param name="Smallest">Least size along each axis.</param>
/// <param name="Largest">Greatest size along each axis.</param>
public sealed record ImageExpectation(
    long Images,
    bool Grey,
    bool Colour,
    int Axes,
    ImmutableArray<SampleRange> Ranges,
    ImmutableArray<int> Smallest,
    ImmutableArray<int> Largest
)
{
    private const int MostRanges = 16;

    // An image that uses less of its range than this is told of, where training's used twice as much.
    private const double LeastUsed = 1.0 / 8;

    /// <summary>How much of its range an image used, from its least to its greatest sample: the mean, in [0, 1]; null where it is not known.</summary>
    public double? Used { get; init; }

    /// <summary>What one image shows.</summary>
    internal static ImageExpectation Of(IImage image)
    {
        bool grey = image.IsGrey;
        ImmutableArray<int> axes = [.. image.Axes];
        return new(1, grey, !grey, axes.Length, [image.Range], axes, axes)
        {
            Used = UsedOf(image.Range, image.Extremes()),
        };
    }

    /// <summary>Whether some hold numbers whose file states no range, and that no usual one holds.</summary>
    internal bool HasOwn => Ranges.Any(range => range is { Unit: null, IsOwn: true });

    /// <summary>The widest range that was guessed; null where none was.</summary>
    internal SampleRange? Guessed =>
        Ranges
            .Where(range => range.IsGuessed)
            .Select(range => (SampleRange?)range)
            .MaxBy(range => range?.High);

    /// <summary>Whether all images whose range was guessed are taken alike.</summary>
    internal bool IsOfOneKind => Ranges.Count(range => range.IsGuessed) <= (HasOwn ? 0 : 1);

    /// <summary>
    /// How an image whose file states no range is taken, in a word: what was prepared for another is not for this one. Empty
    /// where training had none.
    /// </summary>
    public string Kind =>
        HasOwn ? "own"
        : Guessed is { } guessed ? Shown(guessed)
        : "";

    /// <summary>
    /// An image as training takes it. One whose range was guessed has its own, from its least to its greatest number, where
    /// training's images have, else the widest that was guessed in training, if that holds it.
    /// </summary>
    internal IImage Taken(IImage image)
    {
        if (!image.Range.IsGuessed)
            return image;
        if (HasOwn)
        {
            var (low, high) = image.Extremes();
            return With(SampleRange.Own(low, high));
        }
        return Guessed is { } guessed && image.Range.High < guessed.High ? With(guessed) : image;

        IImage With(SampleRange range) =>
            image is Raster raster ? raster.WithRange(range) : ((Volume)image).WithRange(range);
    }

    /// <summary>What both show.</summary>
    /// <exception cref="DataException">Still images and volumes together.</exception>
    internal ImageExpectation And(ImageExpectation other)
    {
        if (Axes != other.Axes)
            throw new DataException(
                "There are still images and volumes together.",
                remedy: "Keep them in two studies, or take slices of the volumes."
            );
        return new(
            Images + other.Images,
            Grey || other.Grey,
            Colour || other.Colour,
            Axes,
            Joined([.. Ranges.Union(other.Ranges)]),
            [.. Smallest.Zip(other.Smallest, Math.Min)],
            [.. Largest.Zip(other.Largest, Math.Max)]
        )
        {
            Used = (Used * Images + other.Used * other.Images) / (Images + other.Images),
        };
    }

    /// <summary>Refuses an image whose colour, unit, range or numbers the network has not learnt to read.</summary>
    /// <param name="image">The image.</param>
    /// <param name="anyRange">Whether a brightness range other than those seen will do, because it is scaled away.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DataException">What does not fit, and what would.</exception>
    internal void Require(IImage image, bool anyRange, string? where)
    {
        if (image.Axes.Count != Axes)
            throw new DataException(
                $"It is {(image.Axes.Count == 3 ? "a volume" : "a still image")} of {Sizes(image.Axes)}; the network has learnt from {(Axes == 3 ? "volumes" : "still images")} of {Seen()} alone.",
                where,
                Axes == 3
                    ? "Give it a volume: NIfTI (.nii, .nii.gz), DICOM of several frames, or an array [depth, height, width] (.npy, or alone in an .npz)."
                    : "Give it a still image, e.g. the slice that is meant."
            );
        bool grey = image.IsGrey;
        if (grey && !Grey)
            throw Unfit("It is grey", "colour images", where);
        if (!grey && !Colour)
            throw Unfit("It has colour", "grey images", where);
        var range = image.Range with { IsGuessed = false };
        if (!Ranges.Any(seen => seen.Unit == range.Unit))
            throw Unfit(
                $"Its numbers are {Named(range.Unit)}",
                string.Join(" or ", Ranges.Select(seen => Named(seen.Unit)).Distinct()),
                where
            );
        if (range is { Unit: null, IsOwn: true })
            RequireScale(range, where);
        else if (image.Range.IsGuessed && Guessed is { } guessed && range.High > guessed.High)
            throw Unfit(
                $"Its numbers go up to {Number(image.Extremes().High)}, and its file does not say what is black and white",
                $"numbers from {Shown(guessed)} in such files",
                where
            );
        else if (
            range.Unit is null
            && !anyRange
            && Ranges.All(seen => seen with { IsGuessed = false } != range)
        )
            throw Unfit($"Its range is {Shown(range)}", $"ranges of {Brightness()}", where);
        var (low, high) = image.Extremes();
        if (!float.IsFinite(low) || !float.IsFinite(high))
            throw new DataException("The image has numbers that are infinite or not a number.", where);
        float slack = (range.High - range.Low) * 1e-3f;
        if (
            range.Unit is null
            && !image.Range.IsGuessed
            && (low < range.Low - slack || high > range.High + slack)
        )
            throw new DataException(
                $"The image has numbers from {Number(low)} to {Number(high)}, beyond its range of {Shown(range)}.",
                where
            );
    }

    /// <summary>What makes an answer for an image doubtful, one sentence each.</summary>
    /// <param name="image">As read.</param>
    /// <param name="anyContrast">Whether its contrast is scaled away.</param>
    internal ImmutableArray<string> Warnings(IImage image, bool anyContrast)
    {
        var (low, high) = image.Extremes();
        if (low == high)
            return [$"Every sample of the image is {Number(low)}: it shows nothing."];
        double used = UsedOf(image.Range, (low, high));
        if (image.Range.Unit is not null || anyContrast || used >= LeastUsed || Used < 2 * LeastUsed)
            return [];
        string training = Used is { } mean ? $", those of training {PerCent.Of(mean)}" : "";
        return
        [
            $"The image uses {PerCent.Of(used)} of its range of {Shown(image.Range)}{training}: it looks flat or black to the network, as 12 bits in a 16-bit file do.",
        ];
    }

    private static double UsedOf(SampleRange range, (float Low, float High) extremes)
    {
        double share = ((double)extremes.High - extremes.Low) / ((double)range.High - range.Low);
        return double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 0;
    }

    // Stretched from its own least to its own greatest number an image looks like any other; only its numbers tell its scale.
    private void RequireScale(SampleRange range, string? where)
    {
        var own = Ranges.Where(seen => seen is { Unit: null, IsOwn: true }).ToArray();
        if (own.Length == 0)
            throw Unfit(
                $"Its numbers go from {Number(range.Low)} to {Number(range.High)}, and its file does not say what is black and white",
                $"ranges of {Brightness()}",
                where
            );
        var all = new SampleRange(own.Min(seen => seen.Low), own.Max(seen => seen.High));
        // Few images of training leave room at both ends.
        double room = ((double)all.High - all.Low) / 2;
        if (range.Low < all.Low - room || range.High > all.High + room)
            throw Unfit(
                $"Its numbers go from {Number(range.Low)} to {Number(range.High)}",
                $"numbers from {Shown(all)}",
                where
            );
    }

    private static ImmutableArray<SampleRange> Joined(ImmutableArray<SampleRange> ranges) =>
        ranges.Length <= MostRanges
            ? ranges
            :
            [
                .. ranges
                    .GroupBy(range => (range.Unit, range.IsOwn, range.IsGuessed))
                    .Select(group => new SampleRange(
                        group.Min(range => range.Low),
                        group.Max(range => range.High),
                        group.Key.Unit
                    )
                    {
                        IsOwn = group.Key.IsOwn,
                        IsGuessed = group.Key.IsGuessed,
                    }),
            ];

    private static DataException Unfit(string what, string learnt, string? where) =>
        new(
            $"{what}; the network has learnt from {learnt} alone.",
            where,
            "Its answer would mean nothing; give it an image of the kind that it was trained on."
        );

    private string Seen() =>
        Smallest.SequenceEqual(Largest) ? Sizes(Smallest) : $"{Sizes(Smallest)} to {Sizes(Largest)}";

    private string Brightness() =>
        string.Join(
            " or ",
            Ranges
                .Where(seen => seen.Unit is null)
                .GroupBy(seen => seen.IsOwn ? default : seen with { IsGuessed = false })
                .Select(group => Shown(new(group.Min(seen => seen.Low), group.Max(seen => seen.High))))
        );

    private static string Sizes(IReadOnlyList<int> axes) => string.Join(" x ", axes);

    private static string Named(string? unit) => unit is null ? "brightness" : $"in {unit}";

    private static string Shown(SampleRange range) => $"{Number(range.Low)} to {Number(range.High)}";

    private static string Number(float value) => Cited.Number(value);
}
