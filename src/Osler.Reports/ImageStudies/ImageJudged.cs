using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.ImageStudies;

/// <summary>How a network did on the judged images, whether of a run's test part or of another source.</summary>
/// <param name="Outcome">The classes' common name.</param>
/// <param name="Names">Names of the classes or findings.</param>
/// <param name="Exclusive">Whether each image has exactly one of them.</param>
/// <param name="Images">How many were judged.</param>
/// <param name="OfEach">How many images of each class, or with each finding.</param>
/// <param name="Measures">Every measure.</param>
public sealed record ImageJudged(
    string Outcome,
    ImmutableArray<string> Names,
    bool Exclusive,
    int Images,
    ImmutableArray<int> OfEach,
    ImmutableArray<Measure> Measures
)
{
    /// <summary>Of classes, [K, K]: true class by predicted class; empty of findings.</summary>
    public ImmutableArray<int> Matrix { get; init; } = [];

    /// <summary>The images that were most surely mistaken.</summary>
    public ImmutableArray<CaptionedPicture> Mistaken { get; init; } = [];

    /// <summary>The outcome's name of the measures over all classes or findings.</summary>
    public string Whole => Exclusive ? Outcome : MultiLabelJudge.Mean;

    /// <summary>The measure of the whole, or of one class or finding, without an operating point.</summary>
    public Measure? Find(string name, string outcome) =>
        Measures.FirstOrDefault(measure =>
            measure.Name == name && measure.Outcome == outcome && measure.OperatingPoint is null
        );
}
