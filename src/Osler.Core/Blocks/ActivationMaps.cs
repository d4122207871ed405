using Osler.Core.Bundles;
using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>The part of a network that makes its class activation maps, as a network of its own.</summary>
/// <remarks>
/// Where a network ends in the mean of each channel and at most one dense layer, the mean is left out and the dense layer
/// becomes a convolution of one pixel with the same weights and no bias: [outcomes, h, w] comes out, whose mean, plus the
/// bias, is the log-odds. Of several heads the first is taken. Zhou et al., CVPR 2016, doi:10.1109/CVPR.2016.319.
/// </remarks>
public static class ActivationMaps
{
    /// <summary>The blocks; null where the network ends otherwise.</summary>
    /// <param name="network">One network, no ensemble.</param>
    public static Block? Of(Block network)
    {
        var state = new Walk();
        var maps = state.Backwards(network);
        return state.Pooled ? maps : null;
    }

    /// <summary>The weights of the maps' network.</summary>
    /// <param name="maps">As of <see cref="Of"/>.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="weights">The whole network's.</param>
    public static Dictionary<string, TensorData> Weights(
        Block maps,
        Shape input,
        IReadOnlyDictionary<string, TensorData> weights
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Parameters
            .Of(maps, input)
            .ToDictionary(
                spec => spec.Name,
                // A dense layer's [units, F] as a convolution's [units, F, 1, 1].
                spec => new TensorData(spec.Shape.Sizes, weights[spec.Name].Values),
                StringComparer.Ordinal
            );
    }

    private sealed class Walk
    {
        private bool _dense;
        private bool _done;

        public bool Pooled { get; private set; }

        public Block Backwards(Block block)
        {
            if (_done)
                return block;
            switch (block)
            {
                case Sequence sequence:
                    var parts = sequence.Parts.ToArray();
                    for (int i = parts.Length - 1; i >= 0; i--)
                        parts[i] = new Part(parts[i].Name, Backwards(parts[i].Block));
                    return new Sequence(ValueList.Of<Part>(parts));
                case Heads heads:
                    var first = heads.Outputs[0];
                    return new Sequence(ValueList.Of<Part>([new Part(first.Name, Backwards(first.Block))]));
                case Identity or Dropout or Flatten:
                    return new Identity();
                case Dense dense when !_dense:
                    _dense = true;
                    return new Conv(dense.Units, 1, bias: false);
                case GlobalAveragePool:
                    (Pooled, _done) = (true, true);
                    return new Identity();
                case AdaptiveAveragePool adaptive when adaptive.Output == 1:
                    (Pooled, _done) = (true, true);
                    return new Identity();
                default:
                    _done = true;
                    return block;
            }
        }
    }
}
