namespace Osler.Learning.Training;

/// <summary>A quotient of totals, so that a small last batch does not count as a whole one.</summary>
/// <param name="Numerator">Sum of weighted terms.</param>
/// <param name="Denominator">Sum of weights.</param>
public readonly record struct Ratio(double Numerator, double Denominator)
{
    /// <summary>The quotient; null where nothing was counted.</summary>
    public double? Value => Denominator == 0 ? null : Numerator / Denominator;

    /// <summary>The ratio of both together.</summary>
    public static Ratio operator +(Ratio left, Ratio right) =>
        new(left.Numerator + right.Numerator, left.Denominator + right.Denominator);
}
