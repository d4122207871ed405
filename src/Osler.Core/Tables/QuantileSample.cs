using System.Collections.Immutable;
using Osler.Core.Chance;

namespace Osler.Core.Tables;

/// <summary>
/// Quantiles of a stream in bounded memory: exact up to a number of values, beyond it from a uniform random sample
/// of that size (the standard error of a quantile's rank is then at most 1 / (2 √capacity)).
/// </summary>
/// <remarks>Reservoir sampling with skips, Algorithm L of Li, ACM TOMS 20(4), 1994, doi:10.1145/198429.198435.</remarks>
internal sealed class QuantileSample
{
    private readonly int _capacity;
    private readonly KeyedRandom _random;
    private double[] _values = [];
    private int _kept;
    private long _untilNext;
    private double _weight = 1;
    private bool _sorted;

    /// <param name="capacity">Values kept, at least 1.</param>
    /// <param name="stream">Which of several samples this is, so that each has draws of its own.</param>
    public QuantileSample(int capacity, long stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _random = new KeyedRandom(0, "quantiles", @case: stream);
    }

    /// <summary>Values seen.</summary>
    public long Count { get; private set; }

    /// <summary>Whether every value seen is kept.</summary>
    public bool IsExact => Count <= _capacity;

    /// <summary>Sees one value that is not NaN.</summary>
    public void Add(double value)
    {
        Count++;
        _sorted = false;
        if (_kept < _capacity)
        {
            if (_kept == _values.Length)
                Array.Resize(ref _values, Math.Min(_capacity, Math.Max(64, 2 * _kept)));
            _values[_kept++] = value;
            if (_kept == _capacity)
                Skip();
            return;
        }
        if (_untilNext-- > 0)
            return;
        _values[_random.Next(_capacity)] = value;
        Skip();
    }

    /// <summary>Quantiles, linear between order statistics (type 7 of Hyndman and Fan, 1996); empty where nothing was seen.</summary>
    public ImmutableArray<double> Quantiles(params ReadOnlySpan<double> probabilities)
    {
        if (_kept == 0)
            return [];
        if (!_sorted)
            Array.Sort(_values, 0, _kept);
        _sorted = true;
        var quantiles = ImmutableArray.CreateBuilder<double>(probabilities.Length);
        foreach (double probability in probabilities)
            quantiles.Add(Quantile(_values.AsSpan(0, _kept), probability));
        return quantiles.MoveToImmutable();
    }

    /// <summary>A quantile of sorted values, at least one; linear between order statistics.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int below = (int)position;
        if (below + 1 >= sorted.Length)
            return sorted[^1];
        double fraction = position - below;
        if (fraction == 0)
            return sorted[below];
        // Written so that equal neighbours give exactly themselves; what lies too far apart to be subtracted is weighed.
        double step = sorted[below + 1] - sorted[below];
        return double.IsFinite(step)
            ? sorted[below] + fraction * step
            : (1 - fraction) * sorted[below] + fraction * sorted[below + 1];
    }

    private void Skip()
    {
        _weight *= Math.Exp(Math.Log(1 - _random.NextDouble()) / _capacity);
        double skip = Math.Floor(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - _weight));
        _untilNext = skip < long.MaxValue ? (long)skip : long.MaxValue;
    }
}
