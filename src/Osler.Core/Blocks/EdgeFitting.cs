using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>Fits the edges of <see cref="PiecewiseLinear"/> blocks that see the network's input.</summary>
public static class EdgeFitting
{
    /// <summary>Whether the network holds a block whose edges are still to be fitted.</summary>
    public static bool IsNeeded(Block network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network is PiecewiseLinear { IsFitted: false }
            || (network is Composite composite && composite.Inner.Any(IsNeeded));
    }

    /// <summary>The network with its edges fitted; the same network where there is nothing to fit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="features">How many features the network gets.</param>
    /// <param name="column">A feature's values on training rows alone; NaN is left out.</param>
    /// <remarks>
    /// Fitted are the blocks that get the network's input itself: first in a sequence, in any branch, in members. One
    /// that stands deeper is left unfitted, and <see cref="ShapeInference"/> says so.
    /// </remarks>
    public static Block Fit(Block network, int features, Func<int, float[]> column)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentNullException.ThrowIfNull(column);
        if (!IsNeeded(network))
            return network;
        return network switch
        {
            PiecewiseLinear encoding => new PiecewiseLinear(
                Enumerable.Range(0, features).Select(i => Edges(column(i), encoding.Bins)).ToValueList()
            ),
            Sequence sequence => new Sequence(First(sequence.Parts)),
            Residual residual => new Residual(
                Fitted(residual.Body),
                residual.Shortcut is null ? null : Fitted(residual.Shortcut)
            ),
            Concat concat => new Concat(concat.Parts.Select(Fitted).ToValueList()),
            Heads heads => new Heads(heads.Outputs.Select(Fitted).ToValueList()),
            DenselyConnected dense => new DenselyConnected(First(dense.Layers)),
            Gate gate => new Gate(Fitted(gate.Body)),
            Auxiliary auxiliary => new Auxiliary(Fitted(auxiliary.Body), auxiliary.Weight),
            Members members => new Members(Fit(members.Network, features, column), members.Count),
            _ => throw new NotSupportedException(
                $"Edge fitting does not know the block {network.GetType().Name}."
            ),
        };

        Part Fitted(Part part) => new(part.Name, Fit(part.Block, features, column));

        ValueList<Part> First(ValueList<Part> parts) => [Fitted(parts[0]), .. parts.Skip(1)];
    }

    /// <summary>Edges at the quantiles of a feature's training values, equal ones merged.</summary>
    /// <param name="values">The feature on training rows; NaN and infinities are left out.</param>
    /// <param name="bins">How many bins at most, at least 1.</param>
    /// <returns>
    /// Rising edges; empty (the feature passes as it is) where the feature has fewer than three distinct values, or where
    /// fewer than three distinct edges are left.
    /// </returns>
    public static ValueList<float> Edges(ReadOnlySpan<float> values, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sorted = new List<float>(values.Length);
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                sorted.Add(value);
        }
        sorted.Sort();
        // Quantiles between the two values of a binary feature would be edges where no patient is.
        if (sorted.Distinct().Take(3).Count() < 3)
            return [];
        var edges = new List<float>();
        for (int i = 0; i <= bins; i++)
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
