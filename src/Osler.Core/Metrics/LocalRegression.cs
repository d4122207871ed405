namespace Osler.Core.Metrics;

/// <summary>Local linear regression with tricube weights over the nearest neighbours.</summary>
/// <remarks>
/// Cleveland, J. Am. Stat. Assoc. 74, 1979, without the robust iterations, which would take rare outcomes for
/// outliers. As R's <c>loess(degree = 1, surface = "direct")</c>.
/// </remarks>
public static class LocalRegression
{
    /// <summary>The fit at one place, and the sum of the squared weights that the outcomes have in it.</summary>
    /// <param name="x">[n] ascending.</param>
    /// <param name="y">[n] values.</param>
    /// <param name="at">Where.</param>
    /// <param name="span">Share of the points in the neighbourhood, in (0, 1]; at least two points are taken.</param>
    /// <returns>
    /// Fit = Σ lᵢ yᵢ, and Σ lᵢ²: the fit's variance where each y has variance 1. Where the neighbourhood has one x
    /// only, the fit is the mean there.
    /// </returns>
    /// <exception cref="ArgumentException">No point, or lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span is not in (0, 1].</exception>
    public static (double Fit, double SquaredWeights) At(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        double at,
        double span
    )
    {
        if (x.IsEmpty || x.Length != y.Length)
            throw new ArgumentException($"{x.Length} places and {y.Length} values.", nameof(y));
        if (!(span is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(span), span, "A span lies in (0, 1].");
        int near = Math.Clamp((int)((x.Length * span) + 1e-5), Math.Min(2, x.Length), x.Length);
        int start = Neighbourhood(x, at, near);
        double reach = Math.Max(at - x[start], x[start + near - 1] - at);
        // Tied distances beyond the neighbourhood get weight 0, save when the reach is 0: then all tied count.
        double w0 = 0;
        double w1 = 0;
        double w2 = 0;
        for (int i = start; i < start + near; i++)
        {
            double w = Tricube(x[i] - at, reach);
            w0 += w;
            w1 += w * (x[i] - at);
            w2 += w * (x[i] - at) * (x[i] - at);
        }
        double determinant = (w0 * w2) - (w1 * w1);
        bool flat = !(determinant > 1e-12 * w0 * w2) || w2 == 0;
        double fit = 0;
        double squares = 0;
        for (int i = start; i < start + near; i++)
        {
            double w = Tricube(x[i] - at, reach);
            double l = flat ? w / w0 : w * (w2 - (w1 * (x[i] - at))) / determinant;
            fit += l * y[i];
            squares += l * l;
        }
        return (fit, squares);
    }

    // The first of the `near` consecutive points that lie nearest.
    private static int Neighbourhood(ReadOnlySpan<double> x, double at, int near)
    {
        int low = 0;
        int high = x.Length - near;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (at - x[middle] > x[middle + near] - at)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double Tricube(double distance, double reach)
    {
        if (reach == 0)
            return 1;
        double share = Math.Abs(distance) / reach;
        double rest = 1 - (share * share * share);
        return rest <= 0 ? 0 : rest * rest * rest;
    }
}
