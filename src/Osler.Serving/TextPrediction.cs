using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>Whether a text, or a question with options, has an answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextVerdict>))]
public enum TextVerdict
{
    /// <summary>The first outcome or option is the answer.</summary>
    [JsonStringEnumMemberName("answer")]
    Answer,

    /// <summary>The text is about none of the outcomes.</summary>
    [JsonStringEnumMemberName("none_of_these")]
    NoneOfThese,

    /// <summary>No outcome or option is probable enough, or the text affirms no finding of the patient's own.</summary>
    [JsonStringEnumMemberName("cannot_tell")]
    CannotTell,
}

/// <summary>The probability of one outcome of a text.</summary>
/// <param name="Name">As in <c>results.json</c>.</param>
/// <param name="Label">In words.</param>
/// <param name="Probability">Calibrated, in [0, 1].</param>
public sealed record TextOutcome(string Name, string Label, double Probability);

/// <summary>What a model says of a text.</summary>
/// <param name="Outcomes">All outcomes, the most probable first; their probabilities sum to 1.</param>
/// <param name="Verdict">Whether the first is an answer.</param>
/// <param name="Remarks">What a reader should know of how the text was read, one sentence each.</param>
public sealed record TextPrediction(
    ImmutableArray<TextOutcome> Outcomes,
    TextVerdict Verdict,
    ImmutableArray<string> Remarks
)
{
    /// <summary>Why nothing can be told from the text, which is one of the remarks; null where something can. See <see cref="OwnFindings"/>.</summary>
    public string? Missing { get; init; }
}

/// <summary>What became of one text: a prediction, or the reason why there is none.</summary>
/// <param name="Text">What its owner calls it: a file, or "text".</param>
/// <param name="Prediction">The prediction; null where it was refused.</param>
/// <param name="Reason">Why it was refused; null where it was not.</param>
public sealed record TextAnswer(string Text, TextPrediction? Prediction, string? Reason);
