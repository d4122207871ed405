using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using TorchSharp;

namespace Osler.Learning.Networks;

/// <summary>A network's weights into and out of libtorch, by name.</summary>
public static class Weights
{
    /// <summary>Copies of all weights and running statistics, as float32, in the order of <see cref="Parameters.Of"/>.</summary>
    /// <param name="network">Where it is, on the processor or another device, does not matter.</param>
    public static IReadOnlyDictionary<string, TensorData> Of(TorchNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var found = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var weight in network.Weights)
        {
            float[] values = [.. weight.Tensor.to(torch.ScalarType.Float32).cpu().contiguous().data<float>()];
            int size = (int)weight.Specs[0].Count;
            for (int member = 0; member < weight.Members; member++)
            {
                var spec = weight.Specs[member];
                float[] own = weight.Members == 1 ? values : values[(member * size)..((member + 1) * size)];
                found.Add(spec.Name, new TensorData(spec.Shape.Sizes, own));
            }
        }
        // The order of the network's description, whatever the order of the tensors.
        var ordered = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var spec in network.Specs)
            ordered.Add(spec.Name, found[spec.Name]);
        return ordered;
    }

    /// <summary>Gives a network its weights; all of them, or none where something does not fit.</summary>
    /// <param name="network">Takes the values in the type and on the device that it has.</param>
    /// <param name="weights">A tensor for each of <see cref="Parameters.Of"/>, neither more nor fewer.</param>
    /// <exception cref="RequestException">A weight is missing, is of another shape, or belongs to no block.</exception>
    public static void Load(TorchNetwork network, IReadOnlyDictionary<string, TensorData> weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        Check(network.Specs, weights);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        foreach (var weight in network.Weights)
        {
            for (int member = 0; member < weight.Members; member++)
            {
                var spec = weight.Specs[member];
                var target = weight.Stacked ? weight.Tensor.select(0, member) : weight.Tensor;
                target.copy_(
                    torch.tensor(weights[spec.Name].Values, [.. spec.Shape.Select(size => (long)size)])
                );
            }
        }
    }

    internal static void Check(
        IReadOnlyList<ParameterSpec> specs,
        IReadOnlyDictionary<string, TensorData> weights
    )
    {
        foreach (var spec in specs)
        {
            if (!weights.TryGetValue(spec.Name, out var tensor))
            {
                throw new RequestException(
                    $"The weight '{spec.Name}' is missing.",
                    "weights",
                    "Take the weights that were trained with this network on this input."
                );
            }
            if (!tensor.Shape.AsSpan().SequenceEqual(spec.Shape.Sizes.AsSpan()))
            {
                throw new RequestException(
                    $"The weight '{spec.Name}' has the shape [{string.Join(", ", tensor.Shape)}]; the network needs {spec.Shape}.",
                    "weights",
                    "Take the weights that were trained with this network on this input."
                );
            }
        }
        if (weights.Count == specs.Count)
            return;
        var known = specs.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        string unknown = weights.Keys.First(name => !known.Contains(name));
        throw new RequestException(
            $"The weight '{unknown}' belongs to no block of the network.",
            "weights",
            NearestName.Hint(unknown, known)
        );
    }
}
