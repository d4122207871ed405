namespace Osler.Core.Blocks;

/// <summary>One score for each option of a question: the same body, with the same weights, for each row of token ids.</summary>
/// <remarks>
/// [K, T] token ids, a row for each option (the stem and the option, as the body reads them), give [K] scores; a softmax over
/// them chooses. The body sees [T] and gives [1]. Options are told apart by what they say alone, so another order of the rows
/// gives the scores in that order. A row of padding alone is an option that the question has not: its score is
/// <see cref="Absent"/>, of which a softmax leaves nothing. Without a name the body's parameters have no prefix, so that an
/// encoder keeps its public names.
/// </remarks>
public sealed record EachOption : Composite
{
    /// <summary>The score of an option that the question has not: finite, and 0 behind any softmax.</summary>
    public const float Absent = -1e9f;

    /// <param name="body">Makes one score of an option's tokens.</param>
    public EachOption(Part body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>Makes one score of an option's tokens.</summary>
    public Part Body { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Block> Inner => [Body.Block];

    internal string BodyName => Body.Name ?? "";

    /// <summary>What each option's tokens are to the body, without the axis of options.</summary>
    internal static Shape One(Shape input, string path, Block block) =>
        input is { Rank: 2, IsSequence: false }
            ? [input[1]]
            : throw ShapeInference.Misfit(
                path,
                block,
                input,
                "token ids of options, [options, tokens]",
                "Put it first in a network whose input is [options, most tokens]."
            );

    internal static Shape Scores(Shape input, Shape made, string path, Block block) =>
        made is { Rank: 1 } && made[0] == 1
            ? [input[0]]
            : throw ShapeInference.Misfit(
                path,
                block,
                made,
                "one score for each option from the body, [1]",
                "End the body with Dense(1)."
            );
}
