using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>
/// Each feature as a ramp over bins: 1 for each bin that lies below the value, the fraction within its own bin, 0
/// above.
/// </summary>
/// <remarks>
/// [F] gives [sum of bins]: feature by feature, bin by bin. With edges b_0 &lt; ... &lt; b_T, bin t gives
/// (x - b_(t-1)) / (b_t - b_(t-1)), held at 0 from below except in the first bin and at 1 from above except in the
/// last, so a value outside the edges goes on along a line. A feature without edges (binary, one-hot) passes as it is,
/// one output. No parameters: the edges are data, fitted on training rows (<see cref="FitEdges"/>).
/// Gorishniy et al., NeurIPS 2022, arXiv:2203.05556, equation 1.
/// </remarks>
public sealed record PiecewiseLinear : Leaf
{
    /// <param name="edges">For each feature none, or two or more finite, strictly rising edges.</param>
    public PiecewiseLinear(ValueList<ValueList<float>> edges) => Edges = edges;

    /// <summary>For each feature none, or two or more finite, strictly rising edges.</summary>
    /// <exception cref="ArgumentException">No feature, one edge only, or edges that don't rise.</exception>
    public ValueList<ValueList<float>> Edges
    {
        get;
        init
        {
            if (value.Count == 0)
                throw new ArgumentException("Edges for at least one feature are needed.", nameof(value));
            for (int feature = 0; feature < value.Count; feature++)
            {
                var edges = value[feature];
                bool rising = edges.All(float.IsFinite);
                for (int i = 1; i < edges.Count; i++)
                    rising &= edges[i] > edges[i - 1] && float.IsFinite(edges[i] - edges[i - 1]);
                if (!rising || edges.Count == 1)
                {
                    throw new ArgumentException(
                        $"Feature {feature} needs no edge, or at least two that rise; got {edges}.",
                        nameof(value)
                    );
                }
            }
            field = value;
        }
    }

    /// <summary>Width of the output: the sum over features of their bins, 1 for a feature without edges.</summary>
    public int Width => Edges.Sum(edges => Math.Max(1, edges.Count - 1));

    /// <summary>
    /// The encoding as one formula for each output: min(max((x[Feature] - Left) * Scale, Low), High).
    /// </summary>
    public IReadOnlyList<Ramp> Ramps()
    {
        var ramps = new List<Ramp>(Width);
        for (int feature = 0; feature < Edges.Count; feature++)
        {
            var edges = Edges[feature];
            if (edges.Count == 0)
                ramps.Add(new Ramp(feature, 0, 1, float.NegativeInfinity, float.PositiveInfinity));
            for (int bin = 0; bin < edges.Count - 1; bin++)
            {
                ramps.Add(
                    new Ramp(
                        feature,
                        edges[bin],
                        1 / (edges[bin + 1] - edges[bin]),
                        bin == 0 ? float.NegativeInfinity : 0,
                        bin == edges.Count - 2 ? float.PositiveInfinity : 1
                    )
                );
            }
        }
        return ramps;
    }

    /// <summary>Edges at the quantiles of a feature's training values, equal ones merged.</summary>
    /// <param name="values">The feature on training rows; NaN is left out.</param>
    /// <param name="bins">How many bins at most, at least 1.</param>
    /// <returns>Rising edges; empty (the feature passes as it is) where there are fewer than three distinct edges.</returns>
    public static ValueList<float> FitEdges(ReadOnlySpan<float> values, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sorted = new List<float>(values.Length);
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                sorted.Add(value);
        }
        sorted.Sort();
        var edges = new List<float>();
        for (int i = 0; i <= bins && sorted.Count > 0; i++)
        {
            // Linear between order statistics, as NumPy's and R's default (type 7) does.
            double place = (double)i / bins * (sorted.Count - 1);
            int low = (int)place;
            int high = Math.Min(low + 1, sorted.Count - 1);
            float edge = (float)(sorted[low] + (place - low) * ((double)sorted[high] - sorted[low]));
            if (edges.Count == 0 || (edge > edges[^1] && float.IsFinite(1 / (edge - edges[^1]))))
                edges.Add(edge);
        }
        return edges.Count < 3 ? [] : edges.ToValueList();
    }
}

/// <summary>One output of <see cref="PiecewiseLinear"/>: min(max((x[Feature] - Left) * Scale, Low), High).</summary>
/// <param name="Feature">Which input feature.</param>
/// <param name="Left">The bin's left edge, in the feature's unit.</param>
/// <param name="Scale">One over the bin's width.</param>
/// <param name="Low">0, or minus infinity.</param>
/// <param name="High">1, or infinity.</param>
public readonly record struct Ramp(int Feature, float Left, float Scale, float Low, float High);
