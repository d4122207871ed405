namespace Osler.Core.Metrics;

/// <summary>
/// Ranked cases cut at the edges of calibration bins and at thresholds, so that one pass over a resample's
/// multiplicities gives every sum that the binary measures need.
/// </summary>
internal sealed class Segments
{
    private readonly RankedCases _ranked;
    private readonly int[] _ends; // places, ascending; the last is the number of cases
    private readonly double[] _squares;
    private readonly double[] _losses;
    private readonly int[] _binEnds; // index into _ends of each bin's end, bins by falling score
    private readonly int[] _cuts; // index into _ends after which nobody is called positive, -1 for nobody at all

    /// <param name="ranked">The cases.</param>
    /// <param name="bins">Ranges of places that cover all cases.</param>
    /// <param name="thresholds">Probabilities at or above which a case is called positive.</param>
    public Segments(RankedCases ranked, List<(int Start, int End)> bins, ReadOnlySpan<double> thresholds)
    {
        _ranked = ranked;
        int n = ranked.Scores.Length;
        var edges = new SortedSet<int>(bins.Select(bin => bin.End)) { n };
        int[] called = new int[thresholds.Length];
        for (int t = 0; t < called.Length; t++)
        {
            called[t] = ranked.Called(thresholds[t]);
            if (called[t] > 0)
                edges.Add(called[t]);
        }
        _ends = [.. edges];
        _binEnds = [.. bins.Select(bin => Array.BinarySearch(_ends, bin.End)).Order()];
        _cuts = [.. called.Select(count => count == 0 ? -1 : Array.BinarySearch(_ends, count))];
        _squares = new double[n];
        _losses = new double[n];
        for (int place = 0; place < n; place++)
        {
            _squares[place] = Brier.Of(ranked.Scores[place], ranked.Present[place] == 1);
            _losses[place] = LogLoss.Of(ranked.Scores[place], ranked.Present[place] == 1);
        }
    }

    /// <summary>The sums of one resample.</summary>
    /// <param name="multiplicity">[cases] how often each place counts.</param>
    public Sums Sum(ReadOnlySpan<byte> multiplicity)
    {
        long[] cases = new long[_ends.Length];
        long[] positives = new long[_ends.Length];
        double[] predicted = new double[_ends.Length];
        double squares = 0;
        double losses = 0;
        byte[] present = _ranked.Present;
        double[] scores = _ranked.Scores;
        int place = 0;
        for (int segment = 0; segment < _ends.Length; segment++)
        {
            int end = _ends[segment];
            int count = 0;
            int found = 0;
            double sum = 0;
            for (; place < end; place++)
            {
                int times = multiplicity[place];
                count += times;
                found += times & -present[place];
                sum += times * scores[place];
                squares += times * _squares[place];
                losses += times * _losses[place];
            }
            // Running totals: every question asked below is about a prefix or a difference of two.
            cases[segment] = count + (segment == 0 ? 0 : cases[segment - 1]);
            positives[segment] = found + (segment == 0 ? 0 : positives[segment - 1]);
            predicted[segment] = sum + (segment == 0 ? 0 : predicted[segment - 1]);
        }
        return new Sums(this, cases, positives, predicted, squares, losses);
    }

    /// <summary>What one resample sums to.</summary>
    internal readonly struct Sums(
        Segments segments,
        long[] cases,
        long[] positives,
        double[] predicted,
        double squares,
        double losses
    )
    {
        /// <summary>All cases of the resample.</summary>
        public long Cases => cases[^1];

        /// <summary>Those with the outcome.</summary>
        public long Positives => positives[^1];

        /// <summary>Brier score.</summary>
        public double Brier => squares / Cases;

        /// <summary>Log loss, nats.</summary>
        public double LogLoss => losses / Cases;

        /// <summary>Expected calibration error over the fixed bins.</summary>
        public double CalibrationError
        {
            get
            {
                double sum = 0;
                int before = -1;
                foreach (int end in segments._binEnds)
                {
                    double expected = predicted[end] - (before < 0 ? 0 : predicted[before]);
                    double observed = positives[end] - (before < 0 ? 0 : positives[before]);
                    sum += Math.Abs(expected - observed);
                    before = end;
                }
                return sum / Cases;
            }
        }

        /// <summary>
        /// How far a resample's bins are from those of all cases: a bin's gap is (sum of its predictions - its cases with
        /// the outcome) / all cases, and the differences of the gaps are added by size, and signed as the whole's gaps.
        /// </summary>
        /// <param name="whole">The sums of all cases, over the same segments.</param>
        public (double Sizes, double Signed) GapsFrom(in Sums whole)
        {
            double sizes = 0;
            double signed = 0;
            int before = -1;
            foreach (int end in segments._binEnds)
            {
                double gap = whole.Gap(before, end);
                double difference = Gap(before, end) - gap;
                sizes += Math.Abs(difference);
                signed += gap < 0 ? -difference : difference;
                before = end;
            }
            return (sizes, signed);
        }

        private double Gap(int before, int end) =>
            (predicted[end] - positives[end] - (before < 0 ? 0 : predicted[before] - positives[before]))
            / Cases;

        /// <summary>The two-by-two table at a threshold, by its place among those given.</summary>
        public ConfusionCounts At(int threshold)
        {
            int cut = segments._cuts[threshold];
            long called = cut < 0 ? 0 : cases[cut];
            long right = cut < 0 ? 0 : positives[cut];
            long negatives = Cases - Positives;
            return new ConfusionCounts(
                right,
                called - right,
                negatives - (called - right),
                Positives - right
            );
        }
    }
}
