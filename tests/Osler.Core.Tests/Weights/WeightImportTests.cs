using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tests.Blocks;
using Osler.Core.Weights;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Weights;

public sealed class WeightImportTests
{
    private static readonly Shape s_input = [3, 8, 8];

    [Fact]
    public void Takes_away_wrappers_and_counters_and_says_so()
    {
        var file = Wrapped("module.model.", Examples.Weights(Small(4), s_input));
        file["module.model.bn1.num_batches_tracked"] = new TensorData([], [7]);
        var (weights, report) = Match(file, Small(4));
        Assert.Equal(Examples.Weights(Small(4), s_input), weights);
        Assert.Equal(weights.Keys, report.Loaded);
        Assert.Equal(["module.model.bn1.num_batches_tracked"], report.LeftOut.Select(one => one.Name));
        Assert.Equal(
            "8 tensors loaded from weights.pth\nleft out: module.model.bn1.num_batches_tracked (a counter that nothing needs)",
            report.Text()
        );
    }

    [Fact]
    public void Begins_the_head_anew_where_the_outcomes_are_others()
    {
        var (weights, report) = Match(Examples.Weights(Small(4), s_input), Small(2));
        Assert.Equal(["fc.weight", "fc.bias"], report.NewHead);
        Assert.Equal(["fc.weight", "fc.bias"], report.LeftOut.Select(one => one.Name));
        Assert.DoesNotContain("fc.weight", weights.Keys);
        Assert.Equal(6, report.Loaded.Length);
        var fault = Assert.Throws<RequestException>(() =>
            WeightImport.Match(Source(Examples.Weights(Small(4), s_input)), Small(2), s_input, keepHead: true)
        );
        Assert.Equal(
            "weights.pth: The weights are not this network's: 2 of another shape (fc.weight [4, 5] for [2, 5], fc.bias [4] for [2]). Take the preset and settings that the weights were trained with; nothing was loaded.",
            fault.Message
        );
    }

