using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Onnx;
using Osler.Core.Tests.Goldens;
using Osler.Learning.Networks;
using TorchSharp;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Tests.Networks;

/// <summary>The networks for images beside torchvision's, whose answers <c>Goldens/networks.py</c> wrote down.</summary>
public sealed class ImagePresetTests
{
    /// <summary>Each network of the golden files, with its arguments here.</summary>
    private static readonly Dictionary<string, string> s_arguments = new()
    {
        ["resnet18 small"] = """{"preset": "resnet18", "stem": "small"}""",
        ["resnet18 volumes"] = """{"preset": "resnet18", "stem": "small"}""",
    };

    private static readonly JsonElement s_golden = Golden.Read("networks/logits.json");

    public static TheoryData<string> Names =>
        [
            .. s_golden
                .GetProperty("networks")
                .EnumerateArray()
                .Select(one => one.GetProperty("network").GetString()!),
        ];

    [Fact]
    public void Every_preset_for_images_is_compared()
    {
        string[] others =
        [
            "neuron",
            "mlp",
            "wide_and_deep",
            "wdnn",
            "wdnn2018",
            "loci_cnn",
            "lenet5",
            "text_lstm",
            "text_conv",
            "bert",
        ];
        var compared = Names.Select(row => row.Data.Split(' ')[0]).Distinct().Order();
        Assert.Equal(Presets.Names.Except(others).Order(), compared);
    }

    [Theory, MemberData(nameof(Names))]
    public void Keys_are_those_of_the_published_weights(string name)
    {
        bool cifar = name.StartsWith("cifar", StringComparison.Ordinal);
        Shape input = cifar ? [3, 32, 32] : [3, 299, 299];
        if (name.EndsWith("volumes", StringComparison.Ordinal))
            input = [1, 28, 28, 28];
        var keys = Parameters
            .Of(Preset(name, cifar ? 10 : 1000), input)
            .Select(spec => $"{spec.Name} {spec.Shape}");
        Assert.Equal(
            Golden.Lines($"networks/{name.Replace(' ', '-')}.txt").Where(line => !line.StartsWith('#')),
            keys
        );
    }

    [Theory, MemberData(nameof(Names))]
    public void Logits_are_those_of_torchvision_and_of_ONNX_Runtime(string name)
    {
        var golden = s_golden
            .GetProperty("networks")
            .EnumerateArray()
            .Single(one => one.GetProperty("network").GetString() == name);
        var input = Shape.Of(golden.GetProperty("input").Integers());
        double[] expected = golden.GetProperty("logits").Doubles();
        // Small images leave the middle of Inception no room for its second answer, which is not compared here.
        var network =
            name == "inception_v3"
                ? Presets.InceptionV3(expected.Length, false)
                : Preset(name, expected.Length);
        var weights = FormulaWeights.Of(network, input);
        float[] image = FormulaWeights.Input(input);

        float[] ours = InLibtorch(network, input, weights, image);
        float[] theirs = InOnnxRuntime(OnnxGraph.Write(network, input, weights), input, image);
        double largest = Math.Max(1, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, ours.Length);
        Assert.All(
            expected.Zip(ours),
            pair => Assert.InRange(pair.Second - pair.First, -1e-4 * largest, 1e-4 * largest)
        );
        Assert.All(
            ours.Zip(theirs),
            pair => Assert.InRange(pair.Second - pair.First, -1e-4 * largest, 1e-4 * largest)
        );
    }

