using System.Runtime.InteropServices;
using Osler.Core.Chance;
using Osler.Core.Metrics;

namespace Osler.Core.Intervals;

/// <summary>Computes statistics of one resample.</summary>
/// <param name="multiplicity">How often each case counts in this resample, in the order of the cases.</param>
/// <param name="statistics">Where the statistics go; NaN for one that this resample leaves undefined.</param>
public delegate void Resampled(ReadOnlySpan<byte> multiplicity, Span<double> statistics);

/// <summary>Intervals by drawing patients, with all of their cases, with replacement.</summary>
/// <remarks>
/// <para>
/// Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 6 and 13; clusters as in Davison and
/// Hinkley, 1997, section 3.8. Draw b has its own key (seed, "bootstrap", 0, b), so the result does not depend on
/// the number of threads.
/// </para>
/// <para>
/// A resample is handed over as multiplicities, not as copied cases: whoever sorted its cases once need not sort
/// again. A patient is drawn 256 times or more in one resample with a probability below 1/256!, so bytes suffice.
/// </para>
/// </remarks>
public sealed class PatientBootstrap
{
    /// <summary>The fewest draws that a 95 % percentile interval is given for.</summary>
    public const int FewestDraws = 100;

    // A statistic that more than one resample in ten leaves undefined has no honest interval.
    private const double LeastDefined = 0.9;

    private readonly double[][] _draws;

    private PatientBootstrap(double[][] draws, int patients) => (_draws, Patients) = (draws, patients);

    /// <summary>How many patients are drawn from.</summary>
    public int Patients { get; }

