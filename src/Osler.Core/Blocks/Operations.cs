namespace Osler.Core.Blocks;

/// <summary>How much a network computes for one case.</summary>
public static class Operations
{
    /// <summary>Multiply-adds of one case's forward pass, those of dense and convolution blocks.</summary>
    /// <remarks>
    /// Counted as the field's tools do: one multiplication with its addition is one; bias, normalisation, activation and
    /// pooling count nothing, nor does what training alone computes. Twice this number are the floating-point operations.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static long MultiplyAdds(Block network, Shape input) =>
        ShapeInference.Annotate(network, input).InInference().Sum(Own);

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
                    checked(at.Output.Values * (at.Input[0] / conv.Groups)),
                    (product, size) => checked(product * size)
                ),
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
            or Identity
            or PiecewiseLinear
            or Periodic => 0,
            _ => throw new NotSupportedException(
                $"Operations does not know the block {at.Block.GetType().Name}."
            ),
        };
    }
}
