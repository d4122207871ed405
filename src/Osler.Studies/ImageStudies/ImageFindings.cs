using System.Collections.Immutable;
using System.Globalization;
using Osler.Imaging.Sources;
using Osler.Learning.Losses;
using Osler.Reports.ImageStudies;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Puts what a run on images found into the report's own words.</summary>
internal static class ImageFindings
{
    private const int Shown = 24;

    public static ImageStudyFindings Of(FinishedImageRun run, RunLog log, string yaml, string device) =>
        new()
        {
            Intent = StudyFindings.Intent(
                run.Study,
                run.Study.Data.Outcome,
                $"Images: {run.Data.Source.Name}.",
                run.Data.Simulated
            ),
            Names = run.Data.Labels.Names,
            Exclusive = run.Data.Exclusive,
            Parts = Parts(run.Data),
            SplitRule = run.Data.Rule,
            Warnings = run.Data.Warnings,
            Preprocessing =
            [
                .. run.Model.Preprocessing.Steps.Select(ImageStepWords.Of),
                .. ImageStepWords.Of(run.Model.Views) is { } views ? (string[])[views] : [],
            ],
            Samples =
            [
                .. OfAllKinds(run.Data.Rows(Part.Train), 16, i => Words(run.Data.Labels, i))
                    .Select(i => new CaptionedPicture(
                        LookInside.Of(run.Examples, i),
                        Words(run.Data.Labels, i),
                        "A training image."
                    )),
            ],
            Network = StudyFindings.Picture(
                run.Model.Network.Network,
                run.Model.Preprocessing.Output,
                [],
                run.Data.Labels.Names.Length <= 20 ? run.Data.Labels.Names : [],
                run.Data.Exclusive ? "softmax" : "sigmoid",
                run.Study.Training.Loss is ClassAndBox ? ClassAndBox.Edges : 0
            ),
            TrainingSettings = StudyFindings.Settings(run.Study.Training, run.Model.Network.History),
            Training = [StudyFindings.History(run.Model.Network.History, null)],
            Measures = run.Judgement.Measures,
            Matrix = Matrix(run),
            Located = LocatedPictures.Of(run),
            Inside = LookInside.Of(run.Model, run.Examples, run.Judgement.Cases[0], device),
            Mistaken = Mistaken(run),
            Limits =
            [
                .. run.Data.Simulated
                    ? (string[])
                        [
                            "The images are drawn by a program: the network learnt how it draws, not what real images look like.",
                        ]
                    : [],
                "The network was judged on images of the same source as it was trained on. How it does elsewhere has to be measured there.",
            ],
            Run = StudyFindings.Record(
                run.Study,
                yaml,
                log,
                new Fact("Images and labels (SHA-256)", run.Data.Source.Fingerprint)
            ),
        };

    /// <summary>Some of the cases, in turn one of each kind as long as it has any.</summary>
    internal static IEnumerable<int> OfAllKinds(IEnumerable<int> cases, int most, Func<int, string> kind)
    {
        int[][] kinds =
        [
            .. cases.GroupBy(kind, StringComparer.Ordinal).Select(group => group.Take(most).ToArray()),
        ];
        return Enumerable
            .Range(0, most)
            .SelectMany(round => kinds.Where(group => round < group.Length).Select(group => group[round]))
            .Take(most);
    }

    /// <summary>How many images of each class, or with each finding.</summary>
    public static ImmutableArray<int> OfEach(ImageData data, ReadOnlySpan<int> cases)
    {
        int[] counts = new int[data.Labels.Names.Length];
        foreach (int index in cases)
        {
            var labels = data.Labels.Of(index);
            if (!data.Exclusive)
                for (int k = 0; k < counts.Length; k++)
                    counts[k] += labels[k] == 1 ? 1 : 0;
            else if (!float.IsNaN(labels[0]))
                counts[(int)labels[0]]++;
        }
        return [.. counts];
    }

    private static ImmutableArray<ImagePart> Parts(ImageData data)
    {
        (Part Part, string Name)[] all =
        [
            (Part.Train, "Training"),
            (Part.Validation, "Validation"),
            (Part.Test, "Test"),
        ];
        return
        [
            .. all.Where(each => data.Split.Count(each.Part) > 0)
                .Select(each => PartOf(data, each.Part, each.Name)),
        ];
    }

    private static ImagePart PartOf(ImageData data, Part part, string name)
    {
        int[] cases = data.Rows(part);
        return new ImagePart(name, cases.Length, data.Patients.Among(cases), OfEach(data, cases));
    }

    /// <summary>What an image shows, in a few words.</summary>
    public static string Words(ImageLabels labels, int index)
    {
        if (labels.Kind == LabelKind.Classes)
            return labels.Class(index) is { } @class ? labels.Names[@class] : "unknown";
        float[] known = labels.Of(index).ToArray();
        string[] present = [.. labels.Names.Where((_, k) => known[k] == 1)];
        return present.Length == 0 ? "none" : string.Join(", ", present);
    }

    private static ImmutableArray<int> Matrix(FinishedImageRun run)
    {
        // A matrix of hundreds of classes is read by nobody.
        if (!run.Data.Exclusive || run.Data.Labels.Names.Length > 50)
            return [];
        int k = run.Data.Labels.Names.Length;
        int[] counts = new int[k * k];
        for (int i = 0; i < run.Judgement.Cases.Length; i++)
            counts[run.TrueClass(i) * k + run.Predicted(i).Class]++;
        return [.. counts];
    }

    private static ImmutableArray<CaptionedPicture> Mistaken(FinishedImageRun run)
    {
        if (!run.Data.Exclusive)
            return [];
        var names = run.Data.Labels.Names;
        return
        [
            .. Enumerable
                .Range(0, run.Judgement.Cases.Length)
                .Select(i => (Case: run.Judgement.Cases[i], Said: run.Predicted(i), Right: run.TrueClass(i)))
                .Where(each => each.Said.Class != each.Right)
                .OrderByDescending(each => each.Said.Probability)
                .Take(Shown)
                .Select(each => new CaptionedPicture(
                    LookInside.Of(run.Examples, each.Case),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{names[each.Said.Class]} ({each.Said.Probability:0.00}), is {names[each.Right]}"
                    ),
                    $"A test image of {names[each.Right]} that was taken for {names[each.Said.Class]}."
                )),
        ];
    }
}
