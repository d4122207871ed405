using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.ImageStudies;

/// <summary>All that a study on images found, in plain values: the one input of the image study report.</summary>
/// <remarks>No name of a file or a patient belongs in any field; cases are named by their number in the source.</remarks>
public sealed record ImageStudyFindings
{
    /// <summary>What is asked, for whom, and of which data; its outcome is the classes' or findings' common name.</summary>
    public required StudyIntent Intent { get; init; }

    /// <summary>Names of the classes or findings.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Whether each image has exactly one of them.</summary>
    public required bool Exclusive { get; init; }

    /// <summary>Images and patients of each part.</summary>
    public required ImmutableArray<ImagePart> Parts { get; init; }

    /// <summary>How the parts were made, in one sentence.</summary>
    public required string SplitRule { get; init; }

    /// <summary>What a reader should know of the images, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Preprocessing, one sentence or step a line.</summary>
    public ImmutableArray<string> Preprocessing { get; init; } = [];

    /// <summary>Some training images as the network sees them.</summary>
    public ImmutableArray<CaptionedPicture> Samples { get; init; } = [];

    /// <summary>The network: picture, summary and size.</summary>
    public required NetworkPicture Network { get; init; }

    /// <summary>How training was done, one setting a line.</summary>
    public ImmutableArray<Fact> TrainingSettings { get; init; } = [];

    /// <summary>Curves of training.</summary>
    public ImmutableArray<MemberHistory> Training { get; init; } = [];

    /// <summary>Every measure, as in <c>results.json</c>.</summary>
    public required ImmutableArray<Measure> Measures { get; init; }

    /// <summary>Of classes, [K, K]: true class by predicted class; empty of findings.</summary>
    public ImmutableArray<int> Matrix { get; init; } = [];

    /// <summary>Filters of the first layer, and what they make of an image.</summary>
    public ImmutableArray<PictureSheet> Inside { get; init; } = [];

    /// <summary>The images that were most surely mistaken.</summary>
    public ImmutableArray<CaptionedPicture> Mistaken { get; init; } = [];

    /// <summary>Images with their boxes, where places were judged; null where not.</summary>
    public PictureSheet? Located { get; init; }

    /// <summary>Known limits of the study, a sentence each.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];

    /// <summary>What is needed to get the same numbers again.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>How the network did on the last part.</summary>
    internal ImageJudged Judged =>
        new(
            Intent.Outcome,
            Names,
            Exclusive,
            Parts.Length > 0 ? Parts[^1].Images : 0,
            Parts.Length > 0 ? Parts[^1].OfEach : [.. Names.Select(_ => 0)],
            Measures
        )
        {
            Matrix = Matrix,
            Mistaken = Mistaken,
        };
}

/// <summary>One part of the images.</summary>
/// <param name="Name">"Training", "Validation", "Test".</param>
/// <param name="Images">How many images.</param>
/// <param name="Patients">Of how many patients.</param>
/// <param name="OfEach">How many images of each class, or with each finding.</param>
public sealed record ImagePart(string Name, int Images, int Patients, ImmutableArray<int> OfEach);
