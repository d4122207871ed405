using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>The token ids of one pass through a network: whole numbers, and which of them are padding.</summary>
internal sealed class TokenIds
{
    private readonly Dictionary<int, Tensor> _real = [];

    private TokenIds(Tensor ids) => Ids = ids;

    /// <summary>[N, T] of int64.</summary>
    public Tensor Ids { get; }

    /// <summary>Which are tokens, [N, T] of true and false; the padding id tells.</summary>
    public Tensor Real(int padding)
    {
        if (!_real.TryGetValue(padding, out var real))
        {
            using Scalar id = padding;
            _real.Add(padding, real = Ids.ne(id));
        }
        return real;
    }

    /// <summary>1 for tokens, 0 for padding, [N, T, 1].</summary>
    public Tensor Weights(int padding, ScalarType type) => Real(padding).to(type).unsqueeze(-1);

    /// <summary>The ids of an input; the tensors belong to the scope around.</summary>
    /// <param name="input">[N, T], whole numbers of any type; of options [N, K, T], which become [N K, T].</param>
    /// <param name="root">The network in its place.</param>
    /// <exception cref="ArgumentException">
    /// An id that is no whole number or in no vocabulary, or padding in front of a token.
    /// </exception>
    public static TokenIds Of(Tensor input, ShapedBlock root)
    {
        using var quiet = no_grad();
        if (input.dim() == 3)
            input = input.flatten(0, 1);
        var ids = input.to(ScalarType.Int64);
        if (ids.numel() > 0)
        {
            if (input.is_floating_point() && ids.to(input.dtype).ne(input).any().item<bool>())
                throw new ArgumentException("Token ids must be whole numbers.", nameof(input));
            (long least, long most) = (ids.min().item<long>(), ids.max().item<long>());
            if (least < 0 || most >= (TokenInput.Vocabulary(root) ?? TokenEmbedding.MostRows))
            {
                throw new ArgumentException(
                    $"The token id {(least < 0 ? least : most)} is none of the network's {TokenInput.Vocabulary(root)}.",
                    nameof(input)
                );
            }
        }
        var tokens = new TokenIds(ids);
        foreach (int padding in TokenInput.Paddings(root))
        {
            var real = tokens.Real(padding);
            long length = ids.shape[1];
            if (
                length > 1
                && (real.narrow(1, 1, length - 1) & real.narrow(1, 0, length - 1).logical_not())
                    .any()
                    .item<bool>()
            )
            {
                throw new ArgumentException(
                    $"Padding (id {padding}) may stand behind the last token only.",
                    nameof(input)
                );
            }
        }
        return tokens;
    }
}