    [Theory]
    [InlineData("missing", "1 missing in the file (conv1.weight)")]
    [InlineData("strange", "1 without a place in the network (layer9.weight)")]
    [InlineData("shape", "1 of another shape (bn1.weight [6] for [5])")]
    public void Loads_all_or_nothing(string what, string message)
    {
        var file = Examples.Weights(Small(4), s_input);
        if (what == "missing")
            file.Remove("conv1.weight");
        else if (what == "strange")
            file["layer9.weight"] = new TensorData([1], [1]);
        else
            file["bn1.weight"] = new TensorData([6], new float[6]);
        var fault = Assert.Throws<RequestException>(() => Match(file, Small(4)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(float.NaN), InlineData(float.NegativeInfinity)]
    public void Refuses_a_weight_that_is_no_number_and_names_it(float value)
    {
        var file = Examples.Weights(Small(4), s_input);
        file["bn1.bias"].Values[3] = value;
        var fault = Assert.Throws<DataException>(() => Match(file, Small(4)));
        Assert.Contains("bn1.bias has a number that is none (", fault.Message, StringComparison.Ordinal);
        Assert.Contains("at place 4 of 5", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_under_which_key_of_a_checkpoint_the_weights_stood()
    {
        var source = Source(Examples.Weights(Small(4), s_input)) with { Within = "state_dict" };
        Assert.StartsWith(
            "8 tensors loaded from 'state_dict' of weights.pth",
            WeightImport.Match(source, Small(4), s_input).Report.Text(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sums_kernels_over_the_colours_for_grey_images()
    {
        var file = Examples.Weights(Small(4), s_input);
        var (weights, report) = WeightImport.Match(Source(file), Small(4), [1, 8, 8]);
        Assert.Equal("conv1.weight", Assert.Single(report.Adapted).Name);
        float[] colours = file["conv1.weight"].Values; // [5, 3, 3, 3]
        Assert.Equal([5, 1, 3, 3], weights["conv1.weight"].Shape);
        Assert.Equal(
            [
                .. Enumerable
                    .Range(0, 45)
                    .Select(i => Enumerable.Range(0, 3).Sum(c => colours[i / 9 * 27 + c * 9 + i % 9])),
            ],
            weights["conv1.weight"].Values,
            (float a, float b) => Math.Abs(a - b) < 1e-6
        );
    }

    [Fact]
    public void Knows_old_names_of_DenseNet()
    {
        var network = Presets.DenseNet121(3);
        Shape input = [3, 32, 32];
        var file = Examples
            .Weights(network, input)
            .ToDictionary(
                pair =>
                    // denselayer1.norm1.weight was denselayer1.norm.1.weight.
                    string.Join(
                        '.',
                        pair.Key.Split('.')
                            .Select(word =>
                                pair.Key.Contains("denselayer", StringComparison.Ordinal)
                                && word is "norm1" or "norm2" or "conv1" or "conv2"
                                    ? $"{word[..4]}.{word[4..]}"
                                    : word
                            )
                    ),
                pair => pair.Value
            );
        Assert.Contains("features.denseblock1.denselayer1.norm.1.weight", file.Keys);
        var (weights, report) = WeightImport.Match(Source(file), network, input, keepHead: true);
        Assert.Equal(Parameters.Of(network, input).Count, weights.Count);
        Assert.Empty(report.LeftOut);
    }

    [Fact]
    public void Knows_the_names_of_small_residual_networks()
    {
        var network = Presets.ResNet18(3, Stem.Small);
        Shape input = [3, 28, 28];
        var file = Examples
            .Weights(network, input)
            .ToDictionary(
                pair =>
                    pair.Key.Replace("downsample", "shortcut", StringComparison.Ordinal)
                        .Replace("fc.", "linear.", StringComparison.Ordinal),
                pair => pair.Value
            );
        var (weights, _) = WeightImport.Match(Source(file), network, input, keepHead: true);
        Assert.Equal(Examples.Weights(network, input), weights);
    }

    [Fact]
    public void Leaves_out_an_auxiliary_answer_that_the_network_has_not_and_begins_one_that_the_file_has_not()
    {
        Shape input = [3, 299, 299];
        var with = Presets.InceptionV3(3);
        var without = Presets.InceptionV3(3, auxiliary: false);
        var (weights, report) = WeightImport.Match(Source(Zeros(with, input)), without, input);
        Assert.Equal(Parameters.Of(without, input).Count, weights.Count);
        Assert.All(
            report.LeftOut,
            one => Assert.StartsWith("AuxLogits.", one.Name, StringComparison.Ordinal)
        );
        Assert.Empty(report.NewHead);

        (weights, report) = WeightImport.Match(Source(Zeros(without, input)), with, input);
        Assert.Equal(Parameters.Of(without, input).Count, weights.Count);
        Assert.All(
            report.NewAuxiliary,
            name => Assert.StartsWith("AuxLogits.", name, StringComparison.Ordinal)
        );
        Assert.NotEmpty(report.NewAuxiliary);
    }

    [Fact]
    public void Counted_layers_follow_the_order_and_folded_norms_unfold()
    {
        var network = Sequence(
            Conv(2, 1, bias: false),
            BatchNorm(1e-3),
            Relu(),
            GlobalAveragePool(),
            ("head", Dense(1))
        );
        var source = Source(
            new()
            {
                ["00.conv.s1.relu6.weight"] = new TensorData([2, 3, 1, 1], [1, 2, 3, 4, 5, 6]),
                ["00.conv.s1.relu6.bias"] = new TensorData([2], [7, 8]),
                ["01.conv.s1.linear.weight"] = new TensorData([1, 2, 1, 1], [9, 10]),
                ["01.conv.s1.linear.bias"] = new TensorData([1], [11]),
            }
        ) with
        {
            ByOrder = true,
        };
        var (weights, _) = WeightImport.Match(source, network, s_input, keepHead: true);
        Assert.Equal([1f, 2, 3, 4, 5, 6], weights["0.weight"].Values);
        Assert.Equal([7f, 8], weights["1.bias"].Values);
        Assert.Equal([0f, 0], weights["1.running_mean"].Values);
        Assert.Equal(
            1,
            weights["1.weight"].Values[0] / Math.Sqrt(weights["1.running_var"].Values[0] + 1e-3),
            1e-6
        );
        Assert.Equal(new TensorData([1, 2], [9, 10]), weights["head.weight"]);
        Assert.Equal([11f], weights["head.bias"].Values);
    }

    [Fact]
    public void Head_is_the_last_weighted_block_of_every_answer()
    {
        Assert.Equal(
            ["classifier.6.weight", "classifier.6.bias"],
            NetworkHead.Of(Presets.AlexNet(2), [3, 64, 64])
        );
        Assert.Equal(
            ["classifier.1.weight", "classifier.1.bias"],
            NetworkHead.Of(Presets.SqueezeNet11(2), [3, 64, 64])
        );
        Assert.Equal(
            ["AuxLogits.fc.weight", "AuxLogits.fc.bias", "fc.weight", "fc.bias"],
            NetworkHead.Of(Presets.InceptionV3(2), [3, 299, 299])
        );
        Assert.Equal(
            ["1.a.weight", "1.a.bias", "1.b.0.weight", "1.b.0.bias"],
            NetworkHead.Of(
                Sequence(Dense(3), Heads(("a", Dense(1)), ("b", Sequence(Dense(2), Softmax())))),
                [4]
            )
        );
    }

    private static Block Small(int outcomes) =>
        Sequence(
            ("conv1", Conv(5, 3, bias: false)),
            ("bn1", BatchNorm()),
            Relu(),
            ("conv2", Conv(5, 1, bias: false)),
            GlobalAveragePool(),
            ("fc", Dense(outcomes))
        );

    private static Dictionary<string, TensorData> Zeros(Block network, Shape input) =>
        Parameters
            .Of(network, input)
            .ToDictionary(spec => spec.Name, spec => new TensorData(spec.Shape.Sizes, new float[spec.Count]));

    private static Dictionary<string, TensorData> Wrapped(
        string front,
        Dictionary<string, TensorData> weights
    ) => weights.ToDictionary(pair => front + pair.Key, pair => pair.Value);

    private static WeightSource Source(Dictionary<string, TensorData> tensors) =>
        new("weights.pth", tensors, []);

    private static (IReadOnlyDictionary<string, TensorData> Weights, ImportReport Report) Match(
        Dictionary<string, TensorData> file,
        Block network
    ) => WeightImport.Match(Source(file), network, s_input);
}
