namespace Osler.Core.Blocks;

/// <summary>Self-attention: each token takes from all tokens what its question asks of their keys.</summary>
/// <remarks>
/// [T, F] gives [T, F]: softmax(q kᵀ / √(F / heads)) v in each head, the heads side by side; padding is never looked at.
/// What usually follows (<c>Dense(F)</c>, a residual, <c>LayerNorm</c>) are blocks of their own. Parameters:
/// <c>query.weight</c> [F, F], <c>query.bias</c> [F], and likewise <c>key</c> and <c>value</c>, as in BERT's files. Vaswani
/// et al., NeurIPS 2017, arXiv:1706.03762, section 3.2.
/// </remarks>
public sealed record Attention : Leaf
{
    /// <param name="heads">How many parts of the features attend by themselves, at least 1; must divide the features.</param>
    /// <param name="dropout">Chance that a look is dropped in training, in [0, 1).</param>
    public Attention(int heads, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        Heads = heads;
        Dropout = Bound.Chance(dropout, nameof(dropout));
    }

    /// <summary>How many parts of the features attend by themselves.</summary>
    public int Heads { get; }

    /// <summary>Chance that a look is dropped in training.</summary>
    public double Dropout { get; }

    /// <summary>The three projections, in the order of their parameters.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["query", "key", "value"];
}

/// <summary>One row for a whole sequence: the mean of its tokens, weighted by what the body thinks of each.</summary>
/// <remarks>
/// [T, F] gives [F]: Σ softmax(body(x)) x over the tokens, padding left out; a sequence of padding alone gives 0. The
/// body gives one number for each token, [T, 1]: <c>AttentionPool(Sequence(Dense(64), Tanh(), Dense(1, bias: false)))</c>.
/// Without a name the body is kept under <c>body</c>. Yang et al., NAACL 2016, doi:10.18653/v1/N16-1174.
/// </remarks>
public sealed record AttentionPool : Composite
{
    /// <param name="body">Makes a number of each token.</param>
    public AttentionPool(Part body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>Makes a number of each token.</summary>
    public Part Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [Body.Block];

    internal string BodyName => Body.Name ?? "body";
}

/// <summary>The first token's row of a sequence, which BERT trains to stand for the whole: [T, F] gives [F].</summary>
public sealed record FirstToken : Leaf;
