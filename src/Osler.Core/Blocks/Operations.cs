namespace Osler.Core.Blocks;

/// <summary>How much a network computes for one case.</summary>
public static class Operations
{
    /// <summary>Multiply-adds of one case's forward pass, those of dense, convolution, recurrent and attention blocks.</summary>
    /// <remarks>
    /// Counted as the field's tools do: one multiplication with its addition is one; bias, normalisation, activation and
    /// pooling count nothing, nor does what training alone computes. Twice this number are the floating-point operations.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static long MultiplyAdds(Block network, Shape input) =>
        Total(ShapeInference.Annotate(network, input));

    /// <summary>Multiply-adds of a block with all inside it in inference; an option's body as often as there are options.</summary>
    internal static long Total(ShapedBlock at) =>
        checked(
            Own(at)
            + (at.Block is EachOption ? at.Input[0] : 1)
                * (at.Block is Auxiliary ? 0 : at.Children.Sum(Total))
        );

    /// <summary>Multiply-adds of one block itself, not of those inside it.</summary>
    public static long Own(ShapedBlock at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at.Block switch
        {
            Dense => checked(at.Output.Values * at.Input.Features),
            Conv conv => conv
                .Kernel.Over(at.Input.Rank - 1)
                .Aggregate(
                    checked(at.Output.Values * (Conv.Seen(at.Input)[0] / conv.Groups)),
                    (product, size) => checked(product * size)
                ),
            Recurrent cell => checked(
                (long)at.Input[0]
                * cell.Ways.Count
                * cell.Gates
                * cell.Units
                * (at.Input.Features + cell.Units)
            ),
            // Three projections, then questions with keys and looks with values.
            Attention => checked(at.Input.Values * (3L * at.Input.Features + 2L * at.Input[0])),
            // Each token times its share.
            AttentionPool => at.Input.Values,
            TokenEmbedding or FirstToken => 0,
            Composite
            or Activation
            or MaxPool
            or AveragePool
            or AdaptiveAveragePool
            or GlobalAveragePool
            or GlobalMaxPool
            or BatchNorm
            or LayerNorm
            or LocalResponseNorm
            or StochasticDepth
            or PadChannels
            or Dropout
            or Flatten
            or Signal
            or Identity
            or PiecewiseLinear
            or Periodic => 0,
            _ => throw new NotSupportedException(
                $"Operations does not know the block {at.Block.GetType().Name}."
            ),
        };
    }
}
