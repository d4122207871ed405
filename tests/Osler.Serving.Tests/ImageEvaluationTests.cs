using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Tests.Shared;

namespace Osler.Serving.Tests;

public sealed class ImageEvaluationTests
{
    [Fact]
    public void Counts_by_hand_what_the_model_says_of_each_image_of_the_test_part()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(
            40,
            i => i % 3,
            ["long", "flat", "round"],
            i => i < 10 ? GivenPart.Train : GivenPart.Test
        );

        var found = ImageEvaluation.Run(predictor, source, "shape");

        Assert.Equal(Enumerable.Range(10, 30), found.Cases);
        int wrong = 0;
        foreach (int i in found.Cases)
        {
            var outcomes = predictor.Predict(SmallImageBundle.Image(i)).Outcomes;
            string said = outcomes.MaxBy(outcome => outcome.Probability)!.Name;
            wrong += said == source.Labels.Names[i % 3] ? 0 : 1;
        }
        var error = found.Results.Measures.Single(measure =>
            measure is { Name: "top1_error", Outcome: "shape" }
        );
        Assert.Equal("external", error.Part);
        Assert.Equal(wrong / 30.0, error.Estimate.Value!.Value, 1e-12);
        Assert.InRange(error.Estimate.Value!.Value, error.Estimate.Low!.Value, error.Estimate.High!.Value);
        Assert.Equal("test", (string?)found.Results.Data["part"]);
    }

    [Fact]
    public void Where_there_is_no_test_part_the_parts_that_are_judged_are_told()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(
            12,
            i => i % 3,
            [.. SmallImageBundle.Names],
            i => i < 8 ? GivenPart.Train : GivenPart.Validation
        );

        var found = ImageEvaluation.Run(predictor, source, "shape");

        Assert.Equal("training and validation", (string?)found.Results.Data["part"]);
        Assert.Contains(
            "These images have no test part, or it is empty: what is judged is their training and validation parts.",
            found.Results.Warnings!
        );
    }

    [Fact]
    public void An_image_that_is_refused_is_named_and_not_counted()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(
            6,
            i => i % 3,
            [.. SmallImageBundle.Names],
            _ => GivenPart.None,
            broken: 4
        );

        var found = ImageEvaluation.Run(predictor, source, "shape");

        var refused = Assert.Single(found.Refused);
        Assert.Equal("image 4", refused.Image);
        Assert.Equal([0, 1, 2, 3, 5], found.Cases);
        Assert.Equal(1, (int)found.Results.Data["refused"]!);
        Assert.Equal([new("image 4", "It is broken.")], found.Results.Unusable);
        Assert.Contains("1 of 6 images were refused and is not counted.", found.Results.Warnings!);
    }

    [Fact]
    public void Images_of_training_among_others_are_counted_and_the_first_named()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(30, i => i % 3, [.. SmallImageBundle.Names], _ => GivenPart.None);

        var results = ImageEvaluation.Run(predictor, source, "shape").Results;

        Assert.Equal(SmallImageBundle.Trained, (int)results.Data["images_of_training"]!);
        Assert.StartsWith(
            "8 images of 30 judged are ones that the model was made from, pixel by pixel the same: image 0, image 1, image 2, image 3, image 4, …. The figures are too good",
            Assert.Single(results.Warnings!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Other_images_alone_are_not_suspected()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(
            30,
            i => i % 3,
            [.. SmallImageBundle.Names],
            i => i < SmallImageBundle.Trained ? GivenPart.Train : GivenPart.Test
        );

        var results = ImageEvaluation.Run(predictor, source, "shape").Results;

        Assert.Equal(0, (int)results.Data["images_of_training"]!);
        Assert.Empty(results.Warnings!);
    }

    [Fact]
    public void A_bundle_from_before_there_were_marks_judges_and_says_that_it_knows_nothing()
    {
        using var bundle = new SmallImageBundle(marks: false);
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(30, i => i % 3, [.. SmallImageBundle.Names], _ => GivenPart.None);

        var results = ImageEvaluation.Run(predictor, source, "shape").Results;

        Assert.Equal(30, (int)results.Data["judged"]!);
        Assert.Null(results.Data["images_of_training"]);
        Assert.Empty(results.Warnings!);
    }

    [Fact]
    public void Images_that_predict_warns_of_are_counted_with_the_first_reason()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(
            30,
            i => i % 3,
            [.. SmallImageBundle.Names],
            i => i < SmallImageBundle.Trained ? GivenPart.Train : GivenPart.Test,
            flat: i => i is 11 or 20
        );

        var results = ImageEvaluation.Run(predictor, source, "shape").Results;

        string reason = Assert.Single(predictor.Predict(source.Read(11)).Warnings);
        Assert.Equal(2, (int)results.Data["doubtful"]!);
        Assert.Equal(
            $"2 images of 22 judged get answers that are doubtful: image 11, image 20. Of the first: {reason}",
            Assert.Single(results.Warnings!)
        );
    }

    [Fact]
    public void Labels_that_the_model_does_not_know_are_refused_with_the_nearest_that_it_does()
    {
        using var bundle = new SmallImageBundle();
        using var predictor = ImagePredictor.Open(bundle.Path);
        using var source = new Drawn(6, i => i % 3, ["round", "long", "flatt"], _ => GivenPart.None);

        var fault = Assert.Throws<RequestException>(() => ImageEvaluation.Run(predictor, source, "shape"));

        Assert.Contains("'flatt' is no outcome of the model", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'flat'", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Drawn(
        int count,
        Func<int, int> label,
        ImmutableArray<string> names,
        Func<int, GivenPart> part,
        int broken = -1,
        Func<int, bool>? flat = null
    ) : IImageSource
    {
        public string Name => "drawn";

        public string Fingerprint => "none";

        public int Count => count;

        public ImageLabels Labels { get; } =
            new(LabelKind.Classes, names, [.. Enumerable.Range(0, count).Select(i => (float)label(i))]);

        public ImageCase Case(int index) => new($"image {index}", part(index));

        public IImage Read(int index) =>
            index == broken ? throw new DataException("It is broken.", $"image {index}")
            : flat?.Invoke(index) == true
                ? Raster.OfBytes(
                    SmallImageBundle.Height,
                    SmallImageBundle.Width,
                    Photometric.Grey,
                    new byte[SmallImageBundle.Height * SmallImageBundle.Width]
                )
            : SmallImageBundle.Image(index);

        public void Dispose() { }
    }
}
