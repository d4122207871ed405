using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Imaging.Boxes;
using Osler.Imaging.Sources;

namespace Osler.Serving;

/// <summary>Judges where a model sees what it names, on images whose boxes are known.</summary>
internal static class ImagePlaces
{
    /// <summary>
    /// The localisation error by each way that the model has, as a run judges it: its own head (<c>network</c>), and its
    /// class activation maps (<c>class_activation</c>). Empty where boxes are not known, or of volumes.
    /// </summary>
    /// <param name="predictor">The model; of classes.</param>
    /// <param name="source">The images.</param>
    /// <param name="outcome">The classes' common name.</param>
    /// <param name="cases">The judged cases.</param>
    /// <param name="predictions">[cases]: what was said of each.</param>
    /// <param name="targets">[cases]: the class in the card's order.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static ImmutableArray<Measure> Errors(
        ImagePredictor predictor,
        IImageSource source,
        string outcome,
        int[] cases,
        Prediction[] predictions,
        float[] targets,
        CancellationToken cancellation
    )
    {
        if (!Judges(predictor, source))
            return [];
        bool maps = predictor.HeatSizes is { Length: 2 };
        var byHead = new bool?[cases.Length];
        var byMaps = new bool?[cases.Length];
        Parallel.For(
            0,
            cases.Length,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                var boxes = source.Boxes(cases[i]).AsSpan();
                int truth = (int)targets[i];
                int[] guessed = FlatError.Surest([.. predictions[i].Outcomes.Select(one => one.Probability)]);
                if (predictions[i].Box is { } box)
                    byHead[i] = FlatError.OfPlace([.. guessed.Select(k => new Guess(k, box))], truth, boxes);
                if (maps)
                    byMaps[i] = FlatError.OfPlace(OnMaps(predictor, source, cases[i], guessed), truth, boxes);
            }
        );
        return
        [
            .. predictor.GivesBox
                ? (Measure[])[FlatError.Measured(byHead, outcome, Evaluation.Part, "network")]
                : [],
            .. maps
                ? (Measure[])[FlatError.Measured(byMaps, outcome, Evaluation.Part, "class_activation")]
                : [],
        ];
    }

    /// <summary>Whether places are judged, so that images are read in all their pixels, with their boxes.</summary>
    public static bool Judges(ImagePredictor predictor, IImageSource source) =>
        predictor.Exclusive
        && source.HasBoxes
        && predictor.Preprocessing.Output.Rank == 3
        && (predictor.GivesBox || predictor.HeatSizes is { Length: 2 });

    // By the first member's maps.
    private static Guess[] OnMaps(ImagePredictor predictor, IImageSource source, int index, int[] guessed)
    {
        using var planes = predictor.Preprocessing.Prepare(source.Read(index));
        var frame = ImageFrame.Of(planes);
        float[] input = new float[predictor.Preprocessing.Length];
        predictor.Preprocessing.Finish(planes, input, source.Case(index).Name);
        float[] heat = predictor.Heat(input);
        var sizes = predictor.HeatSizes!.Value;
        int area = sizes[0] * sizes[1];
        return
        [
            .. guessed.Select(k => new Guess(
                k,
                frame.AsRead(
                    ActivationBox.Of(
                        heat.AsSpan(k * area, area),
                        sizes[0],
                        sizes[1],
                        frame.Height,
                        frame.Width
                    )
                )
            )),
        ];
    }
}