    /// <summary>Parameters as published; multiply-adds in units of 1e9 as torchvision's pages state them.</summary>
    [Theory]
    [InlineData("alexnet", 61_100_840, 714_188_480, 0.71)]
    [InlineData("alexnet2012", 60_965_224, 724_406_816, 0.72)]
    [InlineData("vgg11", 132_863_336, 7_609_090_048, 7.61)]
    [InlineData("vgg16", 138_357_544, 15_470_264_320, 15.47)]
    [InlineData("squeezenet1_0", 1_248_424, 818_924_576, 0.82)]
    [InlineData("squeezenet1_1", 1_235_496, 349_151_936, 0.35)]
    [InlineData("resnet18", 11_689_512, 1_814_073_344, 1.81)]
    [InlineData("resnet34", 21_797_672, 3_663_761_408, 3.66)]
    [InlineData("resnet50", 25_557_032, 4_089_184_256, 4.09)]
    [InlineData("densenet121", 7_978_856, 2_834_161_664, 2.83)]
    [InlineData("densenet169", 14_149_480, 3_359_843_328, 3.36)]
    [InlineData("inception_v3", 27_161_264, 5_713_216_096, 5.71)]
    [InlineData("mobilenet_v2", 3_504_872, 300_774_272, 0.30)]
    [InlineData("efficientnet_b0", 5_288_548, 385_814_752, 0.39)]
    [InlineData("cifar_resnet20", 269_722, 40_551_040, 0.041)]
    [InlineData("cifar_resnet56", 853_018, 125_485_696, 0.125)]
    public void Sizes_and_operations_are_the_published_ones(
        string name,
        long parameters,
        long operations,
        double published
    )
    {
        bool cifar = name.StartsWith("cifar", StringComparison.Ordinal);
        int side =
            cifar ? 32
            : name == "inception_v3" ? 299
            : 224;
        var network = Preset(name, cifar ? 10 : 1000);
        Assert.Equal(parameters, Parameters.Count(network, [3, side, side]));
        Assert.Equal(operations, Operations.MultiplyAdds(network, [3, side, side]));
        Assert.InRange(operations / 1e9, published - 0.006, published + 0.006);
    }

    [Theory, MemberData(nameof(Names))]
    public void Other_channels_and_outcomes_fit(string name)
    {
        var golden = s_golden
            .GetProperty("networks")
            .EnumerateArray()
            .Single(one => one.GetProperty("network").GetString() == name);
        int[] sizes = golden.GetProperty("input").Integers();
        var network = name == "inception_v3" ? Presets.InceptionV3(2, auxiliary: false) : Preset(name, 2);
        Assert.Equal(
            [2],
            ShapeInference.Of(network, Shape.Of([4, .. sizes.Skip(1).Select(size => size + 3)]))
        );
    }

    [Fact]
    public void Second_answer_is_asked_for_in_training_alone_and_leaks_nothing()
    {
        var network = Presets.InceptionV3(3);
        Shape input = [3, 299, 299];
        using var module = TorchNetwork.Build(network, input, 1);
        using var image = torch.zeros(2, 3, 299, 299);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var (output, seconds) = module.ForwardWithSeconds(image);
        var (weight, answer) = Assert.Single(seconds);
        Assert.Equal(0.4, weight);
        Assert.Equal(output.shape, answer.shape);
        output.Dispose();
        answer.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Block Preset(string name, int outcomes) =>
        s_arguments.TryGetValue(name, out string? arguments)
            ? Presets.Read(JsonNode.Parse(arguments), outcomes)
            : Presets.Named(name, outcomes: outcomes);

    internal static float[] InLibtorch(
        Block network,
        Shape input,
        IReadOnlyDictionary<string, TensorData> weights,
        float[] images
    )
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var module = TorchNetwork.Build(network, input, weights);
        var cases = torch.tensor(images, [images.Length / input.Values, .. input.Select(size => (long)size)]);
        return [.. module.call(cases).contiguous().data<float>()];
    }

    internal static float[] InOnnxRuntime(byte[] graph, Shape input, float[] images)
    {
        using var session = new InferenceSession(graph);
        int cases = images.Length / (int)input.Values;
        var tensor = new DenseTensor<float>(images, [cases, .. input.Select(size => size)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(OnnxGraph.InputName, tensor)]);
        return [.. results.Single(value => value.Name == OnnxGraph.LogitsName).AsEnumerable<float>()];
    }
}
