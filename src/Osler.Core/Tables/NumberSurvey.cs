namespace Osler.Core.Tables;

/// <summary>Counts, extremes, mean, quantiles and the first distinct values of a stream of numbers.</summary>
internal sealed class NumberSurvey(int sample, long stream)
{
    private readonly QuantileSample _sample = new(sample, stream);
    private DistinctNumbers? _distinct = new();
    private double _sum;
    private double _scaled;

    // So many rows of any doubles sum to a double; a power of two, so that nothing is rounded.
    private const double Scale = 1.0 / (1L << 32);

    public int Count { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether all numbers so far are whole.</summary>
    public bool AreWhole { get; private set; } = true;

    public double Mean => double.IsFinite(_sum) ? _sum / Count : _scaled / Count / Scale;

    public QuantileSample Sample => _sample;

    /// <summary>Count by value; null where there are more than <see cref="ColumnCensus.MaximumDistinct"/>.</summary>
    public DistinctNumbers? Distinct => _distinct;

    public void Add(double value)
    {
        Count++;
        _sum += value;
        _scaled += value * Scale;
        if (value < Minimum)
            Minimum = value;
        if (value > Maximum)
            Maximum = value;
        AreWhole = AreWhole && value == Math.Floor(value);
        _sample.Add(value);
        if (_distinct is not null && !_distinct.Add(value))
            _distinct = null;
    }
}

/// <summary>How often each of a few numbers occurs: a small open-addressed table that gives up when there are too many.</summary>
internal sealed class DistinctNumbers
{
    private double[] _values = [];
    private int[] _counts = [];

    public int Count { get; private set; }

    /// <summary>Counts a value; false where it would be one distinct value too many.</summary>
    public bool Add(double value)
    {
        value += 0.0; // -0 and 0 are one value
        if (2 * Count >= _values.Length)
            Grow();
        int slot = Slot(value);
        if (_counts[slot] == 0)
        {
            if (Count == ColumnCensus.MaximumDistinct)
                return false;
            Count++;
            _values[slot] = value;
        }
        _counts[slot]++;
        return true;
    }

    /// <summary>The values in ascending order, with their counts.</summary>
    public IEnumerable<(double Value, int Count)> Values() =>
        Enumerable
            .Range(0, _values.Length)
            .Where(slot => _counts[slot] > 0)
            .Select(slot => (_values[slot], _counts[slot]))
            .OrderBy(pair => pair.Item1);

    private int Slot(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value) * 0x9E3779B97F4A7C15;
        int slot = (int)(bits >> 40) & (_values.Length - 1);
        while (_counts[slot] > 0 && _values[slot] != value)
            slot = (slot + 1) & (_values.Length - 1);
        return slot;
    }

    private void Grow()
    {
        (double[] values, int[] counts) = (_values, _counts);
        _values = new double[Math.Max(16, 4 * values.Length)];
        _counts = new int[_values.Length];
        for (int i = 0; i < values.Length; i++)
            if (counts[i] > 0)
            {
                int slot = Slot(values[i]);
                (_values[slot], _counts[slot]) = (values[i], counts[i]);
            }
    }
}
