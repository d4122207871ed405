namespace Osler.Imaging.Preprocessing;

/// <summary>Count, mean and sum of squared distances from the mean, of numbers seen so far.</summary>
/// <remarks>
/// Parts are joined by Chan, Golub and LeVeque's formula (Am. Stat. 37(3), 1983, doi:10.2307/2683386), in double
/// precision; joined in one order they give one result.
/// </remarks>
internal readonly record struct Moments(double Count, double Mean, double Squares)
{
    private const int Run = 4096;

    /// <summary>Of these numbers, in runs whose plain sums lose nothing that matters.</summary>
    public static Moments Of(ReadOnlySpan<float> values)
    {
        Moments all = default;
        for (; !values.IsEmpty; values = values[Math.Min(Run, values.Length)..])
        {
            var run = values[..Math.Min(Run, values.Length)];
            double sum = 0;
            foreach (float value in run)
                sum += value;
            double mean = sum / run.Length;
            double squares = 0;
            foreach (float value in run)
                squares += (value - mean) * (value - mean);
            all = all.And(new(run.Length, mean, squares));
        }
        return all;
    }

    public Moments And(Moments other)
    {
        if (Count == 0)
            return other;
        if (other.Count == 0)
            return this;
        double count = Count + other.Count;
        double distance = other.Mean - Mean;
        return new(
            count,
            Mean + distance * other.Count / count,
            Squares + other.Squares + distance * distance * Count * other.Count / count
        );
    }

    public (double Mean, double Deviation) MeanAndDeviation() => (Mean, Math.Sqrt(Squares / Count));
}
