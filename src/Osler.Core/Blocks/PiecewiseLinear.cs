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
/// one output. No parameters: the edges are data, fitted on training rows (<see cref="EdgeFitting"/>).
/// Gorishniy et al., NeurIPS 2022, arXiv:2203.05556, equation 1.
/// </remarks>
public sealed record PiecewiseLinear : Leaf
{
    /// <summary>More bins than this for one feature are refused.</summary>
    public const int MostBins = 10_000;

    /// <summary>Edges that are known.</summary>
    /// <param name="edges">For each feature none, or two or more finite, strictly rising edges.</param>
    /// <exception cref="ArgumentException">No feature, one edge only, or edges that don't rise.</exception>
    public PiecewiseLinear(ValueList<ValueList<float>> edges)
    {
        if (edges.Count == 0)
            throw new ArgumentException("Edges for at least one feature are needed.", nameof(edges));
        for (int feature = 0; feature < edges.Count; feature++)
        {
            var own = edges[feature];
            bool rising = own.Count != 1 && own.Count <= MostBins + 1 && own.All(float.IsFinite);
            for (int i = 1; i < own.Count; i++)
                rising &= own[i] > own[i - 1] && float.IsFinite(1 / (own[i] - own[i - 1]));
            if (!rising)
            {
                throw new ArgumentException(
                    $"Feature {feature} needs no edge, or 2 to {MostBins + 1} finite ones that rise.",
                    nameof(edges)
                );
            }
        }
        Edges = edges;
    }

    /// <summary>Edges that are still to be fitted, by <see cref="EdgeFitting.Fit"/>.</summary>
    /// <param name="bins">How many bins a feature gets at most, 1 to <see cref="MostBins"/>.</param>
    public PiecewiseLinear(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, MostBins);
        Bins = bins;
    }

    /// <summary>How many bins a feature gets at most when the edges are fitted; 0 once they are.</summary>
    public int Bins { get; }

    /// <summary>For each feature none, or two or more finite, strictly rising edges; no feature before fitting.</summary>
    public ValueList<ValueList<float>> Edges { get; }

    /// <summary>Whether the edges are known.</summary>
    public bool IsFitted => Bins == 0;

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
}

/// <summary>One output of <see cref="PiecewiseLinear"/>: min(max((x[Feature] - Left) * Scale, Low), High).</summary>
/// <param name="Feature">Which input feature.</param>
/// <param name="Left">The bin's left edge, in the feature's unit.</param>
/// <param name="Scale">One over the bin's width.</param>
/// <param name="Low">0, or minus infinity.</param>
/// <param name="High">1, or infinity.</param>
public readonly record struct Ramp(int Feature, float Left, float Scale, float Low, float High);
