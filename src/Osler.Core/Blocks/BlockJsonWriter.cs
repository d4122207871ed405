using System.Text.Json;
using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>Each block as a JSON object.</summary>
internal static class BlockJsonWriter
{
    /// <param name="to">Where to write.</param>
    /// <param name="block">The block.</param>
    /// <param name="name">The part's name; null where its place names it.</param>
    public static void Write(Utf8JsonWriter to, Block block, string? name)
    {
        to.WriteStartObject();
        if (name is not null)
            to.WriteString("name", name);
        to.WriteString("type", BlockNames.Of(block));
        switch (block)
        {
            case Sequence sequence:
                Parts(to, "parts", sequence.Parts);
                break;
            case Residual residual:
                Part(to, "body", residual.Body);
                if (residual.Shortcut is not null)
                    Part(to, "shortcut", residual.Shortcut);
                break;
            case Concat concat:
                Parts(to, "parts", concat.Parts);
                break;
            case DenselyConnected dense:
                Parts(to, "layers", dense.Layers);
                break;
            case Heads heads:
                Parts(to, "outputs", heads.Outputs);
                break;
            case Gate gate:
                Part(to, "body", gate.Body);
                break;
            case Auxiliary auxiliary:
                Part(to, "body", auxiliary.Body);
                to.WriteNumber("weight", auxiliary.Weight);
                break;
            case Members members:
                to.WriteNumber("count", members.Count);
                Part(to, "network", members.Network);
                break;
            case AttentionPool pool:
                Part(to, "body", pool.Body);
                break;
            case EachOption options:
                Part(to, "body", options.Body);
                break;
            case Embedding table:
                to.WriteNumber("vocabulary", table.Vocabulary);
                Table(to, table);
                break;
            case PositionEmbedding table:
                to.WriteNumber("most", table.Most);
                to.WriteNumber("offset", table.Offset);
                Table(to, table);
                break;
            case SegmentEmbedding table:
                to.WriteNumber("types", table.Types);
                to.WriteNumber("separator", table.Separator);
                Table(to, table);
                break;
            case Recurrent cell:
                to.WriteNumber("units", cell.Units);
                to.WriteBoolean("bidirectional", cell.Bidirectional);
                break;
            case Attention attention:
                to.WriteNumber("heads", attention.Heads);
                to.WriteNumber("dropout", attention.Dropout);
                break;
            case Dense dense:
                to.WriteNumber("units", dense.Units);
                to.WriteBoolean("bias", dense.Bias);
                break;
            case Conv conv:
                to.WriteNumber("channels", conv.Channels);
                Size(to, "kernel", conv.Kernel);
                Size(to, "stride", conv.Stride);
                if (conv.Same)
                    to.WriteString("padding", "same");
                else
                    Size(to, "padding", conv.Padding);
                Size(to, "dilation", conv.Dilation);
                to.WriteNumber("groups", conv.Groups);
                to.WriteBoolean("bias", conv.Bias);
                break;
            case MaxPool pool:
                Size(to, "kernel", pool.Kernel);
                Size(to, "stride", pool.Stride);
                Size(to, "padding", pool.Padding);
                Size(to, "dilation", pool.Dilation);
                to.WriteBoolean("ceiling", pool.Ceiling);
                break;
            case AveragePool pool:
                Size(to, "kernel", pool.Kernel);
                Size(to, "stride", pool.Stride);
                Size(to, "padding", pool.Padding);
                to.WriteBoolean("ceiling", pool.Ceiling);
                to.WriteBoolean("count_padding", pool.CountPadding);
                break;
            case AdaptiveAveragePool pool:
                Size(to, "output", pool.Output);
                break;
            case BatchNorm norm:
                to.WriteNumber("epsilon", norm.Epsilon);
                to.WriteNumber("momentum", norm.Momentum);
                break;
            case LayerNorm norm:
                to.WriteNumber("epsilon", norm.Epsilon);
                break;
            case LocalResponseNorm norm:
                to.WriteNumber("size", norm.Size);
                to.WriteNumber("alpha", norm.Alpha);
                to.WriteNumber("beta", norm.Beta);
                to.WriteNumber("offset", norm.Offset);
                break;
            case StochasticDepth depth:
                to.WriteNumber("rate", depth.Rate);
                break;
            case PadChannels pad:
                to.WriteNumber("before", pad.Before);
                to.WriteNumber("after", pad.After);
                break;
            case Dropout dropout:
                to.WriteNumber("rate", dropout.Rate);
                break;
            case Signal signal:
                to.WriteNumber("channels", signal.Channels);
                break;
            case LeakyRelu leaky:
                to.WriteNumber("slope", leaky.Slope);
                break;
            case PiecewiseLinear { IsFitted: false } encoding:
                to.WriteNumber("bins", encoding.Bins);
                break;
            case PiecewiseLinear encoding:
                Edges(to, encoding.Edges);
                break;
            case Periodic periodic:
                to.WriteNumber("frequencies", periodic.Frequencies);
                to.WriteNumber("sigma", periodic.Sigma);
                break;
            case Sigmoid
            or Tanh
            or Relu
            or Relu6
            or Gelu
            or Silu
            or HardSigmoid
            or Softmax
            or Flatten
            or FirstToken
            or Identity
            or GlobalAveragePool
            or GlobalMaxPool:
                break;
            default:
                throw new NotSupportedException(
                    $"JSON writing does not know the block {block.GetType().Name}."
                );
        }
        to.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter to, string key, ValueList<Part> parts)
    {
        to.WriteStartArray(key);
        foreach (var part in parts)
            Write(to, part.Block, part.Name);
        to.WriteEndArray();
    }

    private static void Part(Utf8JsonWriter to, string key, Part part)
    {
        to.WritePropertyName(key);
        Write(to, part.Block, part.Name);
    }

    private static void Table(Utf8JsonWriter to, TokenEmbedding table)
    {
        to.WriteNumber("units", table.Units);
        to.WriteNumber("padding", table.Padding);
        to.WriteNumber("sigma", table.Sigma);
    }

    private static void Size(Utf8JsonWriter to, string key, Size size)
    {
        if (size.Axes == 0)
        {
            to.WriteNumber(key, size.Width);
            return;
        }
        to.WriteStartArray(key);
        foreach (int one in size.Over(size.Axes))
            to.WriteNumberValue(one);
        to.WriteEndArray();
    }

    private static void Edges(Utf8JsonWriter to, ValueList<ValueList<float>> edges)
    {
        to.WriteStartArray("edges");
        foreach (var feature in edges)
        {
            to.WriteStartArray();
            foreach (float edge in feature)
                to.WriteNumberValue(edge);
            to.WriteEndArray();
        }
        to.WriteEndArray();
    }
}
