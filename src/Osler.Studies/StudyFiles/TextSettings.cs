using Osler.Core.Texts;

namespace Osler.Studies;

/// <summary>How a study reads texts; a study that has these settings is one on texts with one of several classes each.</summary>
/// <remarks><c>data.path</c> is a CSV or TSV file; <c>data.outcome</c> names its column of classes.</remarks>
public sealed record TextSettings
{
    /// <summary>The column of texts, by default text.</summary>
    public string Column { get; init; } = "text";

    /// <summary>Byte-pair merges to learn; 0 to 100,000, by default 4,000.</summary>
    public int Merges
    {
        get;
        init => field = new TextRecipe { Merges = value }.Merges;
    } = 4_000;

    /// <summary>The most tokens of a text; 8 to 100,000, by default 320.</summary>
    public int Length
    {
        get;
        init => field = new TextRecipe { Length = value }.Length;
    } = 320;

    /// <summary>In how many training texts a token has to occur; at least 1, by default 2.</summary>
    public int LeastTexts
    {
        get;
        init => field = new TextRecipe { LeastTexts = value }.LeastTexts;
    } = 2;

    /// <summary>Whether training passes over some tokens and cuts some words into parts, anew in each epoch.</summary>
    public bool Vary { get; init; } = true;

    /// <summary>
    /// How often training shows one sentence of a text in place of the whole, anew in each epoch: so the network learns how little a few words
    /// tell. In [0, 1], by default 0; without effect where texts do not vary.
    /// </summary>
    public double Excerpts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    }

    /// <summary>
    /// The share of wrong answers, among those given, that is borne on validation; below it the answer is "cannot tell". Above 0 and
    /// below 1, by default 0.1.
    /// </summary>
    public double BearableRisk
    {
        get;
        init => field = Fraction.Of(value);
    } = 0.1;

    /// <summary>
    /// Steps that training takes at least: of few texts there are as many more epochs than stated as this needs; at least 0, by default
    /// 0, which leaves the epochs as stated.
    /// </summary>
    public int LeastSteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000_000);
            field = value;
        }
    }

    internal TextRecipe Recipe =>
        new()
        {
            Merges = Merges,
            Length = Length,
            LeastTexts = LeastTexts,
        };
}
