using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

// Embeddings of tokens, and what brings a sequence [N, T, F] to one row [N, F]. A sequence's padding never counts.
internal sealed partial class BlockCompiler
{
    // Softmax of it is exactly 0 beside any score; finite, so that a text without tokens gives numbers too.
    private static readonly Scalar s_unseen = -1e9;
    private static readonly Scalar s_absent = Core.Blocks.EachOption.Absent;
    private static readonly Scalar s_lowest = -3e38;

    /// <summary>The pass's token ids; null outside a pass, and where the network takes none.</summary>
    public TokenIds? Tokens { get; set; }

    /// <summary>Told each embedding of words [N, T, units] and gives what the network goes on with; null: nothing.</summary>
    public Func<Tensor, Tensor>? Embedded { get; set; }

    private TokenIds Ids =>
        Tokens ?? throw new InvalidOperationException("A sequence is computed outside a pass.");

    private Func<Tensor, Tensor> Embed(Place place, TokenEmbedding table)
    {
        var weight = Weight(place, "weight");
        long units = table.Units;
        return _ =>
        {
            var rows = table switch
            {
                Embedding => Ids.Ids,
                PositionEmbedding positions => Places(positions),
                SegmentEmbedding segments => Parts(segments),
                _ => throw Unknown(table),
            };
            long[] shape = [.. rows.shape, units];
            var embedded = weight.Tensor.index_select(0, rows.reshape(-1)).view(shape);
            return table is Embedding && Embedded is { } told ? told(embedded) : embedded;
        };
    }

    // Tokens up to and with this one, counted, less one, plus the offset; not below it where there is only padding.
    private Tensor Places(PositionEmbedding positions)
    {
        using Scalar before = positions.Offset - 1;
        using Scalar first = positions.Offset;
        using Scalar one = 1;
        return Ids.Real(positions.Padding).to(ScalarType.Int64).cumsum(1).add(before, one).clamp_min(first);
    }

    // Separators before the token, the last row for all that are left.
    private Tensor Parts(SegmentEmbedding segments)
    {
        using Scalar separator = segments.Separator;
        using Scalar last = segments.Types - 1;
        using Scalar minusOne = -1;
        var ends = Ids.Ids.eq(separator).to(ScalarType.Int64);
        return ends.cumsum(1).add(ends, minusOne).clamp_max(last);
    }

    /// <summary>The sequence with 0 in place of what was made of padding; what is no sequence stays as it is.</summary>
    private Tensor Masked(Tensor input, int? padding) =>
        padding is { } id ? input * Ids.Weights(id, input.dtype) : input;

    /// <summary>
    /// A convolution along the tokens as one product: each token's window side by side, [N, T, K F]. Several times as quick as
    /// libtorch's convolution of a signal.
    /// </summary>
    private Func<Tensor, Tensor> Slide(Place place, Conv conv, int padding)
    {
        var weight = Weight(place, "weight"); // [channels, F, K]
        var bias = conv.Bias ? Weight(place, "bias") : null;
        int width = conv.Kernel.Width;
        int gap = conv.Dilation.Width;
        var (before, after) = conv.Pads(Conv.Seen(place.At.Input));
        long[] zeros = [0, 0, before[0], after[0]];
        return input =>
        {
            var real = Rounded(Masked(input, padding));
            var kernel = Rounded(weight).transpose(1, 2).flatten(1);
            if (width == 1)
                return nn.functional.linear(real, kernel, Rounded(bias));
            var room = nn.functional.pad(real, zeros);
            Tensor[] window =
            [
                .. Enumerable.Range(0, width).Select(k => room.narrow(1, k * gap, input.shape[1])),
            ];
            return nn.functional.linear(cat(window, -1), kernel, Rounded(bias));
        };
    }

    private Func<Tensor, Tensor> Mean(int padding) =>
        input =>
        {
            using Scalar one = 1;
            var weights = Ids.Weights(padding, ScalarType.Float32).to(Whole(input).dtype);
            return (Whole(input) * weights).sum([1L]) / weights.sum([1L]).clamp_min(one);
        };

    private Func<Tensor, Tensor> Largest(int padding) =>
        input =>
        {
            using Scalar one = 1;
            var real = Ids.Real(padding).unsqueeze(-1);
            var any = real.to(input.dtype).sum([1L]).clamp_max(one);
            return input.masked_fill(real.logical_not(), s_lowest).amax([1L]) * any;
        };

    private Func<Tensor, Tensor> PoolByAttention(Place place)
    {
        var body = Compile(place.Child(0));
        int? padding = place.At.Input.Padding;
        return input =>
        {
            var scores = Whole(body(input));
            if (padding is { } id)
                scores = scores.masked_fill(Ids.Real(id).logical_not().unsqueeze(-1), s_unseen);
            return (scores.softmax(1) * Masked(Whole(input), padding)).sum([1L]);
        };
    }

    // The pass's ids are those of all options, one below the other: [N K, T].
    private Func<Tensor, Tensor> Score(Place place)
    {
        var body = Compile(place.Child(0));
        long options = place.At.Input[0];
        int[] paddings = TokenInput.Paddings(place.At);
        return input =>
        {
            var scores = Whole(body(input.flatten(0, 1))).view(-1, options);
            foreach (int padding in paddings)
            {
                var none = Ids.Real(padding).any(1).logical_not().view(-1, options);
                scores = scores.masked_fill(none, s_absent);
            }
            return scores;
        };
    }

    private Func<Tensor, Tensor> Attend(Place place, Attention attention)
    {
        var weights = Attention.Roles.Select(role => Weight(place, $"{role}.weight")).ToArray();
        var biases = Attention.Roles.Select(role => Weight(place, $"{role}.bias")).ToArray();
        int? padding = place.At.Input.Padding;
        long features = place.At.Input.Features;
        long heads = attention.Heads;
        double scale = 1 / Math.Sqrt((double)features / heads);
        return input =>
        {
            using Scalar scaled = scale;
            long[] parts = [input.shape[0], input.shape[1], heads, features / heads];
            var (query, key, value) = (Projected(input, 0), Projected(input, 1), Projected(input, 2));
            // Where a text has no token, what all look at is 0.
            value = Masked(value, padding);
            var scores = Whole(Split(query).matmul(Split(key).transpose(-1, -2))).mul(scaled);
            if (padding is { } id)
            {
                var unseen = Ids.Real(id).logical_not().unsqueeze(1).unsqueeze(1);
                scores = scores.masked_fill(unseen, s_unseen);
            }
            var looks = Dropped(scores.softmax(-1), attention.Dropout);
            return looks.to(value.dtype).matmul(Split(value)).transpose(1, 2).reshape(input.shape);

            Tensor Split(Tensor projected) => projected.view(parts).transpose(1, 2);
        };

        Tensor Projected(Tensor input, int role) =>
            nn.functional.linear(Rounded(input), Rounded(weights[role]), Rounded(biases[role]));
    }
}
