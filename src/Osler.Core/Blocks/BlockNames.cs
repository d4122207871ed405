namespace Osler.Core.Blocks;

/// <summary>Each block's name in JSON, in study files and in messages: <c>Dense</c> is <c>dense</c>.</summary>
public static class BlockNames
{
    private static readonly Dictionary<Type, string> s_names = new()
    {
        [typeof(Sequence)] = "sequence",
        [typeof(Residual)] = "residual",
        [typeof(Concat)] = "concat",
        [typeof(DenselyConnected)] = "densely_connected",
        [typeof(Heads)] = "heads",
        [typeof(Gate)] = "gate",
        [typeof(Auxiliary)] = "auxiliary",
        [typeof(Members)] = "members",
        [typeof(AttentionPool)] = "attention_pool",
        [typeof(EachOption)] = "each_option",
        [typeof(Dense)] = "dense",
        [typeof(Embedding)] = "embedding",
        [typeof(PositionEmbedding)] = "position_embedding",
        [typeof(SegmentEmbedding)] = "segment_embedding",
        [typeof(Lstm)] = "lstm",
        [typeof(Gru)] = "gru",
        [typeof(Attention)] = "attention",
        [typeof(FirstToken)] = "first_token",
        [typeof(Conv)] = "conv",
        [typeof(MaxPool)] = "max_pool",
        [typeof(AveragePool)] = "average_pool",
        [typeof(AdaptiveAveragePool)] = "adaptive_average_pool",
        [typeof(GlobalAveragePool)] = "global_average_pool",
        [typeof(GlobalMaxPool)] = "global_max_pool",
        [typeof(BatchNorm)] = "batch_norm",
        [typeof(LayerNorm)] = "layer_norm",
        [typeof(LocalResponseNorm)] = "local_response_norm",
        [typeof(Dropout)] = "dropout",
        [typeof(StochasticDepth)] = "stochastic_depth",
        [typeof(PadChannels)] = "pad_channels",
        [typeof(Flatten)] = "flatten",
        [typeof(Signal)] = "signal",
        [typeof(Identity)] = "identity",
        [typeof(Sigmoid)] = "sigmoid",
        [typeof(Tanh)] = "tanh",
        [typeof(Relu)] = "relu",
        [typeof(Relu6)] = "relu6",
        [typeof(LeakyRelu)] = "leaky_relu",
        [typeof(Gelu)] = "gelu",
        [typeof(Silu)] = "silu",
        [typeof(HardSigmoid)] = "hard_sigmoid",
        [typeof(Softmax)] = "softmax",
        [typeof(PiecewiseLinear)] = "piecewise_linear",
        [typeof(Periodic)] = "periodic",
    };

    /// <summary>All names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> All => s_names.Values;

    /// <summary>The block's name.</summary>
    public static string Of(Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return s_names.TryGetValue(block.GetType(), out string? name)
            ? name
            : throw new NotSupportedException($"The block {block.GetType().Name} has no name.");
    }
}
