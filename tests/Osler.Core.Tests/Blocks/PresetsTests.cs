using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

public sealed class PresetsTests
{
    [Fact]
    public void Neuron_is_one_weighted_sum()
    {
        Assert.Equal(Dense(1), Presets.Neuron());
        Assert.Equal(["weight [1, 2]", "bias [1]"], Keys(Presets.Neuron(), [2]));
    }

    [Fact]
    public void Multilayer_perceptron_pins_its_keys() =>
        Assert.Equal(
            [
                "0.weight [8, 5]",
                "0.bias [8]",
                "1.weight [8]",
                "1.bias [8]",
                "1.running_mean [8]",
                "1.running_var [8]",
                "4.weight [1, 8]",
                "4.bias [1]",
            ],
            Keys(Presets.MultilayerPerceptron([8], dropout: 0.1, batchNorm: true), [5])
        );

    [Fact]
    public void Wide_and_deep_pins_its_keys_and_shows_the_head_both_paths() =>
        Assert.Equal(
            ["paths.deep.0.weight [8, 5]", "paths.deep.0.bias [8]", "head.weight [1, 13]", "head.bias [1]"],
            Keys(Presets.WideAndDeep([8]), [5])
        );

    [Fact]
    public void Lenet5_pins_its_keys_and_has_the_published_size()
    {
        Assert.Equal(
            [
                "0.weight [6, 1, 5, 5]",
                "0.bias [6]",
                "3.weight [16, 6, 5, 5]",
                "3.bias [16]",
                "7.weight [120, 400]",
                "7.bias [120]",
                "9.weight [84, 120]",
                "9.bias [84]",
                "11.weight [10, 84]",
                "11.bias [10]",
            ],
            Keys(Presets.LeNet5(), [1, 28, 28])
        );
        Assert.Equal(61_706, Parameters.Count(Presets.LeNet5(), [1, 28, 28]));
        Assert.Equal(416_520, Operations.MultiplyAdds(Presets.LeNet5(), [1, 28, 28]));
    }

    [Fact]
    public void The_released_network_of_drug_resistance_has_its_sizes_and_keys()
    {
        Assert.Equal(
            [
                "paths.deep.0.weight [512, 222]",
                "paths.deep.0.bias [512]",
                "paths.deep.3.weight [512, 512]",
                "paths.deep.3.bias [512]",
                "head.weight [11, 734]",
                "head.bias [11]",
            ],
            Keys(Presets.Wdnn2018(), [222])
        );
        Assert.Equal(
            222 * 512 + 512 + 512 * 512 + 512 + 734 * 11 + 11,
            Parameters.Count(Presets.Wdnn2018(), [222])
        );
        Assert.Equal(
            222 * 256 + 2 * 256 * 256 + 3 * 3 * 256 + 478 * 11 + 11,
            Parameters.Count(Presets.Wdnn(), [222])
        );
    }

    [Fact]
    public void A_blanked_input_is_blank_for_both_paths() =>
        Assert.Equal(
            Lego.Dropout(0.1),
            ((Sequence)Presets.WideAndDeep([4], inputDropout: 0.1)).Parts[0].Block
        );

    [Theory]
    [InlineData("wdnn", "[5]")]
    [InlineData("neuron", "[5]")]
    [InlineData("mlp", "[5]")]
    [InlineData("wide_and_deep", "[5]")]
    [InlineData("lenet5", "[1, 28, 28]")]
    public void Every_preset_ends_with_the_outcomes_of_the_data(string preset, string input)
    {
        int[] sizes = [.. JsonNode.Parse(input)!.AsArray().Select(size => size!.GetValue<int>())];
        Assert.Equal([3], ShapeInference.Of(Presets.Named(preset, outcomes: 3), Shape.Of(sizes)));
    }

    [Fact]
    public void Every_name_is_a_preset() =>
        Assert.All(
            Presets.Names,
            name =>
                Presets.Named(
                    name,
                    // Texts have vocabularies of their own.
                    name is "text_lstm" or "text_conv" or "bert"
                        ? new JsonObject { ["vocabulary"] = 9 }
                        : null,
                    outcomes: 2
                )
        );

