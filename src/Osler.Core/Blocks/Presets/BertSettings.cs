namespace Osler.Core.Blocks;

/// <summary>Sizes of a transformer encoder, by default a small one that trains on a processor.</summary>
/// <remarks>BERT base has 12 layers of 768 units with 12 heads, 512 places and 2 types; its [SEP] has the id 102.</remarks>
public sealed record BertSettings
{
    /// <summary>Layers of attention, 1 to 48; by default 2.</summary>
    public int Layers
    {
        get;
        init => field = Between(value, 1, 48);
    } = 2;

    /// <summary>Numbers for each token, a multiple of <see cref="Heads"/>; by default 128.</summary>
    public int Units
    {
        get;
        init => field = Between(value, 1, 1 << 16);
    } = 128;

    /// <summary>Heads of each layer's attention, at least 1; by default 4.</summary>
    public int Heads
    {
        get;
        init => field = Between(value, 1, 1 << 10);
    } = 4;

    /// <summary>Units of each layer's inner dense block; null for four times <see cref="Units"/>.</summary>
    public int? Intermediate
    {
        get;
        init => field = value is { } units ? Between(units, 1, 1 << 18) : null;
    }

    /// <summary>The most tokens of a text, at least 1; by default 512.</summary>
    public int Most
    {
        get;
        init => field = Between(value, 1, 1 << 20);
    } = 512;

    /// <summary>Row of the first token's place; 0, RoBERTa's is 2.</summary>
    public int Offset
    {
        get;
        init => field = Between(value, 0, 1 << 10);
    }

    /// <summary>Kinds of parts between separators; 0 (the default) for none, BERT's are 2, RoBERTa's 1.</summary>
    public int Types
    {
        get;
        init => field = Between(value, 0, 1 << 10);
    }

    /// <summary>Id of the token that ends a part; used where there are types.</summary>
    public int Separator
    {
        get;
        init => field = Between(value, 0, TokenEmbedding.MostRows - 1);
    }

    /// <summary>Id of padding; 0, RoBERTa's is 1.</summary>
    public int Padding
    {
        get;
        init => field = Between(value, 0, TokenEmbedding.MostRows - 1);
    }

    /// <summary>Chance that a number (and a look) is dropped in training, in [0, 1); by default 0.1.</summary>
    public double Dropout
    {
        get;
        init => field = Bound.Chance(value, nameof(Dropout));
    } = 0.1;

    /// <summary>What norms add to the variance, above 0; BERT's and DistilBERT's 1e-12, RoBERTa's is 1e-5.</summary>
    public double Epsilon
    {
        get;
        init => field = Bound.Positive(value, nameof(Epsilon));
    } = 1e-12;

    /// <summary>How the tokens become one row.</summary>
    public TextPooling Pooling { get; init; } = TextPooling.First;

    private static int Between(int value, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
