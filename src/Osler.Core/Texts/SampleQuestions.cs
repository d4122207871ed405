using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>Questions of no examination, which bundles on questions keep the token ids of, so that <c>osler verify</c> can cut them again.</summary>
public static class SampleQuestions
{
    /// <summary>The one input of the samples: the number of a question.</summary>
    public const string Input = "sample_question";

    /// <summary>The questions; new ones are added at the end alone.</summary>
    public static ImmutableArray<ExamQuestion> All { get; } =
    [
        new(
            "A 34-year-old woman has had a fever of 38.9 °C for three days, with a dry cough and no rash. Which is the most likely diagnosis?",
            ["Influenza", "Measles", "Scarlet fever", "Appendicitis"],
            0
        ),
        new(
            "Is chest pain that spreads to the left arm typical of a heart attack?",
            ["yes", "no", "maybe"],
            0
        ),
        new("Which vitamin is lacking in scurvy?", ["Vitamin A", "Vitamin C"], 1),
    ];

    /// <summary>A sample with no more options than a network takes.</summary>
    /// <param name="question">Of <see cref="All"/>.</param>
    /// <param name="options">What the network takes, at least 2.</param>
    public static ExamQuestion Of(ExamQuestion question, int options)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question with { Options = [.. question.Options.Take(options)] };
    }
}