    [Fact]
    public void Reads_a_name_a_preset_with_arguments_and_blocks()
    {
        Assert.Equal(Dense(2), Read("\"neuron\"", 2));
        Assert.Equal(
            Presets.MultilayerPerceptron(
                [64, 8],
                Gelu(),
                0.25,
                batchNorm: true,
                embedding: PiecewiseLinear(8)
            ),
            Read(
                """
                {"preset": "mlp", "hidden": [64, 8], "activation": "gelu", "dropout": 0.25, "batch_norm": true,
                 "embedding": "piecewise"}
                """
            )
        );
        Assert.Equal(
            Presets.MultilayerPerceptron([], embedding: PiecewiseLinear(4)),
            Read("""{"preset": "mlp", "hidden": [], "embedding": {"type": "piecewise_linear", "bins": 4}}""")
        );
        Assert.Equal(
            Sequence(Dense(3), Tanh()),
            Read("""{"type": "sequence", "parts": [{"type": "dense", "units": 3}, "tanh"]}""")
        );
    }

    [Theory]
    [InlineData("\"neurone\"", "network: Unknown preset 'neurone'. Did you mean 'neuron'?")]
    [InlineData(
        "\"x\"",
        "network: Unknown preset 'x'. Known: neuron, mlp, wide_and_deep, lenet5, alexnet, alexnet2012, vgg11, vgg16, squeezenet1_0, squeezenet1_1, resnet18, resnet34, ..."
    )]
    [InlineData(
        """{"preset": 3}""",
        "network.preset: Must be a preset's name. Known: neuron, mlp, wide_and_deep, lenet5, alexnet, alexnet2012, vgg11, vgg16, squeezenet1_0, squeezenet1_1, resnet18, resnet34, ..."
    )]
    [InlineData(
        """{"preset": "neuron", "hidden": [3]}""",
        "network: Unknown key 'hidden'. None is allowed here."
    )]
    [InlineData(
        """{"preset": "mlp", "hiden": [3]}""",
        "network: Unknown key 'hiden'. Did you mean 'hidden'?"
    )]
    [InlineData(
        """{"preset": "mlp", "hidden": [3, 0]}""",
        "network.hidden[1]: Must be a whole number of at least 1, at most 65536; got 0."
    )]
    [InlineData("""{"preset": "mlp", "hidden": 3}""", "network.hidden: Must be a list; got 3.")]
    [InlineData(
        """{"preset": "wide_and_deep", "hidden": []}""",
        "network.hidden: Must have 1 to 100 widths; got 0. Example: hidden: [32, 16]."
    )]
    [InlineData(
        """{"preset": "mlp", "activation": "rleu"}""",
        "network.activation: Unknown block 'rleu'. Did you mean 'relu'?"
    )]
    [InlineData(
        """{"preset": "mlp", "activation": "flatten"}""",
        "network.activation: The block 'flatten' is no activation. Use relu, leaky_relu, gelu, silu, tanh, sigmoid or hard_sigmoid."
    )]
    [InlineData(
        """{"preset": "mlp", "dropout": 1.0}""",
        "network.dropout: Must be a number of at least 0 and below 1; got 1.0."
    )]
    [InlineData(
        """{"preset": "mlp", "embedding": "periodik"}""",
        "network.embedding: Unknown embedding 'periodik'. Did you mean 'periodic'?"
    )]
    [InlineData(
        """{"preset": "resnet18", "stem": "smal"}""",
        "network.stem: Unknown stem 'smal'. Did you mean 'small'?"
    )]
    [InlineData(
        "\"lenet5\"",
        "network: LeNet-5 tells classes apart, so it needs at least two. Use an outcome with two or more classes."
    )]
    [InlineData(
        "null",
        "network: Must be a preset's name, a mapping with 'preset', or a block with 'type'. Known: neuron, mlp, wide_and_deep, lenet5, alexnet, alexnet2012, vgg11, vgg16, squeezenet1_0, squeezenet1_1, resnet18, resnet34, ..."
    )]
    public void Says_what_is_wrong_and_where(string json, string message) =>
        Assert.Equal(message, Assert.Throws<RequestException>(() => Read(json)).Message);

    private static Block Read(string json, int outcomes = 1) => Presets.Read(JsonNode.Parse(json), outcomes);

    private static IEnumerable<string> Keys(Block network, Shape input) =>
        Parameters.Of(network, input).Select(spec => $"{spec.Name} {spec.Shape}");
}
