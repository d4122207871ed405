using Osler.Core.Collections;

namespace Osler.Core.Blocks;

/// <summary>Blocks by name, for <c>using static</c>: <c>Sequence(Dense(16), Relu(), Dense(1))</c>.</summary>
public static class Lego
{
    /// <inheritdoc cref="Blocks.Sequence"/>
    public static Block Sequence(params ReadOnlySpan<Part> parts) => new Sequence(ValueList.Of(parts));

    /// <inheritdoc cref="Blocks.Residual"/>
    public static Block Residual(Part body, Part? shortcut = null) => new Residual(body, shortcut);

    /// <inheritdoc cref="Blocks.Concat"/>
    public static Block Concat(params ReadOnlySpan<Part> branches) => new Concat(ValueList.Of(branches));

    /// <inheritdoc cref="Blocks.DenselyConnected"/>
    public static Block DenselyConnected(params ReadOnlySpan<Part> layers) =>
        new DenselyConnected(ValueList.Of(layers));

    /// <inheritdoc cref="Blocks.Heads"/>
    public static Block Heads(params ReadOnlySpan<Part> outputs) => new Heads(ValueList.Of(outputs));

    /// <inheritdoc cref="Blocks.Gate"/>
    public static Block Gate(Part body) => new Gate(body);

    /// <inheritdoc cref="Blocks.Auxiliary"/>
    public static Block Auxiliary(Part body, double weight = 0.4) => new Auxiliary(body, weight);

    /// <inheritdoc cref="Blocks.Members"/>
    public static Block Members(Block network, int count) => new Members(network, count);

    /// <inheritdoc cref="Blocks.Dense"/>
    public static Block Dense(int units, bool bias = true) => new Dense(units, bias);

    /// <inheritdoc cref="Blocks.Embedding"/>
    public static Block Embedding(int vocabulary, int units, int padding = 0, double sigma = 1) =>
        new Embedding(vocabulary, units, padding, sigma);

    /// <inheritdoc cref="Blocks.PositionEmbedding"/>
    public static Block PositionEmbedding(
        int most,
        int units,
        int padding = 0,
        int offset = 0,
        double sigma = 0.02
    ) => new PositionEmbedding(most, units, padding, offset, sigma);

    /// <inheritdoc cref="Blocks.SegmentEmbedding"/>
    public static Block SegmentEmbedding(
        int types,
        int units,
        int separator,
        int padding = 0,
        double sigma = 0.02
    ) => new SegmentEmbedding(types, units, separator, padding, sigma);

    /// <inheritdoc cref="Blocks.Lstm"/>
    public static Block Lstm(int units, bool bidirectional = false) => new Lstm(units, bidirectional);

    /// <inheritdoc cref="Blocks.Gru"/>
    public static Block Gru(int units, bool bidirectional = false) => new Gru(units, bidirectional);

    /// <inheritdoc cref="Blocks.Attention"/>
    public static Block Attention(int heads, double dropout = 0) => new Attention(heads, dropout);

    /// <inheritdoc cref="Blocks.AttentionPool"/>
    public static Block AttentionPool(Part body) => new AttentionPool(body);

    /// <inheritdoc cref="Blocks.EachOption"/>
    public static Block EachOption(Part body) => new EachOption(body);

    /// <inheritdoc cref="Blocks.FirstToken"/>
    public static Block FirstToken() => new FirstToken();

    /// <inheritdoc cref="Blocks.Conv"/>
    public static Block Conv(
        int channels,
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        Size? dilation = null,
        int groups = 1,
        bool bias = true,
        bool same = false
    ) => new Conv(channels, kernel, stride, padding, dilation, groups, bias, same);

    /// <inheritdoc cref="Blocks.MaxPool"/>
    public static Block MaxPool(
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        Size? dilation = null,
        bool ceiling = false
    ) => new MaxPool(kernel, stride, padding, dilation, ceiling);

    /// <inheritdoc cref="Blocks.AveragePool"/>
    public static Block AveragePool(
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        bool ceiling = false,
        bool countPadding = true
    ) => new AveragePool(kernel, stride, padding, ceiling, countPadding);

    /// <inheritdoc cref="Blocks.AdaptiveAveragePool"/>
    public static Block AdaptiveAveragePool(Size output) => new AdaptiveAveragePool(output);

    /// <inheritdoc cref="Blocks.GlobalAveragePool"/>
    public static Block GlobalAveragePool() => new GlobalAveragePool();

    /// <inheritdoc cref="Blocks.GlobalMaxPool"/>
    public static Block GlobalMaxPool() => new GlobalMaxPool();

    /// <inheritdoc cref="Blocks.BatchNorm"/>
    public static Block BatchNorm(double epsilon = 1e-5, double momentum = 0.1) =>
        new BatchNorm(epsilon, momentum);

    /// <inheritdoc cref="Blocks.LayerNorm"/>
    public static Block LayerNorm(double epsilon = 1e-5) => new LayerNorm(epsilon);

    /// <inheritdoc cref="Blocks.LocalResponseNorm"/>
    public static Block LocalResponseNorm(
        int size = 5,
        double alpha = 1e-4,
        double beta = 0.75,
        double offset = 1
    ) => new LocalResponseNorm(size, alpha, beta, offset);

    /// <inheritdoc cref="Blocks.StochasticDepth"/>
    public static Block StochasticDepth(double rate) => new StochasticDepth(rate);

    /// <inheritdoc cref="Blocks.PadChannels"/>
    public static Block PadChannels(int before, int after) => new PadChannels(before, after);

    /// <inheritdoc cref="Blocks.Dropout"/>
    public static Block Dropout(double rate) => new Dropout(rate);

    /// <inheritdoc cref="Blocks.Flatten"/>
    public static Block Flatten() => new Flatten();

    /// <inheritdoc cref="Blocks.Signal"/>
    public static Block Signal(int channels) => new Signal(channels);

    /// <inheritdoc cref="Blocks.Identity"/>
    public static Block Identity() => new Identity();

    /// <inheritdoc cref="Blocks.Sigmoid"/>
    public static Block Sigmoid() => new Sigmoid();

    /// <inheritdoc cref="Blocks.Tanh"/>
    public static Block Tanh() => new Tanh();

    /// <inheritdoc cref="Blocks.Relu"/>
    public static Block Relu() => new Relu();

    /// <inheritdoc cref="Blocks.Relu6"/>
    public static Block Relu6() => new Relu6();

    /// <inheritdoc cref="Blocks.LeakyRelu"/>
    public static Block LeakyRelu(double slope = 0.01) => new LeakyRelu(slope);

    /// <inheritdoc cref="Blocks.Gelu"/>
    public static Block Gelu() => new Gelu();

    /// <inheritdoc cref="Blocks.Silu"/>
    public static Block Silu() => new Silu();

    /// <inheritdoc cref="Blocks.HardSigmoid"/>
    public static Block HardSigmoid() => new HardSigmoid();

    /// <inheritdoc cref="Blocks.Softmax"/>
    public static Block Softmax() => new Softmax();

    /// <inheritdoc cref="Blocks.PiecewiseLinear"/>
    public static Block PiecewiseLinear(ValueList<ValueList<float>> edges) => new PiecewiseLinear(edges);

    /// <summary>Piecewise-linear encoding whose edges are fitted before training.</summary>
    /// <param name="bins">How many bins a feature gets at most.</param>
    public static Block PiecewiseLinear(int bins) => new PiecewiseLinear(bins);

    /// <inheritdoc cref="Blocks.Periodic"/>
    public static Block Periodic(int frequencies, double sigma = 0.1) => new Periodic(frequencies, sigma);
}
