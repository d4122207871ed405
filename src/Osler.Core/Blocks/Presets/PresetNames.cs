using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Faults;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

public static partial class Presets
{
    /// <summary>Names of the presets, as study files write them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "neuron",
        "mlp",
        "wide_and_deep",
        "lenet5",
        "alexnet",
        "alexnet2012",
        "vgg11",
        "vgg16",
        "squeezenet1_0",
        "squeezenet1_1",
        "resnet18",
        "resnet34",
        "resnet50",
        "densenet121",
        "densenet169",
        "inception_v3",
        "mobilenet_v2",
        "efficientnet_b0",
        "cifar_resnet20",
        "cifar_resnet56",
        "wdnn",
        "wdnn2018",
        "loci_cnn",
        "text_lstm",
        "text_conv",
        "bert",
    ];

    /// <summary>How many outputs a preset was published with: 1,000 on ImageNet, 10 on digits and CIFAR-10; of others 1.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    public static int PublishedOutcomes(string preset) =>
        preset switch
        {
            "lenet5" or "cifar_resnet20" or "cifar_resnet56" => 10,
            "alexnet"
            or "alexnet2012"
            or "vgg11"
            or "vgg16"
            or "squeezenet1_0"
            or "squeezenet1_1"
            or "resnet18"
            or "resnet34"
            or "resnet50"
            or "densenet121"
            or "densenet169"
            or "inception_v3"
            or "mobilenet_v2"
            or "efficientnet_b0" => 1000,
            _ => 1,
        };

    /// <summary>The network of a study file's key <c>network</c>.</summary>
    /// <param name="network">
    /// A preset's name; a mapping with <c>preset</c> and its arguments; or a block with <c>type</c>, as
    /// <see cref="BlockJson"/> reads it.
    /// </param>
    /// <param name="outcomes">How many outcomes the data have; a preset ends with so many.</param>
    /// <param name="where">The key's place, for messages.</param>
    /// <exception cref="RequestException">Unknown preset, block, key or value.</exception>
    public static Block Read(JsonNode? network, int outcomes = 1, string where = "network")
    {
        switch (network)
        {
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Named(value.GetValue<string>(), null, outcomes, where);
            case JsonObject mapping when mapping.ContainsKey("preset"):
                var arguments = (JsonObject)mapping.DeepClone();
                arguments.Remove("preset");
                return mapping["preset"] is JsonValue name && name.GetValueKind() == JsonValueKind.String
                    ? Named(name.GetValue<string>(), arguments, outcomes, where)
                    : throw new RequestException("Must be a preset's name.", $"{where}.preset", Known());
            case JsonObject mapping when mapping.ContainsKey("type"):
                return BlockJson.Read(mapping.ToJsonString(), where);
            default:
                throw new RequestException(
                    "Must be a preset's name, a mapping with 'preset', or a block with 'type'.",
                    where,
                    Known()
                );
        }

        static string Known() => NearestName.Hint("", Names);
    }

    /// <summary>A preset with arguments.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="arguments">
    /// <c>mlp</c> and <c>wide_and_deep</c>: <c>hidden</c> (widths, [32, 16]), <c>activation</c> (relu), <c>dropout</c>
    /// (0), <c>batch_norm</c> (false); <c>wide_and_deep</c> also <c>input_dropout</c> (0); <c>mlp</c> also <c>embedding</c> (none; <c>piecewise</c>, <c>periodic</c> or a
    /// block); <c>resnet18</c>, <c>resnet34</c> and <c>resnet50</c>: <c>stem</c> (imagenet, or small);
    /// <c>cifar_resnet20</c> and <c>cifar_resnet56</c>: <c>stride</c> (1); <c>inception_v3</c>: <c>auxiliary</c> (true); <c>mobilenet_v2</c>: <c>same_padding</c> (false). Those on text: <c>vocabulary</c>
    /// (required), <c>padding</c> (0), <c>dropout</c> (0.3), <c>width</c> (64) and <c>units</c> or <c>channels</c> (64);
    /// <c>bert</c>: as <see cref="BertSettings"/>. Those
    /// for images: <c>box</c> (false), a second head of four outputs that says where. The others take none.
    /// </param>
    /// <param name="outcomes">How many outputs.</param>
    /// <param name="where">The key's place, for messages.</param>
    /// <exception cref="RequestException">Unknown preset, argument or value.</exception>
    public static Block Named(
        string preset,
        JsonObject? arguments = null,
        int outcomes = 1,
        string where = "network"
    )
    {
        ArgumentNullException.ThrowIfNull(preset);
        using var document = JsonDocument.Parse(arguments?.ToJsonString() ?? "{}");
        var fields = new JsonFields(document.RootElement, where);
        Block network = preset switch
        {
            "neuron" => Neuron(outcomes),
            "mlp" => MultilayerPerceptron(
                Hidden(fields, least: 0),
                Activation(fields),
                Rate(fields),
                fields.Flag("batch_norm", false),
                outcomes,
                Encoding(fields)
            ),
            "wide_and_deep" => WideAndDeep(
                Hidden(fields, least: 1),
                Activation(fields),
                Rate(fields),
                fields.Flag("batch_norm", false),
                outcomes,
                Rate(fields, "input_dropout")
            ),
            "wdnn" => Wdnn(outcomes),
            "wdnn2018" => Wdnn2018(outcomes),
            "loci_cnn" => LociCnn(
                outcomes,
                fields.Integer("channels", 64, 2, 4096),
                fields.Integer("units", 256, 1, 65_536),
                Rate(fields)
            ),
            "lenet5" => LeNet5(
                outcomes >= 2
                    ? outcomes
                    : throw new RequestException(
                        "LeNet-5 tells classes apart, so it needs at least two.",
                        where,
                        "Use an outcome with two or more classes."
                    )
            ),
            "alexnet" => AlexNet(outcomes),
            "alexnet2012" => AlexNet2012(outcomes),
            "vgg11" => Vgg11(outcomes),
            "vgg16" => Vgg16(outcomes),
            "squeezenet1_0" => SqueezeNet10(outcomes),
            "squeezenet1_1" => SqueezeNet11(outcomes),
            "resnet18" => ResNet18(outcomes, Beginning(fields)),
            "resnet34" => ResNet34(outcomes, Beginning(fields)),
            "resnet50" => ResNet50(outcomes, Beginning(fields)),
            "densenet121" => DenseNet121(outcomes),
            "densenet169" => DenseNet169(outcomes),
            "inception_v3" => InceptionV3(outcomes, fields.Flag("auxiliary", true)),
            "mobilenet_v2" => MobileNetV2(outcomes, fields.Flag("same_padding", false)),
            "efficientnet_b0" => EfficientNetB0(outcomes),
            "cifar_resnet20" => CifarResNet20(outcomes, fields.Integer("stride", 1, 1, 16)),
            "cifar_resnet56" => CifarResNet56(outcomes, fields.Integer("stride", 1, 1, 16)),
            "text_lstm" => TextPresets.Lstm(fields, outcomes),
            "text_conv" => TextPresets.Conv(fields, outcomes),
            "bert" => TextPresets.Bert(fields, outcomes),
            _ => throw new RequestException(
                $"Unknown preset '{(preset.Length <= 40 ? preset : preset[..40] + "...")}'.",
                where,
                NearestName.Hint(preset, Names)
            ),
        };
        if (TakesBox(preset) && fields.Flag("box", false))
            network = WithBox(network);
        fields.Finish();
        return network;
    }

    private static int[] Hidden(JsonFields fields, int least)
    {
        const int MostWidth = 65_536;
        if (fields.List("hidden") is not { } given)
            return [32, 16];
        if (given.Count < least || given.Count > 100)
        {
            throw new RequestException(
                $"Must have {least} to 100 widths; got {given.Count}.",
                fields.At("hidden"),
                "Example: hidden: [32, 16]."
            );
        }
        return
        [
            .. given.Select(
                (width, i) =>
                    JsonFields.Integer(
                        width,
                        FormattableString.Invariant($"{fields.At("hidden")}[{i}]"),
                        1,
                        MostWidth
                    )
            ),
        ];
    }

    private static Block Activation(JsonFields fields)
    {
        if (fields.Any("activation") is not { } given)
            return Relu();
        var block = BlockJson.Read(given, fields.At("activation"));
        return block is Activation
            ? block
            : throw new RequestException(
                $"The block '{BlockNames.Of(block)}' is no activation.",
                fields.At("activation"),
                "Use relu, leaky_relu, gelu, silu, tanh, sigmoid or hard_sigmoid."
            );
    }

    private static Stem Beginning(JsonFields fields) =>
        fields.Text("stem") switch
        {
            null or "imagenet" => Stem.Imagenet,
            "small" => Stem.Small,
            string other => throw new RequestException(
                $"Unknown stem '{(other.Length <= 40 ? other : other[..40] + "...")}'.",
                fields.At("stem"),
                NearestName.Hint(other, ["imagenet", "small"])
            ),
        };

    private static double Rate(JsonFields fields, string key = "dropout") =>
        fields.Number(key, 0, value => value is >= 0 and < 1, "of at least 0 and below 1");

    private static Block? Encoding(JsonFields fields) =>
        fields.Any("embedding") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } name => name.GetString() switch
            {
                "piecewise" => PiecewiseLinear(bins: 8),
                "periodic" => Sequence(Periodic(16), Dense(8), Relu(), Flatten()),
                string other => throw new RequestException(
                    $"Unknown embedding '{(other.Length <= 40 ? other : other[..40] + "...")}'.",
                    fields.At("embedding"),
                    NearestName.Hint(other, ["piecewise", "periodic"])
                ),
                null => throw JsonFields.Wrong(fields.At("embedding"), "a name or a block", name),
            },
            { } block => BlockJson.Read(block, fields.At("embedding")),
        };
}
