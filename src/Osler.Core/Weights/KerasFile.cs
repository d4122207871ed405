using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using PureHDF;

namespace Osler.Core.Weights;

/// <summary>Weights as Keras saved them in HDF5 (<c>.h5</c>, <c>.hdf5</c>), turned into PyTorch's layout.</summary>
/// <remarks>
/// Layers by the attribute <c>layer_names</c>, each one's tensors by <c>weight_names</c>, in a file of weights or of a
/// whole model (under <c>model_weights</c>). Kernels [height, width, in, out] become [out, in, height, width], those of
/// dense layers [in, out] become [out, in], depthwise ones [height, width, channels, times] become
/// [channels times, 1, height, width]. Names are counters of Keras's own, so layers are known by their order.
/// </remarks>
public static class KerasFile
{
    private const int MostTensors = 10_000;

    /// <summary>Whether a file begins as HDF5 does.</summary>
    public static bool Looks(ReadOnlySpan<byte> first) =>
        first.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']);

    /// <summary>Reads every tensor of every layer.</summary>
    /// <param name="stream">A stream that can seek, at its start.</param>
    /// <param name="where">The file, for the message of a fault.</param>
    /// <exception cref="DataException">It is no such file, or holds tensors that no block has.</exception>
    public static WeightSource Read(Stream stream, string where)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var file = H5File.Open(stream, leaveOpen: true);
            return Read(file, stream.Length, where);
        }
        // The HDF5 library reports damage by whatever its parsing runs into, bare exceptions and want of memory too.
        catch (Exception fault) when (fault is not OslerException)
        {
            throw WeightFault.Unreadable(
                $"its HDF5 is damaged or of another layout ({fault.Message})",
                where,
                fault
            );
        }
    }

    /// <summary>Whether arrays are named as Keras 1 names its weights, <c>dense_4_W</c> and <c>dense_4_b</c>.</summary>
    public static bool Names(IReadOnlyCollection<string> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return arrays.Count > 0
            && arrays.All(name =>
                name.EndsWith("_W", StringComparison.Ordinal) || name.EndsWith("_b", StringComparison.Ordinal)
            );
    }

    /// <summary>Weights that stand outside HDF5 under Keras's names, in the order of the layers.</summary>
    /// <param name="arrays">Names, and tensors in Keras's layout.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DataException">A tensor that no block has.</exception>
    public static WeightSource Of(IEnumerable<(string Name, TensorData Tensor)> arrays, string where)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var all = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in arrays)
        {
            var (kind, turned) = InPyTorch(name, tensor, where);
            all.Add($"{name[..name.LastIndexOf('_')]}.{kind}", turned);
        }
        return new WeightSource(where, all, []) { ByOrder = true };
    }

    private static WeightSource Read(PureHDF.VOL.Native.NativeFile file, long length, string where)
    {
        IH5Group root = file.LinkExists("model_weights") ? file.Group("model_weights") : file;
        if (!root.AttributeExists("layer_names"))
            throw WeightFault.Unreadable("it has no 'layer_names', as Keras's weight files have", where);
        var all = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (string layer in Listed(root, "layer_names", where))
        {
            var group = root.Group(layer);
            if (
                !group.AttributeExists("weight_names")
                || group.Attribute("weight_names").Space.Dimensions is [0]
            )
                continue;
            foreach (string name in Listed(group, "weight_names", where))
            {
                var dataset = group.Dataset(name);
                long[] sizes = [.. dataset.Space.Dimensions.Select(size => checked((long)size))];
                // A packed number takes a bit at least; a file that claims more than that lies.
                if (
                    sizes.Aggregate(1.0, (product, size) => product * size) > 8.0 * length
                    || all.Count >= MostTensors
                )
                    throw WeightFault.Unreadable(
                        $"it claims more numbers in {WeightFault.Shown(name)} than it can hold",
                        where
                    );
                var tensor = new TensorData([.. sizes.Select(size => (int)size)], dataset.Read<float[]>());
                var (kind, turned) = InPyTorch(name, tensor, where);
                all.Add($"{layer}.{kind}", turned);
            }
        }
        return new WeightSource(where, all, []) { ByOrder = true };
    }

    // Names are read one by one, whether the file holds so many or not.
    private static string[] Listed(IH5Group group, string attribute, string where)
    {
        var names = group.Attribute(attribute);
        double count = names.Space.Dimensions.Aggregate(1.0, (product, size) => product * size);
        return count <= MostTensors
            ? names.Read<string[]>()
            : throw WeightFault.Unreadable($"it claims {count:N0} names in '{attribute}'", where);
    }

    private static (string Kind, TensorData Tensor) InPyTorch(string name, TensorData tensor, string where)
    {
        string plain = name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
        int axes = tensor.Shape.Length;
        if (plain.EndsWith("depthwise_kernel", StringComparison.Ordinal) && axes == 4)
        {
            var (height, width, channels, times) = (
                tensor.Shape[0],
                tensor.Shape[1],
                tensor.Shape[2],
                tensor.Shape[3]
            );
            var turned = Turned(tensor, [2, 3, 0, 1]);
            return ("weight", new TensorData([channels * times, 1, height, width], turned.Values));
        }
        string[] words = plain.Split('_');
        return (plain, words[^1]) switch
        {
            (_, "kernel" or "W") when axes >= 2 && !plain.Contains("recurrent", StringComparison.Ordinal) =>
            // The outputs come first, then the inputs, then the window.
            (
                "weight",
                Turned(tensor, [axes - 1, axes - 2, .. Enumerable.Range(0, axes - 2)])
            ),
            (_, "bias" or "b" or "beta") when axes == 1 => ("bias", tensor),
            (_, "gamma") when axes == 1 => ("weight", tensor),
            (_, "mean") when axes == 1 => ("running_mean", tensor),
            (_, "variance" or "std") when axes == 1 => ("running_var", tensor),
            _ => throw WeightFault.Unreadable(
                $"it holds '{WeightFault.Shown(name)}' with {axes} axes, which no block has",
                where
            ),
        };
    }

    /// <summary>The same numbers with the axes in another order: axis i of the result is axis order[i].</summary>
    internal static TensorData Turned(TensorData tensor, ReadOnlySpan<int> order)
    {
        int axes = order.Length;
        long[] steps = new long[axes];
        ImmutableArray<int> shape = [];
        long[] own = new long[axes];
        for (long axis = axes - 1, step = 1; axis >= 0; axis--)
        {
            own[axis] = step;
            step *= tensor.Shape[(int)axis];
        }
        for (int i = 0; i < axes; i++)
        {
            steps[i] = own[order[i]];
            shape = shape.Add(tensor.Shape[order[i]]);
        }
        return new TensorData(shape, Strided.Copy(tensor.Values, 0, shape.AsSpan(), steps));
    }
}
