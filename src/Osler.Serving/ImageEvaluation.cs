using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Sources;

namespace Osler.Serving;

/// <summary>A model judged on images that it has never met, with its thresholds frozen.</summary>
/// <param name="Results">Every measure.</param>
/// <param name="Cases">The judged cases, by their number in the source.</param>
/// <param name="Probabilities">[cases, outcomes] row-major, in the card's order.</param>
/// <param name="Targets">
/// Of exclusive outcomes [cases]: the outcome's place in the card. Of others [cases, outcomes]: 0, 1, or NaN where unknown.
/// </param>
/// <param name="Refused">Images that could not be read or are unlike those of training, with the reason.</param>
public sealed record ImageEvaluation(
    Results Results,
    ImmutableArray<int> Cases,
    ImmutableArray<double> Probabilities,
    ImmutableArray<float> Targets,
    ImmutableArray<ImageAnswer> Refused
)
{
    /// <summary>
    /// Predicts for the images of known label, and judges. Where the source divides its images itself, its test part alone
    /// is judged; where that is empty, the others are, and a warning says so.
    /// </summary>
    /// <param name="predictor">The model.</param>
    /// <param name="source">Images with labels of the card's names.</param>
    /// <param name="outcome">The classes' common name.</param>
    /// <param name="time">The clock that times the stages.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="RequestException">Labels of another kind or of unknown names.</exception>
    /// <exception cref="DataException">No image of known label can be judged.</exception>
    public static ImageEvaluation Run(
        ImagePredictor predictor,
        IImageSource source,
        string outcome,
        TimeProvider? time = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(source);
        time ??= TimeProvider.System;
        long start = time.GetTimestamp();
        int[] places = Places(predictor, source);
        int[] all = [.. Enumerable.Range(0, source.Count)];
        int[] tests = [.. all.Where(i => source.Case(i).Part == GivenPart.Test)];
        int[] candidates = [.. (tests.Length > 0 ? tests : all).Where(source.Labels.IsKnown)];
        string? parts = Parts(source, tests.Length > 0 ? tests : all);
        var answers = new ImageAnswer[candidates.Length];
        var marks = predictor.Bundle.Has(BundleFile.MarksName)
            ? ImageMarks.Read(
                predictor.Bundle.Read(BundleFile.MarksName),
                predictor.Bundle.Shown(BundleFile.MarksName)
            )
            : null;
        bool[] known = new bool[candidates.Length];
        Parallel.For(
            0,
            candidates.Length,
            new ParallelOptions { CancellationToken = cancellation },
            i => answers[i] = Answer(predictor, source, candidates[i], marks, out known[i])
        );
        int[] judged = [.. Enumerable.Range(0, answers.Length).Where(i => answers[i].Prediction is not null)];
        if (judged.Length == 0)
            throw new DataException(
                answers.Length == 0
                    ? "No image has a known label."
                    : $"All {answers.Length} images were refused, the first because: {answers[0].Reason}",
                source.Name
            );
        int[] cases = [.. judged.Select(i => candidates[i])];
        double[] probabilities =
        [
            .. judged.SelectMany(i => answers[i].Prediction!.Outcomes.Select(one => one.Probability)),
        ];
        float[] targets = Told(source.Labels, cases, places, predictor);
        double predicting = time.GetElapsedTime(start).TotalSeconds;
        long judging = time.GetTimestamp();
        var measures = Judge(predictor, outcome, cases, probabilities, targets, source)
            .AddRange(
                ImagePlaces.Errors(
                    predictor,
                    source,
                    outcome,
                    cases,
                    [.. judged.Select(i => answers[i].Prediction!)],
                    targets,
                    cancellation
                )
            );
        var card = predictor.Card;
        ImageAnswer[] refused = [.. answers.Where(answer => answer.Prediction is null)];
        var suspicions = new ImageSuspicions(
            source.Fingerprint == card.Data.Fingerprint,
            parts,
            [.. judged.Where(i => known[i]).Select(i => answers[i])],
            marks is { MayLack: true },
            [.. judged.Select(i => answers[i]).Where(answer => !answer.Prediction!.Warnings.IsEmpty)],
            refused.Length,
            answers.Length
        );
        var results = Results.Of(
            card,
            new JsonObject
            {
                ["source"] = source.Name,
                ["fingerprint"] = source.Fingerprint,
                ["images"] = source.Count,
                ["part"] = parts,
                ["judged"] = cases.Length,
                ["refused"] = refused.Length,
                ["doubtful"] = suspicions.Doubtful.Length,
                ["trained_on"] = card.Data.Fingerprint,
                ["same_data_as_training"] = suspicions.SameData,
                ["images_of_training"] = marks is null ? null : suspicions.Known.Length,
            },
            measures,
            [
                .. suspicions.Sentences(),
                .. predictor.Exclusive ? [] : MeanOver.Remarks(measures),
                .. source.Remarks,
            ],
            ("predict", predicting),
            ("judge", time.GetElapsedTime(judging).TotalSeconds)
        ) with
        {
            Unusable =
                refused.Length == 0
                    ? null
                    : [.. refused.Select(answer => new UnusableFile(answer.Image, answer.Reason!))],
        };
        return new(results, [.. cases], [.. probabilities], [.. targets], [.. refused]);
    }

    // The parts that some images belong to, in words; null where their source has none.
    private static string? Parts(IImageSource source, int[] cases)
    {
        GivenPart[] parts = [.. cases.Select(i => source.Case(i).Part).Distinct().Order()];
        return parts is [] or [GivenPart.None] ? null : string.Join(" and ", parts.Select(GivenParts.Word));
    }

    private static ImmutableArray<Measure> Judge(
        ImagePredictor predictor,
        string outcome,
        int[] cases,
        double[] probabilities,
        float[] targets,
        IImageSource source
    )
    {
        var card = predictor.Card;
        string[] names = [.. card.Outcomes.Select(one => one.Name)];
        var patients = SourcePatients.Of(source);
        ulong[] ofCases = patients.Keys(cases);
        ImmutableArray<OperatingPoint> Points(string name) =>
            [
                .. card
                    .OperatingPoints.Where(point => point.Outcome == name)
                    .Select(point => new OperatingPoint(point.Name, point.Threshold, point.Rule)),
            ];
        return predictor.Exclusive
            ? ClassesJudge.Judge(
                outcome,
                names,
                Evaluation.Part,
                probabilities,
                Array.ConvertAll(targets, target => (int)target),
                Points(names[1]),
                ofCases,
                card.Seed
            )
            : MultiLabelJudge.Judge(
                names,
                Evaluation.Part,
                "network",
                probabilities,
                targets,
                ofCases,
                names.ToDictionary(
                    name => name,
                    name => (IReadOnlyList<OperatingPoint>)Points(name),
                    StringComparer.Ordinal
                ),
                card.Seed
            );
    }

    private static ImageAnswer Answer(
        ImagePredictor predictor,
        IImageSource source,
        int index,
        ImageMarks? marks,
        out bool known
    )
    {
        known = false;
        string name = source.Case(index).Name;
        try
        {
            bool places = ImagePlaces.Judges(predictor, source);
            var image = source.Read(index, places ? null : predictor.Target);
            if (places)
                ImageSurvey.RequireBoxesWithin(image, source, index);
            known = marks is not null && marks.Has(image);
            return new(name, predictor.Predict(image, name), null);
        }
        catch (DataException fault)
        {
            return new(name, null, fault.What);
        }
    }

    // The card's place of each of the source's names.
    private static int[] Places(ImagePredictor predictor, IImageSource source)
    {
        if ((source.Labels.Kind == LabelKind.Classes) != predictor.Exclusive)
            throw new RequestException(
                predictor.Exclusive
                    ? "The labels are findings, and the model tells classes apart."
                    : "The labels are classes, and the model looks for findings.",
                source.Name
            );
        string[] known = [.. predictor.Card.Outcomes.Select(outcome => outcome.Name)];
        return
        [
            .. source.Labels.Names.Select(name =>
            {
                int place = Array.IndexOf(known, name);
                return place >= 0
                    ? place
                    : throw new RequestException(
                        $"'{name}' is no outcome of the model.",
                        source.Name,
                        NearestName.Hint(name, known)
                    );
            }),
        ];
    }

    private static float[] Told(ImageLabels labels, int[] cases, int[] places, ImagePredictor predictor)
    {
        if (predictor.Exclusive)
            return [.. cases.Select(i => (float)places[labels.Class(i)!.Value])];
        int outcomes = predictor.Outcomes;
        float[] told = new float[cases.Length * outcomes];
        told.AsSpan().Fill(float.NaN);
        for (int i = 0; i < cases.Length; i++)
        for (int k = 0; k < places.Length; k++)
            told[i * outcomes + places[k]] = labels.Of(cases[i])[k];
        return told;
    }
}
