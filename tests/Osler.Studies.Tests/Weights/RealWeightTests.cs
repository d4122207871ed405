using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Weights;
using Osler.Imaging.Arrays;
using Osler.Learning.Networks;
using Osler.Studies.Weights;
using TorchSharp;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Studies.Tests.Weights;

/// <summary>Public weights on a public photograph, beside what PyTorch computed with them.</summary>
public sealed class RealWeightTests
{
    private static readonly Shape s_image = [3, 224, 224];

    [Fact]
    public void SqueezeNet_answers_as_PyTorch_did()
    {
        var (weights, report) = Load("squeezenet1_0_deepcompression.pth", Presets.SqueezeNet10(), s_image);
        Assert.Equal(52, report.Loaded.Length);
        Assert.Empty(report.LeftOut);
        Assert.Empty(report.NewHead);
        Compare(Presets.SqueezeNet10(), weights, "squeezenet_input", "squeezenet_logits");
    }

    [Fact]
    public void MobileNetV2_with_folded_norms_and_TensorFlows_padding_answers_as_PyTorch_did()
    {
        var network = Presets.MobileNetV2(1001, samePadding: true);
        var (weights, _) = Load("mobilenet_v2_1.0_224_folded.npz", network, s_image);
        Compare(network, weights, "mobilenetv2_input", "mobilenetv2_logits_1001");
    }

    [Theory]
    [InlineData("resnet20-12fca82f.th", "cifar_resnet20", 269_722)]
    [InlineData("resnet56-4bfd9763.th", "cifar_resnet56", 853_018)]
    public void Residual_networks_of_the_old_format_load_whole(string file, string preset, long parameters)
    {
        var network = Presets.Named(preset, outcomes: 10);
        var (weights, report) = Load(file, network, [3, 32, 32], keepHead: true);
        Assert.Equal(parameters, Parameters.Count(network, [3, 32, 32]));
        Assert.Equal(Parameters.Of(network, [3, 32, 32]).Count, weights.Count);
        Assert.Equal(["best_prec1"], report.LeftOut.Select(one => one.Name));
    }

    [Fact]
    public void A_published_Keras_file_loads_into_the_network_that_it_was_trained_as()
    {
        // Keras 1.2: two dense layers beside the inputs themselves, eleven drugs.
        var network = Presets.WideAndDeep([512, 512], outcomes: 11);
        var file = WeightFile.Open(SharedData.Path("tb-resistance", "multitask_wdnn_weights_021318.h5"));
        var (weights, report) = WeightImport.Match(file, network, [222], keepHead: true);
        Assert.Equal(["dense_4.weight", "dense_4.bias", "dense_5.weight"], file.Tensors.Keys.Take(3));
        Assert.Equal(6, report.Loaded.Length);
        Assert.Empty(report.LeftOut);
        Assert.Equal([11, 734], weights["head.weight"].Shape);
    }

    private static (IReadOnlyDictionary<string, TensorData>, ImportReport) Load(
        string file,
        Block network,
        Shape input,
        bool keepHead = false
    ) => WeightImport.Match(WeightFile.Open(SharedData.Path("weights", file)), network, input, keepHead);

    private static void Compare(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        string input,
        string logits
    )
    {
        using var reference = Npz.Open(SharedData.Path("weights", "reference_forward.npz"));
        float[] expected = Values(reference, logits);
        float[] actual = Logits(network, weights, s_image, Values(reference, input));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1e-3, 1e-3));
    }

    private static float[] Logits(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        Shape input,
        float[] images
    )
    {
        using var module = TorchNetwork.Build(network, input, weights);
        return Logits(module, images);
    }

    internal static float[] Logits(TorchNetwork module, float[] images)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        long[] shape = [images.Length / module.Input.Values, .. module.Input.Select(size => (long)size)];
        return [.. module.call(torch.tensor(images, shape)).contiguous().data<float>()];
    }

    private static float[] Values(Npz archive, string name)
    {
        using var array = archive.Array(name);
        float[] values = new float[array.Count];
        array.Read(0, array.Slices, values);
        return values;
    }
}
