using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>One guess about an image: its class and where that is.</summary>
/// <param name="Class">From 0.</param>
/// <param name="Box">Where; null where only the class is guessed.</param>
public readonly record struct Guess(int Class, PixelBox? Box = null);

/// <summary>The flat errors of the ImageNet challenge of 2012, as its development kit computes them.</summary>
/// <remarks>
/// An image has one true class g and boxes z of it; up to five guesses l with boxes b, the surest first. Classification:
/// min over guesses of d(l, g), 0 where equal, else 1 (eval_flat.m). Localisation: min over guesses, and over the boxes of
/// the true class, of max(d(l, g), f(b, z)), f being 1 where the overlap is below one half, else 0
/// (eval_localization_flat.m; an overlap of exactly one half is right there, although the kit's text asks for more). The
/// error is the mean over images. Russakovsky et al., IJCV 115, 2015, doi:10.1007/s11263-015-0816-y.
/// </remarks>
public static class FlatError
{
    /// <summary>How many guesses count.</summary>
    public const int MostGuesses = 5;

    /// <summary>How much boxes must overlap.</summary>
    public const double LeastOverlap = 0.5;

    /// <summary>The classes that are guessed: the surest first, of equals the one that is listed first.</summary>
    /// <param name="probabilities">[classes].</param>
    public static int[] Surest(IReadOnlyList<double> probabilities) =>
        [
            .. Enumerable
                .Range(0, probabilities.Count)
                .OrderByDescending(k => probabilities[k])
                .Take(MostGuesses),
        ];

    /// <summary>Whether no guess has the class.</summary>
    /// <param name="guesses">The surest first.</param>
    /// <param name="truth">The true class.</param>
    /// <param name="most">Further guesses are ignored.</param>
    public static bool OfClass(ReadOnlySpan<Guess> guesses, int truth, int most = MostGuesses)
    {
        foreach (var guess in guesses[..Math.Min(most, guesses.Length)])
            if (guess.Class == truth)
                return false;
        return true;
    }

    /// <summary>Whether no guess has both the class and one of its boxes; null where the image has no box of its class.</summary>
    /// <param name="guesses">The surest first.</param>
    /// <param name="truth">The true class.</param>
    /// <param name="boxes">Boxes of the true class.</param>
    /// <param name="most">Further guesses are ignored.</param>
    public static bool? OfPlace(
        ReadOnlySpan<Guess> guesses,
        int truth,
        ReadOnlySpan<PixelBox> boxes,
        int most = MostGuesses
    )
    {
        if (boxes.IsEmpty)
            return null;
        foreach (var guess in guesses[..Math.Min(most, guesses.Length)])
        {
            if (guess.Class != truth || guess.Box is not { } place)
                continue;
            foreach (var box in boxes)
                if (PixelBox.Overlap(place, box) >= LeastOverlap)
                    return false;
        }
        return true;
    }

    /// <summary>The localisation error of several images, with Wilson's interval.</summary>
    /// <param name="wrong">Of each image as of <see cref="OfPlace"/>; those of null are not counted.</param>
    /// <param name="outcome">The classes' common name.</param>
    /// <param name="part">Which cases.</param>
    /// <param name="model">What gave the places.</param>
    public static Measure Measured(
        IReadOnlyCollection<bool?> wrong,
        string outcome,
        string part,
        string model
    )
    {
        int known = wrong.Count(one => one is not null);
        return new(
            "localisation_error",
            outcome,
            part,
            model,
            Wilson.Of(wrong.Count(one => one == true), known, "no image has a box"),
            known,
            0,
            Better.Lower
        );
    }
}
