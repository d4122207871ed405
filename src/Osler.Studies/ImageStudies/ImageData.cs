using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Words;
using Osler.Imaging.Files;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>The images of a study, whose they are, and which part each belongs to.</summary>
/// <param name="Source">The images and their labels.</param>
/// <param name="Patients">Whose each image is.</param>
/// <param name="Split">The part of each image; those without a known label are left out.</param>
/// <param name="Rule">How the split was made, in one sentence.</param>
/// <param name="Simulated">Whether the images were drawn by a simulator.</param>
/// <param name="Warnings">What a reader should know of the images, one sentence each.</param>
internal sealed record ImageData(
    IImageSource Source,
    Patients Patients,
    Split Split,
    string Rule,
    bool Simulated,
    ImmutableArray<string> Warnings
) : IDisposable
{
    // Of each image that was looked at, in as many pixels as the network's steps need.
    private readonly ulong[] _marks = new ulong[Source.Count];

    public ImageLabels Labels => Source.Labels;

    /// <summary>Every image that can't be read or judged, with the reason.</summary>
    public ImmutableArray<UnusableFile> Unusable { get; init; } = [];

    /// <summary>Images that are there several times, pixel by pixel the same.</summary>
    public ImmutableArray<SameImages> Same { get; init; } = [];

    /// <summary>How many of some cases are the same images as some of training or validation.</summary>
    public int SeenInTraining(IEnumerable<int> cases)
    {
        var seen = Same.Where(same => same.Cases.Any(i => Split.Parts[i] is Part.Train or Part.Validation))
            .SelectMany(same => same.Cases)
            .ToHashSet();
        return cases.Count(seen.Contains);
    }

    /// <summary>Marks of the images that a model was made from: those of training and of validation.</summary>
    public ImageMarks Marks =>
        ImageMarks.Of([
            .. Rows(Part.Train).Select(i => _marks[i]),
            .. Rows(Part.Validation).Select(i => _marks[i]),
        ]);

    /// <summary>Whether each image has exactly one of the classes; else any of the findings.</summary>
    public bool Exclusive => Labels.Kind == LabelKind.Classes;

    /// <summary>Opens or simulates the images and divides them.</summary>
    /// <exception cref="RequestException">No such source, or a split that images can't have.</exception>
    /// <exception cref="DataException">The images can't be read, or a part is empty.</exception>
    public static ImageData Open(StudyFile study, CancellationToken cancellation)
    {
        var source = Opened(study);
        try
        {
            RequireNames(study.Images!, source);
            var patients = SourcePatients.Of(source);
            var (split, rule) = ImageDivision.Of(study, source, patients);
            for (int i = 0; i < source.Count; i++)
                if (!source.Labels.IsKnown(i))
                    split.Parts[i] = Part.LeftOut;
            var survey = ImageSurvey.Of(source, study.Images!.OnBadInput, cancellation);
            foreach (var bad in survey.Bad)
                split.Parts[bad.Index] = Part.LeftOut;
            SplitChecks.RequirePatientsApart(split, patients);
            foreach (var part in (Part[])[Part.Train, Part.Test])
                if (split.Count(part) == 0)
                    throw new DataException(
                        $"The {(part == Part.Train ? "training" : "test")} part has no image with a known label.",
                        source.Name,
                        "Check the labels, or divide the images in another way (split)."
                    );
            return new ImageData(
                source,
                patients,
                split,
                rule,
                study.Data.Path is null,
                [
                    .. source.Remarks,
                    .. study.Data.Path is null ? [] : PartWarnings.OfDivision(study, source),
                    .. PartWarnings.OfUnlearnt(source, split),
                    .. Told(survey, source, split),
                ]
            )
            {
                Same = survey.Same,
                Unusable = [.. survey.Bad.Select(bad => Unused(source, bad.Index, bad.Fault))],
            };
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// These without the images to be judged that prediction would refuse, because they are unlike those of training or come
    /// out of the steps in another shape: found before anything is trained.
    /// </summary>
    /// <param name="preprocessing">Fitted on the training part.</param>
    /// <param name="onBad">Whether the first such image stops the run.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="DataException">Such an image where one is to stop the run, or a part of nothing else.</exception>
    public ImageData Judgeable(
        ImagePreprocessing preprocessing,
        OnBadInput onBad,
        CancellationToken cancellation
    )
    {
        var target = ImageExamples.TargetOf(Source, preprocessing.Target);
        var told = Warnings;
        var unusable = Unusable.ToBuilder();
        foreach (var part in (Part[])[Part.Validation, Part.Test])
        {
            int[] cases = Rows(part);
            var faults = new DataException?[cases.Length];
            Parallel.For(
                0,
                cases.Length,
                new ParallelOptions { CancellationToken = cancellation },
                i => faults[i] = Misfit(preprocessing, cases[i], target)
            );
            DataException[] found = [.. faults.OfType<DataException>()];
            if (found.Length == 0)
                continue;
            string name = part == Part.Test ? "test" : "validation";
            if (onBad == OnBadInput.Stop)
                throw found[0];
            if (found.Length == cases.Length)
                throw new DataException(
                    $"Each of the {Titles.Count(cases.Length)} {name} images is unlike those of training; the first: {found[0].Message}",
                    Source.Name
                );
            for (int i = 0; i < cases.Length; i++)
                if (faults[i] is { } fault)
                {
                    Split.Parts[cases[i]] = Part.LeftOut;
                    unusable.Add(Unused(Source, cases[i], fault));
                }
            told = told.Add(
                Named(
                    $"{Titles.Count(found.Length)} of {Titles.Count(cases.Length)} {name} images left out, unlike those of training",
                    [.. found.Select(fault => fault.Message)]
                )
            );
        }
        return this with { Warnings = told, Unusable = unusable.ToImmutable() };
    }

    /// <summary>The cases of a part.</summary>
    public int[] Rows(Part part) => Split.Rows(part);

    /// <summary>Preprocessing that learnt from some cases, read in as many pixels as training reads them.</summary>
    /// <exception cref="RequestException">Steps that do not fit each other or the images.</exception>
    /// <exception cref="DataException">No case, or images that come out of the steps in different sizes.</exception>
    public ImagePreprocessing Fitted(ImageRecipe recipe, int[] cases, CancellationToken cancellation)
    {
        var target = ImageExamples.TargetOf(Source, recipe.Target);
        return recipe.Fit(cases.Length, i => Marked(cases[i], target), cancellation);
    }

    private IImage Marked(int index, ImageTarget? target)
    {
        var image = Source.Read(index, target);
        _marks[index] = ImageMarks.Of(image);
        return image;
    }

    public void Dispose() => Source.Dispose();

    private DataException? Misfit(ImagePreprocessing preprocessing, int index, ImageTarget? target)
    {
        string name = Source.Case(index).Name;
        try
        {
            preprocessing.RequireFit(Marked(index, target), name);
            return null;
        }
        catch (DataException fault)
        {
            return fault.Where is null ? new(fault.What, name, fault.Remedy, fault) : fault;
        }
    }

    // Data that name their classes themselves are not renamed.
    private static void RequireNames(ImageSettings images, IImageSource source)
    {
        var names = source.Labels.Names;
        if (!images.Names.IsEmpty && !images.Names.SequenceEqual(names))
            throw new RequestException(
                $"the data name their {(source.Labels.Kind == LabelKind.Classes ? "classes" : "findings")} themselves, {Some.Of(names, 5)}, and no others can be given to them.",
                "images.names",
                images.Path is null
                    ? "Leave it out."
                    : "Leave it out; the order of classes is stated with the column (data.columns: {NAME: {levels: [...]}})."
            );
    }

    private static IImageSource Opened(StudyFile study)
    {
        if (study.Data.Path is { } path)
            return StudyImages.Open(study, path);
        var simulate =
            study.Data.Simulate
            ?? throw new RequestException(
                "The study names no images.",
                "data.path",
                "Give their file or folder with --data PATH."
            );
        return simulate.Cohort switch
        {
            DigitSimulator.Cohort => DigitSimulator.Draw(simulate.Patients, study.Seed),
            ShapeSimulator.Cohort => ShapeSimulator.Draw(simulate.Patients, study.Seed),
            _ => throw new RequestException(
                $"There is no simulator of images '{simulate.Cohort}'.",
                "data.simulate.cohort",
                NearestName.Hint(simulate.Cohort, [DigitSimulator.Cohort, ShapeSimulator.Cohort])
            ),
        };
    }

    private static ImmutableArray<string> Told(ImageSurvey survey, IImageSource source, Split split)
    {
        var told = ImmutableArray.CreateBuilder<string>();
        if (!survey.Bad.IsEmpty)
            told.Add(
                Named(
                    $"{Counted.Of(survey.Bad.Length, "image")} can't be used and {(survey.Bad.Length == 1 ? "is" : "are")} left out",
                    [.. survey.Bad.Select(bad => bad.Reason)]
                )
            );
        if (survey.ToldOfBlank(source) is { } blank)
            told.Add(blank);
        int across = survey
            .Across<Part?>(i => split.Parts[i] is var part and not Part.LeftOut ? part : null)
            .Length;
        if (across > 0)
            told.Add(
                $"{Counted.Of(across, "image is", "images are")} in more than one part, pixel by pixel the same: the test knows what training saw."
            );
        int contradictions = survey.Contradictions(source.Labels).Length;
        if (contradictions > 0)
            told.Add(
                $"{Counted.Of(contradictions, "image is", "images are")} there several times with different labels: at most one is right."
            );
        return told.ToImmutable();
    }

    private static UnusableFile Unused(IImageSource source, int index, DataException fault) =>
        new(source.Case(index).Name, fault.What);

    // What is told of images, with the first few of them.
    private static string Named(string told, string[] reasons)
    {
        const int named = 5;
        string more =
            reasons.Length > named
                ? $" And {Titles.Count(reasons.Length - named)} more; results.json names all of them ('unusable')."
                : "";
        return $"{told}: {string.Join(" ", reasons.Take(named))}{more}";
    }
}
