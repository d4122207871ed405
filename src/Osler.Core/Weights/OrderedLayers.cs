using System.Collections.Immutable;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Weights;

/// <summary>
/// Names for the tensors of a file whose layers are only counted (<c>00.conv.s2.relu6.weight</c>, <c>dense_12/kernel</c>):
/// the i-th layer of the file is the i-th of the network.
/// </summary>
/// <remarks>
/// A layer is what stands before the last dot of a name. A convolution with a bias where the network has one without,
/// followed by batch norm, had that norm folded in: the bias becomes the norm's shift, its other numbers do nothing. A
/// convolution of 1 x 1 may serve as a dense layer. Shapes are compared by whoever asked.
/// </remarks>
internal static class OrderedLayers
{
    public static Dictionary<string, TensorData> Named(WeightSource source, Block network, Shape input)
    {
        var layers = Layers(source);
        ShapedBlock[] places =
        [
            .. ShapeInference
                .Annotate(network, input)
                .InInference()
                .Where(at => Parameters.Own(at).Count > 0),
        ];
        var given = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        int next = 0;
        for (int i = 0; i < places.Length; i++)
        {
            if (next == layers.Count)
                break;
            var layer = layers[next++];
            var at = places[i];
            foreach (var (name, tensor) in layer.Tensors)
            {
                // A kernel of one pixel is a matrix.
                bool pixel =
                    at.Block is Dense && name == "weight" && tensor.Shape.Skip(2).All(size => size == 1);
                given[at.Name(name)] = pixel
                    ? new TensorData([.. tensor.Shape.Take(2)], tensor.Values)
                    : tensor;
            }
            bool folded =
                at.Block is Conv { Bias: false }
                && layer.Tensors.ContainsKey("bias")
                && i + 1 < places.Length
                && places[i + 1].Block is BatchNorm;
            if (folded)
            {
                given.Remove(at.Name("bias"));
                Unfold(given, places[++i], layer.Tensors["bias"]);
            }
        }
        if (next < layers.Count)
        {
            throw new RequestException(
                $"The weights are not this network's: the file has {layers.Count} layers of weights, the network places for {next}.",
                source.Where,
                "Take the preset and settings that the weights were trained with; nothing was loaded."
            );
        }
        return given;
    }

    // (x - 0) / √(1 + ε) times √(1 + ε), plus the bias.
    private static void Unfold(Dictionary<string, TensorData> given, ShapedBlock norm, TensorData bias)
    {
        float scale = (float)Math.Sqrt(1 + ((BatchNorm)norm.Block).Epsilon);
        int channels = bias.Values.Length;
        ImmutableArray<int> shape = [channels];
        given[norm.Name("weight")] = new TensorData(shape, [.. Enumerable.Repeat(scale, channels)]);
        given[norm.Name("bias")] = bias;
        given[norm.Name("running_mean")] = new TensorData(shape, new float[channels]);
        given[norm.Name("running_var")] = new TensorData(shape, [.. Enumerable.Repeat(1f, channels)]);
    }

    private static List<(string Name, Dictionary<string, TensorData> Tensors)> Layers(WeightSource source)
    {
        var layers = new List<(string Name, Dictionary<string, TensorData> Tensors)>();
        foreach (var (name, tensor) in source.Tensors)
        {
            int dot = name.LastIndexOf('.');
            string layer = dot < 0 ? "" : name[..dot];
            if (layers.Count == 0 || layers[^1].Name != layer)
                layers.Add((layer, new Dictionary<string, TensorData>(StringComparer.Ordinal)));
            layers[^1].Tensors[name[(dot + 1)..]] = tensor;
        }
        return layers;
    }
}
