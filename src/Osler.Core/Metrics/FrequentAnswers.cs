using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Osler.Core.Texts;

namespace Osler.Core.Metrics;

/// <summary>A baseline for questions with options: the option that was right most often in training; of options that never were, the first in the alphabet.</summary>
/// <remarks>
/// Options are known by the first 64 bits of their SHA-256, so that a bundle passes no examination's options on. Of more than <see cref="Most"/>
/// answers the most frequent are kept.
/// </remarks>
/// <param name="Times">How often each was right, by its hash in hexadecimal digits.</param>
public sealed record FrequentAnswers(ImmutableSortedDictionary<string, int> Times)
{
    /// <summary>Slug of the baseline.</summary>
    public const string Model = "most_frequent_answer";

    /// <summary>So many answers are kept.</summary>
    public const int Most = 10_000;

    /// <summary>Counts the right options.</summary>
    /// <param name="questions">Each with its answer.</param>
    public static FrequentAnswers Of(IEnumerable<ExamQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (ExamQuestion question in questions)
            CollectionsMarshal.GetValueRefOrAddDefault(
                times,
                Key(question.Options[question.Answer]),
                out _
            )++;
        return new(
            times
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(Most)
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
    }

    /// <summary>Whether it answers a question rightly.</summary>
    /// <param name="question">With its answer.</param>
    public bool IsRight(ExamQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Best([
                .. question.Options.Select(option => (double)Times.GetValueOrDefault(Key(option))),
            ]) == question.Answer;
    }

    private static string Key(string option) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(option)).AsSpan(0, 8));
}
