namespace Osler.Core.Blocks;

/// <summary>Networks whose input is a row of token ids, as long as the text at hand.</summary>
public static class TokenInput
{
    /// <summary>
    /// Whether the network takes token ids: [T] whole numbers, padding behind the last token, T at most
    /// <see cref="MostTokens"/> and from batch to batch another; of a question's options (<see cref="EachOption"/>) [K, T].
    /// </summary>
    public static bool Takes(ShapedBlock root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.All().Any(at => at.Block is TokenEmbedding);
    }

    /// <summary>The most tokens of a text; <see cref="int.MaxValue"/> where there is no bound.</summary>
    public static int MostTokens(ShapedBlock root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.All()
            .Select(at => at.Block is PositionEmbedding positions ? positions.Most : int.MaxValue)
            .Min();
    }

    /// <summary>The smallest vocabulary of the network's embeddings; null where it takes no ids of words.</summary>
    public static int? Vocabulary(ShapedBlock root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.All().Min(at => (at.Block as Embedding)?.Vocabulary);
    }

    /// <summary>The ids that are padding to the embeddings of a network or a block.</summary>
    public static int[] Paddings(ShapedBlock root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return
        [
            .. root.All()
                .Select(at => at.Block)
                .OfType<TokenEmbedding>()
                .Select(one => one.Padding)
                .Distinct(),
        ];
    }

    /// <summary>Sees to it that ids reach embeddings alone, and embeddings get nothing but ids.</summary>
    /// <exception cref="ShapeException">An embedding gets computed numbers, or another block gets ids.</exception>
    internal static void Check(ShapedBlock root)
    {
        if (Takes(root))
            Walk(root, ids: true);
    }

    // Tells whether what comes out are still the ids.
    private static bool Walk(ShapedBlock at, bool ids)
    {
        switch (at.Block)
        {
            case Identity:
                return ids;
            case Sequence:
                foreach (var child in at.Children)
                    ids = Walk(child, ids);
                return ids;
            case DenselyConnected:
                for (int i = 0; i < at.Children.Length; i++)
                    Walk(at.Children[i], ids && i == 0);
                return false;
            case Auxiliary:
                Walk(at.Children[0], ids);
                return ids;
            case EachOption when !ids:
                throw ShapeInference.Misfit(
                    at.Path,
                    at.Block,
                    at.Input,
                    "the token ids that the network itself gets",
                    "Put it first in the network."
                );
            case Composite:
                foreach (var child in at.Children)
                    Walk(child, ids);
                return false;
            case TokenEmbedding when !ids:
                throw ShapeInference.Misfit(
                    at.Path,
                    at.Block,
                    at.Input,
                    "the token ids that the network itself gets",
                    "Put the embedding first in the network."
                );
            case Leaf when ids && at.Block is not TokenEmbedding:
                throw ShapeInference.Misfit(
                    at.Path,
                    at.Block,
                    at.Input,
                    "numbers; these are token ids, which an embedding beside it takes",
                    "Put Embedding before it."
                );
            default:
                return false;
        }
    }
}
