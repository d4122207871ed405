using System.Text.Json;
using Osler.Core.Collections;
using Osler.Core.Faults;

namespace Osler.Core.Blocks;

/// <summary>Each block from a JSON object; one reader reads one network, so that it can count the blocks.</summary>
internal sealed class BlockJsonReader
{
    private int _blocks;
    private int _depth;

    public Block Read(JsonElement json, string where) => ReadPart(json, where, nameable: false).Block;

    private Part ReadPart(JsonElement json, string where, bool nameable = true)
    {
        if (++_blocks > ShapeInference.MostBlocks || _depth >= ShapeInference.MostDepth)
        {
            throw new RequestException(
                $"More than {ShapeInference.MostBlocks} blocks, or nested deeper than {ShapeInference.MostDepth}.",
                where,
                "Use fewer blocks."
            );
        }
        _depth++;
        bool bare = json.ValueKind == JsonValueKind.String;
        var fields = new JsonFields(bare ? null : json, where);
        string? name = nameable ? fields.Text("name") : null;
        string type =
            (bare ? json.GetString() : fields.Text("type"))
            ?? throw new RequestException(
                "The key 'type' is missing.",
                where,
                "A block is e.g. {type: dense, units: 16}."
            );
        try
        {
            var block = ReadBlock(type, fields);
            fields.Finish();
            return new Part(name, block);
        }
        catch (ArgumentException fault)
        {
            throw new RequestException(Sentence(fault), where, inner: fault);
        }
        finally
        {
            _depth--;
        }
    }

    private Block ReadBlock(string type, JsonFields fields) =>
        type switch
        {
            "sequence" => new Sequence(Parts(fields, "parts")),
            "residual" => new Residual(
                ReadPart(fields.Required("body"), fields.At("body")),
                fields.Any("shortcut") is { } shortcut ? ReadPart(shortcut, fields.At("shortcut")) : null
            ),
            "concat" => new Concat(Parts(fields, "parts")),
            "densely_connected" => new DenselyConnected(Parts(fields, "layers")),
            "heads" => new Heads(Parts(fields, "outputs")),
            "gate" => new Gate(ReadPart(fields.Required("body"), fields.At("body"))),
            "auxiliary" => new Auxiliary(
                ReadPart(fields.Required("body"), fields.At("body")),
                Positive(fields, "weight", 0.4)
            ),
            "members" => new Members(
                ReadPart(fields.Required("network"), fields.At("network"), nameable: false).Block,
                fields.Integer("count", null, 1, Members.MostMembers)
            ),
            "attention_pool" => new AttentionPool(ReadPart(fields.Required("body"), fields.At("body"))),
            "each_option" => new EachOption(ReadPart(fields.Required("body"), fields.At("body"))),
            "embedding" => new Embedding(
                fields.Integer("vocabulary", null, 1),
                fields.Integer("units", null, 1),
                fields.Integer("padding", 0, 0),
                Positive(fields, "sigma", 1)
            ),
            "position_embedding" => new PositionEmbedding(
                fields.Integer("most", null, 1),
                fields.Integer("units", null, 1),
                fields.Integer("padding", 0, 0),
                fields.Integer("offset", 0, 0),
                Positive(fields, "sigma", 0.02)
            ),
            "segment_embedding" => new SegmentEmbedding(
                fields.Integer("types", null, 1),
                fields.Integer("units", null, 1),
                fields.Integer("separator", null, 0),
                fields.Integer("padding", 0, 0),
                Positive(fields, "sigma", 0.02)
            ),
            "lstm" => new Lstm(fields.Integer("units", null, 1), fields.Flag("bidirectional", false)),
            "gru" => new Gru(fields.Integer("units", null, 1), fields.Flag("bidirectional", false)),
            "attention" => new Attention(fields.Integer("heads", null, 1), Dropped(fields)),
            "first_token" => new FirstToken(),
            "dense" => new Dense(fields.Integer("units", null, 1), fields.Flag("bias", true)),
            "conv" => new Conv(
                fields.Integer("channels", null, 1),
                Kernel(fields),
                fields.Size("stride", 1),
                fields.Is("padding", "same") ? null : fields.Size("padding", 0),
                fields.Size("dilation", 1),
                fields.Integer("groups", 1, 1),
                fields.Flag("bias", true),
                same: fields.Is("padding", "same")
            ),
            "max_pool" => new MaxPool(
                Kernel(fields),
                fields.Size("stride", 1),
                fields.Size("padding", 0),
                fields.Size("dilation", 1),
                fields.Flag("ceiling", false)
            ),
            "average_pool" => new AveragePool(
                Kernel(fields),
                fields.Size("stride", 1),
                fields.Size("padding", 0),
                fields.Flag("ceiling", false),
                fields.Flag("count_padding", true)
            ),
            "adaptive_average_pool" => new AdaptiveAveragePool(
                fields.Size("output", 1)
                    ?? throw new RequestException("The key 'output' is missing.", fields.Where)
            ),
            "global_average_pool" => new GlobalAveragePool(),
            "global_max_pool" => new GlobalMaxPool(),
            "batch_norm" => new BatchNorm(
                Epsilon(fields),
                fields.Number("momentum", 0.1, value => value is > 0 and <= 1, "above 0 and at most 1")
            ),
            "layer_norm" => new LayerNorm(Epsilon(fields)),
            "local_response_norm" => new LocalResponseNorm(
                fields.Integer("size", 5, 1),
                Positive(fields, "alpha", 1e-4),
                Positive(fields, "beta", 0.75),
                Positive(fields, "offset", 1)
            ),
            "stochastic_depth" => new StochasticDepth(Rate(fields)),
            "pad_channels" => new PadChannels(fields.Integer("before", 0, 0), fields.Integer("after", 0, 0)),
            "dropout" => new Dropout(Rate(fields)),
            "flatten" => new Flatten(),
            "signal" => new Signal(fields.Integer("channels", null, 1)),
            "identity" => new Identity(),
            "sigmoid" => new Sigmoid(),
            "tanh" => new Tanh(),
            "relu" => new Relu(),
            "relu6" => new Relu6(),
            "leaky_relu" => new LeakyRelu(fields.Number("slope", 0.01, value => value >= 0, "of at least 0")),
            "gelu" => new Gelu(),
            "silu" => new Silu(),
            "hard_sigmoid" => new HardSigmoid(),
            "softmax" => new Softmax(),
            "piecewise_linear" => Ramps(fields),
            "periodic" => new Periodic(
                fields.Integer("frequencies", null, 1),
                Positive(fields, "sigma", 0.1)
            ),
            _ => throw new RequestException(
                $"Unknown block '{(type.Length <= 40 ? type : type[..40] + "...")}'.",
                fields.Where,
                NearestName.Hint(type, BlockNames.All)
            ),
        };