    /// <summary>Draws and computes.</summary>
    /// <param name="cases">The number of cases, 1 or more.</param>
    /// <param name="patients">[cases] each case's patient, any key; empty where every case is its own patient.</param>
    /// <param name="statistics">How many statistics are computed per draw.</param>
    /// <param name="compute">Computes them; called from several threads at once.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples, at least <see cref="FewestDraws"/>.</param>
    /// <param name="order">
    /// [cases] the case at each place, where <paramref name="compute"/> wants multiplicities in another order than
    /// the cases'; empty for the same order. Where no patient repeats, places are exchangeable and drawn directly.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">No case, or too few draws.</exception>
    /// <exception cref="ArgumentException">Patients or order differ in length from the cases.</exception>
    public static PatientBootstrap Draw(
        int cases,
        ReadOnlySpan<ulong> patients,
        int statistics,
        Resampled compute,
        long seed,
        int draws = 2000,
        ReadOnlySpan<int> order = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cases);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, FewestDraws);
        if (!patients.IsEmpty && patients.Length != cases)
            throw new ArgumentException($"{patients.Length} patients for {cases} cases.", nameof(patients));
        if (!order.IsEmpty && order.Length != cases)
            throw new ArgumentException($"{order.Length} places for {cases} cases.", nameof(order));

        // Numbered in order of appearance before any reordering: a draw means the same patients for every model.
        int[]? numbers = Numbers(patients, out int distinct);
        if (numbers is null)
            distinct = cases;
        if (numbers is not null && !order.IsEmpty)
        {
            int[] reordered = new int[cases];
            for (int place = 0; place < cases; place++)
                reordered[place] = numbers[order[place]];
            numbers = reordered;
        }

        var results = new double[statistics][];
        for (int s = 0; s < statistics; s++)
            results[s] = new double[draws];
        Parallel.For(
            0,
            draws,
            () => new Workspace(new byte[cases], new byte[distinct], new double[statistics]),
            (draw, _, space) =>
            {
                var random = new KeyedRandom(seed, "bootstrap", 0, draw);
                Array.Clear(space.Patients);
                Count(random, space.Patients);
                ReadOnlySpan<byte> multiplicity = space.Patients;
                if (numbers is not null)
                {
                    Spread(space.Patients, numbers, space.Cases);
                    multiplicity = space.Cases;
                }
                compute(multiplicity, space.Statistics);
                for (int s = 0; s < statistics; s++)
                    results[s][draw] = space.Statistics[s];
                return space;
            },
            _ => { }
        );
        return new PatientBootstrap(results, distinct);
    }

    /// <summary>The values that a statistic took, one a draw, NaN where undefined.</summary>
    /// <param name="statistic">Its 0-based place.</param>
    public ReadOnlySpan<double> Values(int statistic) => _draws[statistic];

    /// <summary>
    /// The estimate with its percentile interval; without limits when fewer than nine draws in ten define it, or all
    /// cases are of one patient.
    /// </summary>
    /// <param name="statistic">Its 0-based place.</param>
    /// <param name="value">The estimate on the cases as they are.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    public Estimate Percentile(int statistic, double value, double confidence = 0.95)
    {
        var limits = Limits(statistic, confidence);
        return limits is var (low, high) ? new Estimate(value, low, high) : new Estimate(value);
    }

    /// <summary>
    /// A share, or another mean of values in [0, 1], with its percentile interval. At 0 and at 1 every resample says the
    /// same and the interval would be a point: there the open side's limit is <see cref="Wilson.AtEnd"/>'s.
    /// </summary>
    /// <param name="statistic">Its 0-based place.</param>
    /// <param name="value">The estimate on the cases as they are, in [0, 1].</param>
    /// <param name="trials">How many patients the share is of, e.g. those with the outcome; more than 0.</param>
    public Estimate Share(int statistic, double value, int trials) =>
        value is 0 or 1 ? Wilson.AtEnd(value, trials) : Percentile(statistic, value);

    /// <summary>
    /// A mean over classes or labels of shares that are not means of cases (F1, sensitivity, average precision), with an
    /// interval that holds it: the bootstrap's standard error on the scale of log-odds.
    /// </summary>
    /// <remarks>
    /// A resample leaves some of the small classes out and repeats the cases of others, which moves such a mean to one side: of
    /// many small classes every percentile may lie beside the estimate, and mirrored or bias-corrected percentiles do as
    /// well. Its spread is not moved. Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.2 (normal
    /// interval with the bootstrap's standard error), on a transformed scale as in section 12.6. At 0 and at 1 the open
    /// side's limit is <see cref="Wilson.AtEnd"/>'s.
    /// </remarks>
    /// <param name="statistic">Its 0-based place.</param>
    /// <param name="value">The estimate on the cases as they are, in [0, 1].</param>
    /// <param name="trials">How many patients the rarest class has; more than 0.</param>
    public Estimate MeanOverClasses(int statistic, double value, int trials)
    {
        if (value is 0 or 1)
            return Wilson.AtEnd(value, trials);
        if (Defined(statistic) is not { } defined)
            return new Estimate(value);
        double mean = defined.Average();
        double error = Math.Sqrt(defined.Sum(draw => (draw - mean) * (draw - mean)) / (defined.Length - 1));
        double odds = value / (1 - value);
        double factor = Math.Exp(Gaussian.Z95 * error / (value * (1 - value)));
        // Without spread a rounding error must not leave the estimate out.
        return new Estimate(
            value,
            Math.Min(value, odds / (odds + factor)),
            Math.Max(value, odds / (odds + 1 / factor))
        );
    }

    /// <summary>
    /// The percentile limits of a statistic; null when fewer than nine draws in ten define it, or all cases are of one
    /// patient, whom every draw repeats.
    /// </summary>
    /// <param name="statistic">Its 0-based place.</param>
    /// <param name="confidence">Coverage in (0, 1).</param>
    public (double Low, double High)? Limits(int statistic, double confidence = 0.95)
    {
        if (Defined(statistic) is not { } defined)
            return null;
        Array.Sort(defined);
        return (
            Quantile.OfSorted(defined, (1 - confidence) / 2),
            Quantile.OfSorted(defined, (1 + confidence) / 2)
        );
    }

    // The draws that define a statistic; null where they tell nothing.
    private double[]? Defined(int statistic)
    {
        double[] defined = [.. _draws[statistic].Where(double.IsFinite)];
        return Patients < 2 || defined.Length < LeastDefined * _draws[statistic].Length ? null : defined;
    }

    /// <summary>How many patients have at least one of some cases.</summary>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="among">[cases] which cases count.</param>
    internal static int Having(ReadOnlySpan<ulong> patients, ReadOnlySpan<bool> among)
    {
        if (patients.IsEmpty)
            return among.Count(true);
        var seen = new HashSet<ulong>();
        for (int i = 0; i < among.Length; i++)
            if (among[i])
                seen.Add(patients[i]);
        return seen.Count;
    }

    /// <summary>Whether any patient has more than one case.</summary>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    public static bool PatientsRepeat(ReadOnlySpan<ulong> patients) => Numbers(patients, out _) is not null;

    /// <summary>0-based numbers of the patients, in order of appearance; null when no patient repeats.</summary>
    internal static int[]? Numbers(ReadOnlySpan<ulong> patients, out int distinct)
    {
        var seen = new Dictionary<ulong, int>(patients.Length);
        int[] numbers = new int[patients.Length];
        for (int i = 0; i < patients.Length; i++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                seen,
                patients[i],
                out bool known
            );
            if (!known)
                number = seen.Count - 1;
            numbers[i] = number;
        }
        distinct = seen.Count;
        return distinct == patients.Length ? null : numbers;
    }

    // Two draws from each 64 random bits: the upper and the lower half scaled to [0, n). A patient's probability is
    // off by at most n / 2^32 of itself, 0.0002 % at ten thousand patients.
    private static void Count(KeyedRandom random, byte[] multiplicity)
    {
        ulong n = (ulong)multiplicity.Length;
        int left = multiplicity.Length;
        for (; left >= 2; left -= 2)
        {
            ulong bits = random.NextBits();
            multiplicity[(int)((bits >> 32) * n >> 32)]++;
            multiplicity[(int)((uint)bits * n >> 32)]++;
        }
        if (left == 1)
            multiplicity[(int)((random.NextBits() >> 32) * n >> 32)]++;
    }

    private static void Spread(byte[] patients, int[] numbers, byte[] cases)
    {
        for (int i = 0; i < cases.Length; i++)
            cases[i] = patients[numbers[i]];
    }

    private sealed record Workspace(byte[] Cases, byte[] Patients, double[] Statistics);
}
