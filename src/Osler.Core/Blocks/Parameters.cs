namespace Osler.Core.Blocks;

/// <summary>One tensor of a network's weights.</summary>
/// <param name="Name">Its key in the weight file, as PyTorch would name it: <c>features.0.weight</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Trainable">Whether training changes it by gradients; false for batch norm's running statistics.</param>
public sealed record ParameterSpec(string Name, Shape Shape, bool Trainable)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => Shape.Values;
}

/// <summary>The weights that a network needs: names, shapes, and which are trained.</summary>
public static class Parameters
{
    /// <summary>All tensors, in the order of the walk; a block's own in PyTorch's order.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    /// <exception cref="Faults.RequestException">Two parameters would have the same name.</exception>
    public static IReadOnlyList<ParameterSpec> Of(Block network, Shape input)
    {
        var all = new List<ParameterSpec>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var at in ShapeInference.Annotate(network, input).All())
        {
            foreach (var spec in Own(at))
            {
                if (!names.Add(spec.Name))
                {
                    throw new Faults.RequestException(
                        $"Two parameters would be named '{spec.Name}'.",
                        "network",
                        "Give the parts different names; only one part in a row may have the empty name."
                    );
                }
                all.Add(spec);
            }
        }
        return all;
    }

    /// <summary>The tensors of one block itself, not of those inside it.</summary>
    public static IReadOnlyList<ParameterSpec> Own(ShapedBlock at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at.Block switch
        {
            Dense dense => WeightAndBias([dense.Units, at.Input.Features], dense.Units, dense.Bias),
            Conv conv => WeightAndBias(
                [conv.Channels, Conv.Seen(at.Input)[0] / conv.Groups, .. conv.Kernel.Over(at.Input.Rank - 1)],
                conv.Channels,
                conv.Bias
            ),
            BatchNorm =>
            [
                Spec("weight", [at.Input[0]]),
                Spec("bias", [at.Input[0]]),
                Spec("running_mean", [at.Input[0]], trainable: false),
                Spec("running_var", [at.Input[0]], trainable: false),
            ],
            LayerNorm => WeightAndBias([at.Input.Features], at.Input.Features, bias: true),
            Periodic periodic => [Spec("weight", [at.Input.Features, periodic.Frequencies])],
            TokenEmbedding table => [Spec("weight", [table.Rows, table.Units])],
            Recurrent cell => [.. cell.Ways.SelectMany(way => Cell(cell, way))],
            Attention => [.. Attention.Roles.SelectMany(Projection)],
            Composite
            or FirstToken
            or Activation
            or MaxPool
            or AveragePool
            or AdaptiveAveragePool
            or GlobalAveragePool
            or GlobalMaxPool
            or LocalResponseNorm
            or StochasticDepth
            or PadChannels
            or Dropout
            or Flatten
            or Signal
            or Identity
            or PiecewiseLinear => [],
            _ => throw new NotSupportedException(
                $"Parameters does not know the block {at.Block.GetType().Name}."
            ),
        };

        ParameterSpec Spec(string name, Shape shape, bool trainable = true) =>
            new(at.Name(name), shape, trainable);

        ParameterSpec[] Projection(string role) =>
            [
                Spec($"{role}.weight", [at.Input.Features, at.Input.Features]),
                Spec($"{role}.bias", [at.Input.Features]),
            ];

        ParameterSpec[] Cell(Recurrent cell, string way)
        {
            int sums = checked(cell.Gates * cell.Units);
            return
            [
                Spec($"weight_ih_{way}", [sums, at.Input.Features]),
                Spec($"weight_hh_{way}", [sums, cell.Units]),
                Spec($"bias_ih_{way}", [sums]),
                Spec($"bias_hh_{way}", [sums]),
            ];
        }

        IReadOnlyList<ParameterSpec> WeightAndBias(Shape weight, int units, bool bias) =>
            bias ? [Spec("weight", weight), Spec("bias", [units])] : [Spec("weight", weight)];
    }

    /// <summary>How many trained numbers the network has.</summary>
    public static long Count(Block network, Shape input) =>
        Of(network, input).Where(spec => spec.Trainable).Sum(spec => spec.Count);
}
