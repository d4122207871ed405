using MathNet.Numerics.Distributions;

namespace Osler.Core.Intervals;

/// <summary>What intervals and tests need of the standard normal distribution.</summary>
public static class Gaussian
{
    /// <summary>The 97.5 % quantile: half the width, in standard errors, of a 95 % interval.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>Half the width, in standard errors, of a central interval.</summary>
    /// <param name="confidence">Coverage in (0, 1), e.g. 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The coverage is not in (0, 1).</exception>
    public static double HalfWidth(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(
                nameof(confidence),
                confidence,
                "A coverage lies in (0, 1)."
            );
        return confidence == 0.95 ? Z95 : Normal.InvCDF(0, 1, 0.5 + (confidence / 2));
    }

    /// <summary>The two-sided P value of a standard normal deviate.</summary>
    /// <param name="z">The deviate; its sign does not matter.</param>
    public static double TwoSided(double z) =>
        MathNet.Numerics.SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));
}
