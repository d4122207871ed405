using System.Collections.Immutable;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Cases of similar predicted risk, and what happened to them.</summary>
/// <param name="Lowest">The smallest probability in the bin.</param>
/// <param name="Highest">The greatest probability in the bin.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share with the outcome, with Wilson's interval.</param>
/// <param name="Cases">Cases in the bin.</param>
/// <param name="Positives">Those with the outcome.</param>
public sealed record CalibrationBin(
    double Lowest,
    double Highest,
    double Predicted,
    Estimate Observed,
    int Cases,
    int Positives
);

/// <summary>A point of the smooth calibration curve.</summary>
/// <param name="Predicted">Predicted probability.</param>
/// <param name="Observed">Smoothed observed risk, in [0, 1], with a pointwise interval.</param>
public sealed record CalibrationPoint(double Predicted, Estimate Observed);

/// <summary>Observed against predicted risk.</summary>
public static class CalibrationCurve
{
    /// <summary>Equal-mass bins by rising probability; empty for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="bins">Bins, at least 1; tied predictions share a bin, so there may be fewer.</param>
    /// <remarks>
    /// Wilson's interval takes cases as independent; where patients repeat it is somewhat too narrow.
    /// </remarks>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<CalibrationBin> Bins(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int bins = EqualMassBins.Deciles
    )
    {
        Checked.Probabilities(scores, outcomes);
        var ranked = RankedCases.Of(scores, outcomes);
        var result = ImmutableArray.CreateBuilder<CalibrationBin>();
        foreach (var (start, end) in EqualMassBins.Of(ranked, bins))
        {
            double sum = 0;
            int positives = 0;
            for (int place = start; place < end; place++)
            {
                sum += ranked.Scores[place];
                positives += ranked.Present[place];
            }
            result.Add(
                new CalibrationBin(
                    ranked.Scores[end - 1],
                    ranked.Scores[start],
                    sum / (end - start),
                    Wilson.Of(positives, end - start, "no case"),
                    end - start,
                    positives
                )
            );
        }
        return result.ToImmutable();
    }

    /// <summary>
    /// A smooth curve by local linear regression (<see cref="LocalRegression"/>) of the outcome on the probability,
    /// at evenly spaced probabilities between the smallest and the greatest; empty when a class has no case.
    /// </summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="points">Points of the curve, at least 2.</param>
    /// <param name="span">Share of the cases that each point looks at, in (0, 1].</param>
    /// <remarks>
    /// Austin and Steyerberg, Stat. Med. 33, 2014. The band is pointwise, from the variance of the linear smoother
    /// with the binomial variance at the fitted risk; it takes cases as independent.
    /// </remarks>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ImmutableArray<CalibrationPoint> Smooth(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        int points = 50,
        double span = 0.75
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        Checked.Probabilities(scores, outcomes);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is not null)
            return [];
        var ranked = RankedCases.Of(scores, outcomes);
        int n = scores.Length;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int place = 0; place < n; place++)
        {
            x[n - 1 - place] = ranked.Scores[place];
            y[n - 1 - place] = ranked.Present[place];
        }
        if (x[0] == x[^1])
            return [new CalibrationPoint(x[0], Wilson.Of(Checked.Positives(outcomes), n, "no case"))];
        var curve = ImmutableArray.CreateBuilder<CalibrationPoint>(points);
        for (int i = 0; i < points; i++)
        {
            double at = x[0] + ((x[^1] - x[0]) * i / (points - 1));
            var (fit, squares) = LocalRegression.At(x, y, at, span);
            double risk = Math.Clamp(fit, 0, 1);
            double half = Gaussian.Z95 * Math.Sqrt(squares * risk * (1 - risk));
            curve.Add(
                new CalibrationPoint(
                    at,
                    new Estimate(risk, Math.Max(0, risk - half), Math.Min(1, risk + half))
                )
            );
        }
        return curve.MoveToImmutable();
    }
}