    private ValueList<Part> Parts(JsonFields fields, string key)
    {
        var items =
            fields.List(key) ?? throw new RequestException($"The key '{key}' is missing.", fields.Where);
        var parts = new List<Part>(items.Count);
        for (int i = 0; i < items.Count; i++)
            parts.Add(ReadPart(items[i], FormattableString.Invariant($"{fields.At(key)}[{i}]")));
        return parts.ToValueList();
    }

    private static Size Kernel(JsonFields fields) =>
        fields.Size("kernel", 1) ?? throw new RequestException("The key 'kernel' is missing.", fields.Where);

    private static double Epsilon(JsonFields fields) => Positive(fields, "epsilon", 1e-5);

    private static double Positive(JsonFields fields, string key, double fallback) =>
        fields.Number(key, fallback, value => value > 0, "above 0");

    private static double Dropped(JsonFields fields) =>
        fields.Number("dropout", 0, value => value is >= 0 and < 1, "of at least 0 and below 1");

    private static double Rate(JsonFields fields) =>
        fields.Number("rate", null, value => value is >= 0 and < 1, "of at least 0 and below 1");

    private static PiecewiseLinear Ramps(JsonFields fields)
    {
        if (fields.List("edges") is not { } features)
        {
            return fields.Has("bins")
                ? new PiecewiseLinear(fields.Integer("bins", null, 1, PiecewiseLinear.MostBins))
                : throw new RequestException("The key 'bins' or 'edges' is missing.", fields.Where);
        }
        var all = new List<ValueList<float>>(features.Count);
        for (int i = 0; i < features.Count; i++)
        {
            string where = FormattableString.Invariant($"{fields.At("edges")}[{i}]");
            if (features[i].ValueKind != JsonValueKind.Array)
                throw JsonFields.Wrong(where, "a list of numbers", features[i]);
            var edges = new List<float>(features[i].GetArrayLength());
            foreach (var edge in features[i].EnumerateArray())
            {
                if (edge.ValueKind != JsonValueKind.Number || !edge.TryGetSingle(out float value))
                    throw JsonFields.Wrong(where, "a list of numbers", edge);
                edges.Add(value);
            }
            all.Add(edges.ToValueList());
        }
        return new PiecewiseLinear(all.ToValueList());
    }

    // The records' own complaints, without the parameter's name that .NET adds.
    private static string Sentence(ArgumentException fault) =>
        fault.Message.Replace($" (Parameter '{fault.ParamName}')", "", StringComparison.Ordinal);
}
