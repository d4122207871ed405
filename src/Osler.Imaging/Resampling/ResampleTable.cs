using System.Collections.Concurrent;

namespace Osler.Imaging.Resampling;

/// <summary>Which samples of the old length, with which weights, make each sample of the new length.</summary>
/// <remarks>
/// The filter is stretched by the shrinking factor where antialiased, sampled at the old pixels' centres and divided
/// by its sum; what would lie beyond the edge is left out. These are the semantics of Pillow's <c>Image.resize</c> and
/// of torchvision's antialiased one.
/// </remarks>
internal sealed class ResampleTable
{
    private const int MostKept = 512;
    private static readonly ConcurrentDictionary<(int, int, ResizeFilter, bool), ResampleTable> Kept = new();
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly float[] _weights;
    private readonly int _stride;

    private ResampleTable(int from, int to, ResizeFilter filter, bool antialias)
    {
        double scale = (double)from / to;
        double stretch = antialias ? Math.Max(scale, 1) : 1;
        double support = Support(filter) * stretch;
        _stride = 2 * (int)Math.Ceiling(support) + 1;
        (_first, _count, _weights) = (new int[to], new int[to], new float[checked(to * _stride)]);
        double[] weights = new double[_stride];
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int first;
            int count;
            if (filter == ResizeFilter.Nearest)
            {
                (first, count, weights[0]) = (Math.Min((int)centre, from - 1), 1, 1);
            }
            else
            {
                first = Math.Max(0, (int)(centre - support + 0.5));
                count = Math.Min(from, (int)(centre + support + 0.5)) - first;
                for (int k = 0; k < count; k++)
                    weights[k] = Weight(filter, (first + k - centre + 0.5) / stretch);
            }
            double sum = 0;
            for (int k = 0; k < count; k++)
                sum += weights[k];
            if (sum == 0) // An unstretched box may lie wholly between two centres.
                (first, count, weights[0], sum) = (Math.Min((int)centre, from - 1), 1, 1, 1);
            (_first[i], _count[i]) = (first, count);
            for (int k = 0; k < count; k++)
                _weights[i * _stride + k] = (float)(weights[k] / sum);
        }
        IsIdentity =
            from == to
            && Enumerable.Range(0, to).All(i => this[i] is { Weights: [1f], First: var first } && first == i);
    }

    /// <summary>The new length.</summary>
    public int Length => _first.Length;

    /// <summary>Whether nothing changes.</summary>
    public bool IsIdentity { get; }

    /// <summary>The first old sample and the weights of it and those that follow.</summary>
    public Taps this[int i] => new(_first[i], _weights.AsSpan(i * _stride, _count[i]));

    /// <summary>The table for one axis; made once for each pair of lengths.</summary>
    /// <param name="from">The old length.</param>
    /// <param name="to">The new length.</param>
    /// <param name="filter">Which filter.</param>
    /// <param name="antialias">Whether a shrinking filter is stretched.</param>
    public static ResampleTable Of(int from, int to, ResizeFilter filter, bool antialias)
    {
        antialias = filter == ResizeFilter.Area || antialias && filter != ResizeFilter.Nearest;
        var key = (from, to, filter, antialias);
        if (Kept.TryGetValue(key, out var table))
            return table;
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(key, k => new ResampleTable(k.Item1, k.Item2, k.Item3, k.Item4));
    }

    private static double Support(ResizeFilter filter) =>
        filter switch
        {
            ResizeFilter.Area => 0.5,
            ResizeFilter.Bilinear => 1,
            ResizeFilter.Bicubic => 2,
            ResizeFilter.Lanczos3 => 3,
            _ => 0.5,
        };

    internal static double Weight(ResizeFilter filter, double x)
    {
        double distance = Math.Abs(x);
        return filter switch
        {
            ResizeFilter.Area => x is > -0.5 and <= 0.5 ? 1 : 0,
            ResizeFilter.Bilinear => Math.Max(0, 1 - distance),
            ResizeFilter.Bicubic => distance switch
            {
                < 1 => (1.5 * distance - 2.5) * distance * distance + 1,
                < 2 => ((-0.5 * distance + 2.5) * distance - 4) * distance + 2,
                _ => 0,
            },
            _ => distance < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Samples of the old length that make one of the new.</summary>
    internal readonly ref struct Taps(int first, ReadOnlySpan<float> weights)
    {
        public int First { get; } = first;
        public ReadOnlySpan<float> Weights { get; } = weights;
    }
}
