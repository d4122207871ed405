namespace Osler.Core.Blocks;

/// <summary>A row of trained numbers for each token of a text: what makes a sequence of token ids.</summary>
/// <remarks>
/// Ids [T] give a sequence [T, units] that knows its padding (<see cref="Shape.Padding"/>). Only embeddings may take ids,
/// and they take the network's own input. Parameter: <c>weight</c> [rows, units], drawn at the start from a normal
/// distribution; the row of the padding id starts at 0 in <see cref="Embedding"/>.
/// </remarks>
public abstract record TokenEmbedding : Leaf
{
    /// <summary>More rows than this are refused: above 2^24 a float holds no longer every whole number.</summary>
    public const int MostRows = 1 << 24;

    private protected TokenEmbedding(int rows, int units, int padding, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(padding, MostRows);
        Rows = rows;
        Units = units;
        Padding = padding;
        Sigma = Bound.Positive(sigma, nameof(sigma));
    }

    /// <summary>Rows of the table.</summary>
    public int Rows { get; }

    /// <summary>Numbers for each token.</summary>
    public int Units { get; }

    /// <summary>The id that fills a text up to the longest of its batch, behind its last token; it never counts.</summary>
    public int Padding { get; }

    /// <summary>Standard deviation of the first numbers.</summary>
    public double Sigma { get; }
}

/// <summary>The row of each token's id.</summary>
/// <inheritdoc cref="TokenEmbedding" path="/remarks"/>
public sealed record Embedding : TokenEmbedding
{
    /// <param name="vocabulary">How many ids there are, 0 to vocabulary - 1; 1 to 2^24, padding among them.</param>
    /// <param name="units">Numbers for each token, at least 1.</param>
    /// <param name="padding">The id of padding, below vocabulary.</param>
    /// <param name="sigma">Standard deviation of the first numbers, above 0.</param>
    public Embedding(int vocabulary, int units, int padding = 0, double sigma = 1)
        : base(vocabulary, units, padding, sigma) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(padding, vocabulary);

    /// <summary>How many ids there are.</summary>
    public int Vocabulary => Rows;
}

/// <summary>The row of each token's place in its text, padding not counted.</summary>
/// <inheritdoc cref="TokenEmbedding" path="/remarks"/>
public sealed record PositionEmbedding : TokenEmbedding
{
    /// <param name="most">The most tokens of a text, at least 1; the table has so many rows, and the offset's.</param>
    /// <param name="units">Numbers for each token, at least 1.</param>
    /// <param name="padding">The id of padding.</param>
    /// <param name="offset">Row of the first token, at least 0; RoBERTa's is 2.</param>
    /// <param name="sigma">Standard deviation of the first numbers, above 0.</param>
    public PositionEmbedding(int most, int units, int padding = 0, int offset = 0, double sigma = 0.02)
        : base(Sum(most, offset), units, padding, sigma) => Offset = offset;

    /// <summary>The most tokens of a text.</summary>
    public int Most => Rows - Offset;

    /// <summary>Row of the first token.</summary>
    public int Offset { get; }

    private static int Sum(int most, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return (int)Math.Min((long)most + offset, int.MaxValue);
    }
}

/// <summary>The row of the part of a text that a token belongs to: how many separators stand before it.</summary>
/// <remarks>
/// The first part, up to and with its separator, has row 0; what comes after has row 1, and so on, the last row serving
/// all that are left. BERT's token types: 0 for <c>[CLS] a [SEP]</c>, 1 for <c>b [SEP]</c>.
/// </remarks>
public sealed record SegmentEmbedding : TokenEmbedding
{
    /// <param name="types">How many kinds of parts, at least 1.</param>
    /// <param name="units">Numbers for each token, at least 1.</param>
    /// <param name="separator">The id that ends a part, at least 0.</param>
    /// <param name="padding">The id of padding.</param>
    /// <param name="sigma">Standard deviation of the first numbers, above 0.</param>
    public SegmentEmbedding(int types, int units, int separator, int padding = 0, double sigma = 0.02)
        : base(types, units, padding, sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(separator);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(separator, MostRows);
        Separator = separator;
    }

    /// <summary>How many kinds of parts.</summary>
    public int Types => Rows;

    /// <summary>The id that ends a part.</summary>
    public int Separator { get; }
}
