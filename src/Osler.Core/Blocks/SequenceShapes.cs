namespace Osler.Core.Blocks;

/// <summary>What shape comes out of the leaves that read sequences, and out of any leaf that gets one.</summary>
internal static class SequenceShapes
{
    public static Shape Of(Leaf leaf, string path, Shape input) =>
        leaf switch
        {
            TokenEmbedding table => Embedded(table, path, input),
            Recurrent cell => Rows(leaf, path, input)
                .WithFeatures(cell.Bidirectional ? checked(2 * cell.Units) : cell.Units),
            Attention attention => Attended(attention, path, input),
            FirstToken => [Rows(leaf, path, input)[1]],
            GlobalAveragePool or GlobalMaxPool => [input[1]],
            Dense dense => input.WithFeatures(dense.Units),
            Conv conv => Convolved(conv, path, input),
            // They work on each token by itself.
            LayerNorm or Activation or Dropout or StochasticDepth or Identity => input,
            _ => throw ShapeInference.Misfit(
                path,
                leaf,
                input,
                "a shape of its own for every case; a sequence is filled up with padding, which would count here",
                "Bring the sequence to one row first: AttentionPool, GlobalMaxPool, GlobalAveragePool or FirstToken."
            ),
        };

    /// <summary>One row of a sequence whose body gives one number for each token.</summary>
    public static Shape Pooled(Shape input, ShapedBlock body, string path, Block block)
    {
        Rows(block, path, input);
        return body.Output == input.WithFeatures(1)
            ? [input[1]]
            : throw ShapeInference.Misfit(
                path,
                block,
                body.Output,
                $"one number for each token from the body, {input.WithFeatures(1)}",
                "End the body with Dense(1)."
            );
    }

    private static Shape Embedded(TokenEmbedding table, string path, Shape input)
    {
        if (input.Rank != 1)
        {
            throw ShapeInference.Misfit(
                path,
                table,
                input,
                "token ids, [T]",
                "State the input's shape as [most tokens of a text], and put the embedding first."
            );
        }
        if (table is PositionEmbedding positions && input[0] > positions.Most)
        {
            throw ShapeInference.Misfit(
                path,
                table,
                input,
                FormattableString.Invariant($"at most {positions.Most} tokens"),
                "Cut the texts shorter, or give the block more places (most)."
            );
        }
        return new Shape([input[0], table.Units]) { Padding = table.Padding };
    }

    private static Shape Attended(Attention attention, string path, Shape input) =>
        Rows(attention, path, input).Features % attention.Heads == 0
            ? input
            : throw ShapeInference.Misfit(
                path,
                attention,
                input,
                $"a number of features that {attention.Heads} heads part evenly",
                "Change the heads, or the features of the block before."
            );

    private static Shape Convolved(Conv conv, string path, Shape input)
    {
        if (!conv.Same || conv.Stride != 1)
        {
            throw ShapeInference.Misfit(
                path,
                conv,
                input,
                "padding 'same' and stride 1 over a sequence, so that each token keeps its place",
                "Write Conv(channels, kernel, same: true)."
            );
        }
        return input.WithFeatures(LeafShapes.Convolved(conv, path, Conv.Seen(input))[0]);
    }

    private static Shape Rows(Block block, string path, Shape input) =>
        input.Rank == 2
            ? input
            : throw ShapeInference.Misfit(
                path,
                block,
                input,
                "a sequence, [tokens, features]",
                "Put Embedding before it; a signal [channels, length] is none."
            );
}
