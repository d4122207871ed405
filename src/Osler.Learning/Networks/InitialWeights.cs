using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Chance;

namespace Osler.Learning.Networks;

/// <summary>The weights with which training begins, drawn as PyTorch draws them by default.</summary>
/// <remarks>
/// Dense and Conv: weight and bias uniform within ±1 / √(inputs of one output) (LeCun et al., Efficient BackProp, 1998,
/// by way of He et al., ICCV 2015, doi:10.1109/ICCV.2015.123, with a = √5). Norms: scale 1, shift 0, running mean 0,
/// running variance 1. Lstm, Gru: uniform within ±1 / √units. Embeddings: normal with their own standard deviation, the
/// padding's row 0. Periodic: normal with its own standard deviation. Each tensor has a stream of its own, keyed by
/// seed, name and member, so that a new block changes no other block's draws, and member 0 of an ensemble begins as
/// the single network of the same seed does.
/// </remarks>
public static class InitialWeights
{
    /// <summary>A tensor for each of <see cref="Parameters.Of"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Shape of one case, without the batch axis.</param>
    /// <param name="seed">Equal seeds give equal weights, bit by bit.</param>
    /// <exception cref="ShapeException">A block got a shape that it can't work on.</exception>
    public static IReadOnlyDictionary<string, TensorData> Of(Block network, Shape input, long seed)
    {
        // Refuses two parameters of one name.
        _ = Parameters.Of(network, input);
        var all = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        Draw(ShapeInference.Annotate(network, input), name => name, 0, seed, all);
        return all;
    }

    // key: the parameter's name as if no ensemble stood around it.
    private static void Draw(
        ShapedBlock at,
        Func<string, string> key,
        long member,
        long seed,
        Dictionary<string, TensorData> all
    )
    {
        foreach (var spec in Parameters.Own(at))
        {
            var random = new KeyedRandom(seed, $"initial weights {key(spec.Name)}", member);
            all.Add(spec.Name, new TensorData(spec.Shape.Sizes, Values(at, spec, random)));
        }
        for (int i = 0; i < at.Children.Length; i++)
        {
            var child = at.Children[i];
            if (at.Block is Members)
            {
                int cut = child.Path.Length;
                Draw(
                    child,
                    name => key(ShapedName(at.Path, name[cut..].TrimStart('.'))),
                    (member * Members.MostMembers) + i,
                    seed,
                    all
                );
            }
            else
            {
                Draw(child, key, member, seed, all);
            }
        }
    }

    private static string ShapedName(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static float[] Values(ShapedBlock at, ParameterSpec spec, KeyedRandom random)
    {
        float[] values = new float[spec.Count];
        string kind = spec.Name[(spec.Name.LastIndexOf('.') + 1)..];
        switch (at.Block)
        {
            case Dense or Attention:
                Uniform(values, at.Input.Features, random);
                break;
            case Recurrent cell:
                Uniform(values, cell.Units, random);
                break;
            case TokenEmbedding table:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(table.Sigma * random.NextNormal());
                if (table is Embedding)
                    values.AsSpan(table.Padding * table.Units, table.Units).Clear();
                break;
            case Conv conv:
                // [channels, channels seen, kernel sizes]: all but the first are one output's inputs.
                double seen = (double)Conv.Seen(at.Input)[0] / conv.Groups;
                int axes = at.Input.Rank - 1;
                Uniform(values, conv.Kernel.Over(axes).Aggregate(seen, (all, size) => all * size), random);
                break;
            case BatchNorm or LayerNorm:
                Array.Fill(values, kind is "weight" or "running_var" ? 1 : 0);
                break;
            case Periodic periodic:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)(periodic.Sigma * random.NextNormal());
                break;
            default:
                throw new NotSupportedException(
                    $"The block {at.Block.GetType().Name} has no initial weights."
                );
        }
        return values;
    }

    private static void Uniform(float[] values, double inputs, KeyedRandom random)
    {
        double bound = 1 / Math.Sqrt(inputs);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((2 * random.NextDouble() - 1) * bound);
    }
}
