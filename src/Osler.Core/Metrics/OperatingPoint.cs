using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Core.Metrics;

/// <summary>A threshold chosen once, on cases that are not judged, and frozen.</summary>
/// <param name="Name">A short name: <c>youden</c>, <c>sensitivity_0.90</c>, <c>specificity_0.90</c>, <c>fixed</c>.</param>
/// <param name="Threshold">Cases with a probability at or above it are called positive.</param>
/// <param name="Rule">How it was chosen, in words for the report and the card.</param>
public sealed record OperatingPoint(string Name, double Threshold, string Rule);

/// <summary>Rules that choose a threshold.</summary>
/// <remarks>
/// A threshold lies halfway between two neighbouring scores (the lower one's neighbour below the smallest is 0), so
/// that rounding to single precision does not move a case across it. Choose on validation cases, or on predictions of
/// training cases by members that had not learnt from them: chosen on the test cases, sensitivity and specificity are
/// too good to be true.
/// </remarks>
public static class OperatingPoints
{
    /// <summary>Where thresholds are chosen as a rule, in the words of <see cref="OperatingPoint.Rule"/>.</summary>
    public const string Validation = "on validation";

    /// <summary>Where they are chosen when members of an ensemble leave folds out.</summary>
    public const string OutOfFold = "on out-of-fold predictions of the training cases";

    /// <summary>The point with the greatest sensitivity + specificity - 1; null when a class has no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="where">What these cases are, for the rule's words.</param>
    /// <remarks>Youden, Cancer 3, 1950. Of equal points the one with the higher sensitivity.</remarks>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static OperatingPoint? Youden(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        string where = Validation
    )
    {
        Checked.Probabilities(scores, outcomes);
        long positives = Checked.Positives(outcomes);
        long negatives = outcomes.Length - positives;
        if (positives == 0 || negatives == 0)
            return null;
        double best = Choose(
            scores,
            outcomes,
            // tp/P - fp/N over the common denominator, in integers, so that equal points are seen as equal.
            (found, called) => (found * negatives) - ((called - found) * positives)
        );
        return new OperatingPoint("youden", best, $"greatest sensitivity + specificity {where}");
    }

    /// <summary>
    /// The point of the highest specificity whose sensitivity is at least the given one; null without a positive case.
    /// </summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="sensitivity">In (0, 1].</param>
    /// <param name="where">What these cases are, for the rule's words.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sensitivity is not in (0, 1].</exception>
    public static OperatingPoint? AtSensitivity(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        double sensitivity,
        string where = Validation
    )
    {
        Share(sensitivity, nameof(sensitivity));
        Checked.Probabilities(scores, outcomes);
        long positives = Checked.Positives(outcomes);
        if (positives == 0)
            return null;
        double threshold = Choose(
            scores,
            outcomes,
            (found, called) => found >= sensitivity * positives ? -(called - found) : long.MinValue
        );
        string share = sensitivity.ToString("0.00##", CultureInfo.InvariantCulture);
        return new OperatingPoint(
            $"sensitivity_{share}",
            threshold,
            $"highest specificity with sensitivity at least {share} {where}"
        );
    }

    /// <summary>
    /// The point of the highest sensitivity whose specificity is at least the given one; null without a negative case.
    /// </summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="specificity">In (0, 1].</param>
    /// <param name="where">What these cases are, for the rule's words.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The specificity is not in (0, 1].</exception>
    public static OperatingPoint? AtSpecificity(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        double specificity,
        string where = Validation
    )
    {
        Share(specificity, nameof(specificity));
        Checked.Probabilities(scores, outcomes);
        long negatives = outcomes.Length - Checked.Positives(outcomes);
        if (negatives == 0)
            return null;
        double threshold = Choose(
            scores,
            outcomes,
            (found, called) =>
                negatives - (called - found) >= specificity * negatives ? found : long.MinValue,
            last: false
        );
        string share = specificity.ToString("0.00##", CultureInfo.InvariantCulture);
        return new OperatingPoint(
            $"specificity_{share}",
            threshold,
            $"highest sensitivity with specificity at least {share} {where}"
        );
    }

    /// <summary>A threshold that someone states, e.g. a guideline's 10 % risk.</summary>
    /// <param name="threshold">In [0, 1].</param>
    /// <param name="name">A short name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not in [0, 1].</exception>
    public static OperatingPoint Fixed(double threshold, string name = "fixed")
    {
        if (!(threshold is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(threshold),
                threshold,
                "A threshold lies in [0, 1]."
            );
        return new OperatingPoint(name, threshold, "stated beforehand");
    }

    /// <summary>Youden's point, one of a given sensitivity, one of a given specificity: those that are defined.</summary>
    /// <param name="scores">[cases] validation probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="sensitivity">In (0, 1].</param>
    /// <param name="specificity">In (0, 1].</param>
    public static ImmutableArray<OperatingPoint> Usual(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        double sensitivity = 0.9,
        double specificity = 0.9
    ) =>
        [
            .. new[]
            {
                Youden(scores, outcomes),
                AtSensitivity(scores, outcomes, sensitivity),
                AtSpecificity(scores, outcomes, specificity),
            }.OfType<OperatingPoint>(),
        ];

    // Every cut that the scores allow, from "none is called" down; the greatest worth wins, of equals the last
    // (more are called) or the first.
    private static double Choose(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        Func<long, long, long> worth,
        bool last = true
    )
    {
        var ranked = RankedCases.Of(scores, outcomes);
        long best = worth(0, 0);
        double top = ranked.Scores[0];
        // Above every score: called positive is nobody. 1.0 itself may be a score, so step past it.
        double threshold = top < 1 ? (top + 1) / 2 : double.BitIncrement(1);
        long found = 0;
        int place = 0;
        foreach (int end in ranked.Ends)
        {
            for (; place < end; place++)
                found += ranked.Present[place];
            long value = worth(found, end);
            if (value < best || (value == best && !last) || value == long.MinValue)
                continue;
            best = value;
            threshold = Between(ranked.Scores[end - 1], end < ranked.Scores.Length ? ranked.Scores[end] : 0);
        }
        return threshold;
    }

    private static double Between(double upper, double lower)
    {
        double middle = (upper + lower) / 2;
        // Neighbouring numbers have nothing between them; then the upper one is the cut itself.
        return middle > lower || upper == lower ? middle : upper;
    }

    private static void Share(double share, string name)
    {
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                name,
                share,
                "A sensitivity or specificity lies in (0, 1]."
            );
    }
}
