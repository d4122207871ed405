using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Weights;
using PureHDF;

namespace Osler.Core.Tests.Weights;

public sealed class KerasFileTests
{
    private static byte[] Small { get; } = Write();

    [Fact]
    public void Turns_kernels_into_PyTorchs_layout_in_the_order_of_the_layers()
    {
        var read = KerasFile.Read(new MemoryStream(Small), "weights.h5");
        Assert.True(read.ByOrder);
        Assert.Equal(
            [
                "conv_9.weight",
                "conv_9.bias",
                "norm.weight",
                "norm.bias",
                "norm.running_mean",
                "norm.running_var",
                "dense_2.weight",
            ],
            read.Tensors.Keys
        );
        // [height 1, width 2, in 3, out 2] to [out, in, height, width].
        Assert.Equal(
            new TensorData([2, 3, 1, 2], [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]),
            read.Tensors["conv_9.weight"]
        );
        Assert.Equal(new TensorData([2, 3], [0, 2, 4, 1, 3, 5]), read.Tensors["dense_2.weight"]);
    }

    [Fact]
    public void Refuses_what_is_no_file_of_weights_or_has_no_block()
    {
        Refused("it has no 'layer_names'", Written(new H5File()));
        Refused(
            "it holds 'recurrent_kernel:0' with 2 axes, which no block has",
            Written(Layers(("lstm", [("recurrent_kernel:0", new float[2, 2])])))
        );
        Refused("its HDF5 is damaged", [.. Small.AsSpan(0, 8), .. new byte[40]]);

        static void Refused(string why, byte[] bytes)
        {
            var fault = Assert.Throws<DataException>(() =>
                KerasFile.Read(new MemoryStream(bytes), "weights.h5")
            );
            Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Truncated_files_never_do_more_than_a_data_exception()
    {
        var random = new KeyedRandom(17, "fuzz");
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = Small[..random.Next(8, Small.Length)];
            Assert.Throws<DataException>(() => KerasFile.Read(new MemoryStream(bytes), "weights.h5"));
        }
    }

    private static byte[] Write()
    {
        var kernel = new float[1, 2, 3, 2];
        var matrix = new float[3, 2];
        for (int i = 0; i < 12; i++)
            kernel[0, i / 6, i / 2 % 3, i % 2] = i;
        for (int i = 0; i < 6; i++)
            matrix[i / 2, i % 2] = i;
        return Written(
            Layers(
                ("conv_9", [("kernel:0", kernel), ("bias:0", new float[] { 1, 2 })]),
                ("flatten", []),
                (
                    "norm",
                    [
                        ("gamma:0", new float[] { 1, 2 }),
                        ("beta:0", new float[] { 3, 4 }),
                        ("moving_mean:0", new float[] { 5, 6 }),
                        ("moving_variance:0", new float[] { 7, 8 }),
                    ]
                ),
                ("dense_2", [("kernel:0", matrix)])
            )
        );
    }

    private static H5File Layers(
        params ReadOnlySpan<(string Name, (string Name, object Values)[] Weights)> layers
    )
    {
        var file = new H5File();
        var names = new List<string>();
        foreach (var (name, weights) in layers)
        {
            var group = new H5Group();
            foreach (var (weight, values) in weights)
                group[weight] = values;
            if (weights.Length > 0)
                group.Attributes["weight_names"] = weights.Select(weight => weight.Name).ToArray();
            file[name] = group;
            names.Add(name);
        }
        file.Attributes["layer_names"] = names.ToArray();
        return file;
    }

    private static byte[] Written(H5File file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }
}
