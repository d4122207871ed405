using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.TableStudies;

namespace Osler.Reports.TextStudies;

/// <summary>All that a study on texts found, in plain values: the one input of its report.</summary>
public sealed record TextStudyFindings
{
    /// <summary>What is asked, for whom, and of which data.</summary>
    public required StudyIntent Intent { get; init; }

    /// <summary>Names of the classes.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Texts of each part.</summary>
    public required ImmutableArray<TextPart> Parts { get; init; }

    /// <summary>How the parts were made.</summary>
    public required string SplitRule { get; init; }

    /// <summary>What a reader should know of the texts, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>From text to tokens, one sentence each.</summary>
    public ImmutableArray<string> Preprocessing { get; init; } = [];

    /// <summary>The network: picture, summary and size.</summary>
    public required NetworkPicture Network { get; init; }

    /// <summary>How training was done.</summary>
    public ImmutableArray<Fact> TrainingSettings { get; init; } = [];

    /// <summary>Curves of training.</summary>
    public ImmutableArray<MemberHistory> Training { get; init; } = [];

    /// <summary>Every measure, as in <c>results.json</c>.</summary>
    public required ImmutableArray<Measure> Measures { get; init; }

    /// <summary>What logits are divided by.</summary>
    public required double Temperature { get; init; }

    /// <summary>Probability below which the answer is "cannot tell".</summary>
    public required double Threshold { get; init; }

    /// <summary>How the threshold was chosen.</summary>
    public required string ThresholdRule { get; init; }

    /// <summary>Share answered and share of wrong answers among them, from the surest on.</summary>
    public ImmutableArray<(double Coverage, double Risk)> Coverage { get; init; } = [];

    /// <summary>What texts of none of the classes are told, by their kind; none where there are none.</summary>
    public ImmutableArray<OutsideTexts> Outside { get; init; } = [];

    /// <summary>The texts that were most surely mistaken.</summary>
    public ImmutableArray<MistakenText> Mistaken { get; init; } = [];

    /// <summary>Known limits, a sentence each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What is needed to get the same numbers again.</summary>
    public required RunRecord Run { get; init; }
}

/// <summary>One part of the texts.</summary>
/// <param name="Name">"Training", "Validation", "Test".</param>
/// <param name="Texts">How many.</param>
/// <param name="Groups">How many once near duplicates count as one.</param>
/// <param name="OfEach">Texts of each class.</param>
public sealed record TextPart(string Name, int Texts, int Groups, ImmutableArray<int> OfEach);

/// <summary>Texts of none of the classes, and what they are told.</summary>
/// <param name="Kind">Which texts, in words.</param>
/// <param name="Texts">How many.</param>
/// <param name="CannotTell">How many get "cannot tell".</param>
/// <param name="None">How many get "none of these".</param>
public sealed record OutsideTexts(string Kind, int Texts, int CannotTell, int None);

/// <summary>A text that was taken for another class.</summary>
/// <param name="Text">Its beginning; empty where it is a person's.</param>
/// <param name="Right">What it is.</param>
/// <param name="Said">What the network said.</param>
/// <param name="Probability">How sure it was.</param>
public sealed record MistakenText(string Text, string Right, string Said, double Probability);
