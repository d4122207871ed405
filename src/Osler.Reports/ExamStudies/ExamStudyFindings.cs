using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.TableStudies;

namespace Osler.Reports.ExamStudies;

/// <summary>All that a study on questions with options found, in plain values: the one input of its report.</summary>
public sealed record ExamStudyFindings
{
    /// <summary>What is asked, for whom, and of which data.</summary>
    public required StudyIntent Intent { get; init; }

    /// <summary>Questions of each part.</summary>
    public required ImmutableArray<ExamPart> Parts { get; init; }

    /// <summary>How the parts were made.</summary>
    public required string SplitRule { get; init; }

    /// <summary>What a reader should know of the questions, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>From question to tokens, one sentence each.</summary>
    public ImmutableArray<string> Preprocessing { get; init; } = [];

    /// <summary>Where retrieval looked, and how, one sentence each.</summary>
    public ImmutableArray<string> Retrieval { get; init; } = [];

    /// <summary>The network: picture, summary and size.</summary>
    public required NetworkPicture Network { get; init; }

    /// <summary>How training was done.</summary>
    public ImmutableArray<Fact> TrainingSettings { get; init; } = [];

    /// <summary>Curves of training, one for each fold.</summary>
    public ImmutableArray<MemberHistory> Training { get; init; } = [];

    /// <summary>Every measure, as in <c>results.json</c>.</summary>
    public required ImmutableArray<Measure> Measures { get; init; }

    /// <summary>Models, the network first, then chance last, each with its title.</summary>
    public required ImmutableArray<(string Model, string Title)> Models { get; init; }

    /// <summary>Kinds of questions that are judged by themselves.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>The network against another: questions that one alone has right.</summary>
    public ImmutableArray<ExamComparison> Comparisons { get; init; } = [];

    /// <summary>What scores are divided by, in each round.</summary>
    public ImmutableArray<double> Temperatures { get; init; } = [];

    /// <summary>How sure the network was, from the least on: mean probability, share right, questions.</summary>
    public ImmutableArray<(double Said, double Right, int Questions)> Calibration { get; init; } = [];

    /// <summary>Probability of the chosen option below which the answer is "cannot tell", in each round.</summary>
    public ImmutableArray<double> Thresholds { get; init; } = [];

    /// <summary>How the thresholds were chosen.</summary>
    public required string ThresholdRule { get; init; }

    /// <summary>Share answered and share of wrong answers among them, from the surest on.</summary>
    public ImmutableArray<(double Coverage, double Risk)> Coverage { get; init; } = [];

    /// <summary>Questions that the network answered wrongly and most surely.</summary>
    public ImmutableArray<MistakenQuestion> Mistaken { get; init; } = [];

    /// <summary>Known limits, a sentence each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What is needed to get the same numbers again.</summary>
    public required RunRecord Run { get; init; }
}

/// <summary>One part of the questions.</summary>
/// <param name="Name">"Training", "Validation", "Judged".</param>
/// <param name="Questions">How many.</param>
/// <param name="Groups">How many once near duplicates count as one.</param>
public sealed record ExamPart(string Name, int Questions, int Groups);

/// <summary>The network beside another model.</summary>
/// <param name="Title">The other model's.</param>
/// <param name="Comparison">Accuracy less the other's, and the paired test.</param>
public sealed record ExamComparison(string Title, AccuracyComparison Comparison);

/// <summary>A question with what was right and what was said.</summary>
/// <param name="Stem">Its beginning.</param>
/// <param name="Right">The right option.</param>
/// <param name="Said">The network's.</param>
/// <param name="Probability">How sure it was.</param>
public sealed record MistakenQuestion(string Stem, string Right, string Said, double Probability);
