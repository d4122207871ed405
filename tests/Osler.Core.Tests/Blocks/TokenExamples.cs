using Osler.Core.Blocks;
using Osler.Core.Chance;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Tests.Blocks;

/// <summary>Small networks on token ids, one for each block that reads sequences; ids 0 (padding) to 10.</summary>
internal static class TokenExamples
{
    public const int Vocabulary = 11;

    public static IReadOnlyList<(string Name, Block Network, Shape Input)> All { get; } =
    [
        ("embedding", Embedding(Vocabulary, 3), [6]),
        ("embedding of members", Members(Sequence(Embedding(Vocabulary, 3), GlobalAveragePool()), 2), [6]),
        (
            "embeddings of places and parts",
            Sequence(
                (
                    "",
                    Residual(
                        ("words", Embedding(Vocabulary, 4)),
                        ("places", PositionEmbedding(16, 4, offset: 2))
                    )
                ),
                LayerNorm(1e-12),
                FirstToken()
            ),
            [6]
        ),
        (
            "segment embedding",
            Sequence(Residual(Embedding(Vocabulary, 4), SegmentEmbedding(2, 4, 3)), GlobalAveragePool()),
            [6]
        ),
        ("lstm", Sequence(Embedding(Vocabulary, 3), Lstm(4)), [6]),
        (
            "lstm both ways",
            Sequence(Embedding(Vocabulary, 3), Lstm(4, bidirectional: true), Lstm(2, true), GlobalMaxPool()),
            [6]
        ),
        ("gru", Sequence(Embedding(Vocabulary, 3), Gru(4)), [6]),
        (
            "gru both ways",
            Sequence(Embedding(Vocabulary, 3), Gru(4, bidirectional: true), GlobalMaxPool()),
            [6]
        ),
        ("lstm of signals", Sequence(Dense(3), Lstm(4, bidirectional: true), Flatten(), Dense(2)), [5, 2]),
        ("gru of signals", Gru(4), [5, 2]),
        (
            "conv of tokens",
            Sequence(
                Embedding(Vocabulary, 4),
                Concat(Conv(3, 2, same: true), Conv(2, 3, dilation: 2, groups: 2, same: true)),
                Relu(),
                GlobalMaxPool(),
                Dense(2)
            ),
            [6]
        ),
        ("mean of tokens", Sequence(Embedding(Vocabulary, 4), Dense(3), GlobalAveragePool()), [6]),
        ("largest of tokens", Sequence(Embedding(Vocabulary, 4), Tanh(), GlobalMaxPool(), Dense(2)), [6]),
        (
            "attention pool",
            Sequence(
                Embedding(Vocabulary, 4),
                AttentionPool(("score", Sequence(Dense(3), Tanh(), Dense(1, bias: false)))),
                Dense(2)
            ),
            [6]
        ),
        ("attention pool of rows", AttentionPool(Dense(1)), [5, 3]),
        (
            "attention",
            Sequence(Embedding(Vocabulary, 4), ("self", Attention(2)), GlobalAveragePool(), Dense(2)),
            [6]
        ),
        ("attention of rows", Residual(Sequence(Attention(2), Dense(6))), [5, 6]),
        (
            "gate of tokens",
            Sequence(Embedding(Vocabulary, 4), Gate(Sequence(Dense(1), Sigmoid())), GlobalAveragePool()),
            [6]
        ),
        ("text lstm", Presets.TextLstm(Vocabulary, 2, 4, 3), [6]),
        ("text conv", Presets.TextConv(Vocabulary, 2, 4, 3), [6]),
        (
            "bert",
            Presets.Bert(
                Vocabulary,
                3,
                new BertSettings
                {
                    Units = 8,
                    Heads = 2,
                    Most = 20,
                    Types = 2,
                    Separator = 3,
                }
            ),
            [6]
        ),
        (
            "bert pooled by attention",
            Presets.Bert(
                Vocabulary,
                2,
                new BertSettings
                {
                    Layers = 1,
                    Units = 6,
                    Heads = 3,
                    Intermediate = 5,
                    Pooling = TextPooling.Attention,
                }
            ),
            [6]
        ),
        ("score of each option", EachOption(Presets.TextLstm(Vocabulary, 1, 4, 3)), [4, 6]),
        (
            "score of each option by BERT",
            EachOption(
                Presets.Bert(
                    Vocabulary,
                    1,
                    new BertSettings
                    {
                        Layers = 1,
                        Units = 8,
                        Heads = 2,
                        Types = 2,
                        Separator = 3,
                    }
                )
            ),
            [3, 7]
        ),
        (
            "score of each option by members",
            Members(EachOption(Sequence(Embedding(Vocabulary, 3), GlobalMaxPool(), Dense(1))), 2),
            [3, 5]
        ),
    ];

    /// <summary>As <see cref="Ids"/> for an input of [T], or of [K, T] where each option is a text.</summary>
    public static float[] Inputs(Shape input, int cases) =>
        Ids(input[^1], cases * (int)(input.Values / input[^1]));

    /// <summary>Texts of several lengths, the first as long as may be, the last with one token; [cases, most].</summary>
    public static float[] Ids(int most, int cases)
    {
        var random = new KeyedRandom(4, "ids");
        float[] ids = new float[most * cases];
        for (int i = 0; i < cases; i++)
        {
            int length =
                i == 0 ? most
                : i == cases - 1 ? 1
                : 1 + random.Next(most);
            for (int t = 0; t < length; t++)
                ids[i * most + t] = 1 + random.Next(Vocabulary - 1);
        }
        return ids;
    }
}
