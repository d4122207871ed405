using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Weights;
using PureHDF;

namespace Osler.Core.Tests.Weights;

public sealed class KerasFileTests
{
    private static byte[] Small { get; } = KerasWriter.Small();

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
        Refused("it has no 'layer_names'", KerasWriter.Written(new H5File()));
        Refused(
            "it holds 'recurrent_kernel:0' with 2 axes, which no block has",
            KerasWriter.Written(KerasWriter.Layers(("lstm", [("recurrent_kernel:0", new float[2, 2])])))
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
}
