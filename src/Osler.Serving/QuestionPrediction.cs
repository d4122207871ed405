using System.Collections.Immutable;

namespace Osler.Serving;

/// <summary>The probability that one option is right.</summary>
/// <param name="Option">Its place in the question, from 1.</param>
/// <param name="Text">What it says.</param>
/// <param name="Probability">Calibrated, in [0, 1].</param>
public sealed record RankedOption(int Option, string Text, double Probability);

/// <summary>What a model says of a question.</summary>
/// <param name="Options">All options, the most probable first; their probabilities sum to 1.</param>
/// <param name="Verdict"><see cref="TextVerdict.Answer"/> where the first is probable enough, else <see cref="TextVerdict.CannotTell"/>.</param>
/// <param name="Remarks">What a reader should know of how the question was read, one sentence each.</param>
public sealed record QuestionPrediction(
    ImmutableArray<RankedOption> Options,
    TextVerdict Verdict,
    ImmutableArray<string> Remarks
);

/// <summary>What became of one question: a prediction, or the reason why there is none.</summary>
/// <param name="Question">Its place: a file and line, or "question".</param>
/// <param name="Prediction">The prediction; null where it was refused.</param>
/// <param name="Reason">Why it was refused; null where it was not.</param>
public sealed record QuestionAnswer(string Question, QuestionPrediction? Prediction, string? Reason);
