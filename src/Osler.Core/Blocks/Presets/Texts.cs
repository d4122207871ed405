using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

/// <summary>How a text's tokens become one row.</summary>
public enum TextPooling
{
    /// <summary>The first token through Dense and Tanh, as BERT and RoBERTa do.</summary>
    First,

    /// <summary>The first token through Dense and Relu, as DistilBERT does.</summary>
    FirstRelu,

    /// <summary>The mean of the tokens.</summary>
    Mean,

    /// <summary>The mean of the tokens, weighted by what a small network thinks of each.</summary>
    Attention,
}

public static partial class Presets
{
    /// <summary>Embedding, an LSTM that reads both ways, attention pooling, one logit for each outcome.</summary>
    /// <remarks>
    /// Input [T] token ids, output [outcomes] logits. As the hierarchical attention network's word level: Yang et al., NAACL
    /// 2016, doi:10.18653/v1/N16-1174, with LSTM in place of GRU.
    /// </remarks>
    /// <param name="vocabulary">How many token ids there are.</param>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="width">Numbers for each token.</param>
    /// <param name="units">Numbers of the state, for each way of reading.</param>
    /// <param name="dropout">Chance that a number is dropped in training, before and behind the LSTM, in [0, 1).</param>
    /// <param name="padding">The id of padding.</param>
    public static Block TextLstm(
        int vocabulary,
        int outcomes = 1,
        int width = 64,
        int units = 64,
        double dropout = 0.3,
        int padding = 0
    ) =>
        Sequence(
            ("embedding", Embedding(vocabulary, width, padding, sigma: 0.1)),
            Dropout(dropout),
            ("lstm", Lstm(units, bidirectional: true)),
            ("pool", Weighted(units)),
            Dropout(dropout),
            ("classifier", Dense(outcomes))
        );

    /// <summary>Embedding, convolutions over one to five tokens side by side, the largest of each, one logit for each outcome.</summary>
    /// <remarks>
    /// Input [T] token ids, output [outcomes] logits. Kim, EMNLP 2014, doi:10.3115/v1/D14-1181, with windows of 1, 2, 3 and 5
    /// tokens in place of 3, 4 and 5.
    /// </remarks>
    /// <param name="vocabulary">How many token ids there are.</param>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="width">Numbers for each token.</param>
    /// <param name="channels">Channels of each convolution.</param>
    /// <param name="dropout">Chance that a number is dropped in training, before and behind, in [0, 1).</param>
    /// <param name="padding">The id of padding.</param>
    public static Block TextConv(
        int vocabulary,
        int outcomes = 1,
        int width = 64,
        int channels = 64,
        double dropout = 0.3,
        int padding = 0
    ) =>
        Sequence(
            ("embedding", Embedding(vocabulary, width, padding, sigma: 0.1)),
            Dropout(dropout),
            (
                "windows",
                Concat(
                    ("one", Conv(channels, 1, same: true)),
                    ("two", Conv(channels, 2, same: true)),
                    ("three", Conv(channels, 3, same: true)),
                    ("five", Conv(channels, 5, same: true))
                )
            ),
            Relu(),
            GlobalMaxPool(),
            Dropout(dropout),
            ("classifier", Dense(outcomes))
        );

    /// <summary>A transformer encoder under BERT's parameter names, and one logit for each outcome.</summary>
    /// <remarks>
    /// Input [T] token ids, output [outcomes] logits. Devlin et al., NAACL 2019, doi:10.18653/v1/N19-1423: norms behind the
    /// residuals, GELU by erf. Weights have the names of Hugging Face's <c>BertForSequenceClassification</c>; those of RoBERTa
    /// and DistilBERT load too (docs/reference/weights.md). Without settings a small one that trains on a processor.
    /// </remarks>
    /// <param name="vocabulary">How many token ids there are.</param>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="settings">Sizes.</param>
    public static Block Bert(int vocabulary, int outcomes = 1, BertSettings? settings = null)
    {
        var sizes = settings ?? new BertSettings();
        (int units, int padding) = (sizes.Units, sizes.Padding);
        var tokens = Residual(
            ("word_embeddings", Embedding(vocabulary, units, padding, sigma: 0.02)),
            ("position_embeddings", PositionEmbedding(sizes.Most, units, padding, sizes.Offset))
        );
        if (sizes.Types > 0)
        {
            var types = SegmentEmbedding(sizes.Types, units, sizes.Separator, padding);
            tokens = Residual(("", tokens), ("token_type_embeddings", types));
        }
        Part[] layers = [.. Enumerable.Range(0, sizes.Layers).Select(_ => (Part)Layer(sizes))];
        return Sequence(
            (
                "bert",
                Sequence(
                    (
                        "embeddings",
                        Sequence(
                            ("", tokens),
                            ("LayerNorm", LayerNorm(sizes.Epsilon)),
                            Dropout(sizes.Dropout)
                        )
                    ),
                    ("encoder", Sequence(("layer", Sequence(layers)))),
                    ("pooler", Pooler(sizes))
                )
            ),
            Dropout(sizes.Dropout),
            ("classifier", Dense(outcomes))
        );
    }

    private static Block Layer(BertSettings sizes) =>
        Sequence(
            (
                "attention",
                Sequence(
                    (
                        "",
                        Residual(
                            (
                                "",
                                Sequence(
                                    ("self", Attention(sizes.Heads, sizes.Dropout)),
                                    ("output", Projection(sizes.Units, sizes.Dropout))
                                )
                            )
                        )
                    ),
                    ("output", Sequence(("LayerNorm", LayerNorm(sizes.Epsilon))))
                )
            ),
            (
                "",
                Residual(
                    (
                        "",
                        Sequence(
                            (
                                "intermediate",
                                Sequence(("dense", Dense(sizes.Intermediate ?? 4 * sizes.Units)), Gelu())
                            ),
                            ("output", Projection(sizes.Units, sizes.Dropout))
                        )
                    )
                )
            ),
            ("output", Sequence(("LayerNorm", LayerNorm(sizes.Epsilon))))
        );

    private static Block Projection(int units, double dropout) =>
        Sequence(("dense", Dense(units)), Dropout(dropout));

    private static Block Pooler(BertSettings sizes) =>
        sizes.Pooling switch
        {
            TextPooling.First => Sequence(FirstToken(), ("dense", Dense(sizes.Units)), Tanh()),
            TextPooling.FirstRelu => Sequence(FirstToken(), ("dense", Dense(sizes.Units)), Relu()),
            TextPooling.Mean => GlobalAveragePool(),
            _ => Weighted(sizes.Units),
        };

    private static Block Weighted(int units) =>
        AttentionPool(("score", Sequence(Dense(units), Tanh(), Dense(1, bias: false))));
}
