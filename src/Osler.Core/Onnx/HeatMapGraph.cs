using System.Diagnostics.CodeAnalysis;
using Osler.Core.Blocks;
using static Osler.Core.Onnx.GraphWriter;

namespace Osler.Core.Onnx;

/// <summary>
/// Class activation maps as ONNX nodes: how much each place of the last feature maps adds to each outcome's log-odds.
/// </summary>
/// <remarks>
/// Zhou et al., CVPR 2016, doi:10.1109/CVPR.2016.319. There is a map where the network ends in the mean of each channel,
/// with at most one dense layer after it: the map of outcome k is then sum over channels of weight[k, c] x feature[c],
/// whose mean over all places, plus the bias, is the log-odds. No gradient is needed. Each member of an ensemble has maps
/// of its own; of several heads the first has them.
/// </remarks>
public static class HeatMapGraph
{
    /// <summary>Shape of one case's maps, without the batch axis.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <returns>
    /// [outcomes, h, w] of still images, [outcomes, d, h, w] of volumes, with the members in front for an ensemble; null
    /// where the network ends otherwise.
    /// </returns>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static Shape? Of(Block network, Shape input) => Of(ShapeInference.Annotate(network, input));

    internal static Shape? Of(ShapedBlock root)
    {
        if (root.Block is Members)
            return Of(root.Children[0]) is { } one ? new Shape([root.Children.Length, .. one.Sizes]) : null;
        return End(root, out var pool, out var dense)
            ? new Shape([dense?.Output[0] ?? pool.Input[0], .. pool.Input.Sizes[1..]])
            : null;
    }

    /// <summary>Writes the nodes; null where there are no maps.</summary>
    /// <param name="graph">Holds the network's own nodes already.</param>
    /// <param name="root">The network.</param>
    /// <returns>Name of the maps: [N, outcomes, h, w], or [N, members, outcomes, h, w].</returns>
    internal static string? Write(GraphWriter graph, ShapedBlock root)
    {
        if (Of(root) is null)
            return null;
        if (root.Block is not Members)
            return One(graph, root);
        string axes = graph.Integers(root.Path, "axes", [1]);
        string[] maps =
        [
            .. root.Children.Select(child => graph.Emit("Unsqueeze", child.Path, [One(graph, child), axes])),
        ];
        return graph.Emit("Concat", root.Path, maps, [Int("axis", 1)]);
    }

    // A dense layer on means is a convolution of one pixel before them.
    private static string One(GraphWriter graph, ShapedBlock root)
    {
        if (!End(root, out var pool, out var dense))
            throw new ArgumentException("The network has no maps.", nameof(root));
        string features = graph.Given(pool);
        if (dense is null)
            return features;
        long[] places = [.. Enumerable.Range(2, pool.Input.Rank - 1).Select(axis => (long)axis)];
        string axes = graph.Integers(dense.Path, "places", places);
        string weight = graph.Emit("Unsqueeze", dense.Path, [dense.Name("weight"), axes]);
        return graph.Emit("Conv", dense.Path, [features, weight]);
    }

    // The last blocks that compute anything: means of channels, then at most one dense layer.
    private static bool End(
        ShapedBlock root,
        [NotNullWhen(true)] out ShapedBlock? pool,
        out ShapedBlock? dense
    )
    {
        (pool, dense) = (null, null);
        foreach (var block in Backwards(root))
        {
            if (block.Block is Identity or Dropout or Flatten)
                continue;
            if (block is { Block: Dense, Input.Rank: 1 } && dense is null)
            {
                dense = block;
                continue;
            }
            bool means =
                block.Block is GlobalAveragePool
                || (block.Block is AdaptiveAveragePool adaptive && adaptive.Output == 1);
            if (means && block.Input.Rank >= 3)
                pool = block;
            break;
        }
        return pool is not null;
    }

    private static IEnumerable<ShapedBlock> Backwards(ShapedBlock block) =>
        block.Block switch
        {
            Heads => Backwards(block.Children[0]),
            Sequence => Enumerable.Reverse(block.Children).SelectMany(Backwards),
            _ => [block],
        };
}
