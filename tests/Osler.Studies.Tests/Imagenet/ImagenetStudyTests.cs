using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Serving;

namespace Osler.Studies.Tests.Imagenet;

public sealed class ImagenetStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-imagenet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Simulated_shapes_go_from_no_data_to_errors_of_class_and_place()
    {
        var study = StudyFile.Open(
            "imagenet",
            ["data.simulate.patients=240", "training.epochs=1", "evaluation.bootstrap_draws=100"]
        );
        var outcome = Study.Run(study, new RunOptions { OutFolder = Path.Combine(_folder, "run") });

        using var results = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(_folder, "run", "results.json"))
        );
        var measures = results.RootElement.GetProperty("measures").EnumerateArray().ToArray();
        foreach (string name in (string[])["top1_error", "top5_error", "localisation_error"])
            Assert.Contains(measures, measure => measure.GetProperty("name").GetString() == name);
        // By the localisation head, and from class activation maps.
        Assert.Equal(
            ["network", "class_activation"],
            outcome
                .Measures.Where(measure => measure.Name == "localisation_error")
                .Select(measure => measure.Model)
        );
        // Who has the class wrong can't have its place right.
        double top5 = Value("top5_error");
        Assert.All(
            outcome.Measures.Where(measure => measure.Name == "localisation_error"),
            measure => Assert.InRange(measure.Estimate.Value!.Value, top5, 1)
        );
        Card card = BundleFolder.Open(Path.Combine(_folder, "run", "bundle")).ReadCard();
        Assert.Equal("ten_crops", card.Images!.Views);
        Assert.True(card.Images.Box);
        Assert.Equal([3, 64, 64], card.Images.Input);
        Assert.Contains(
            "id=\"places\"",
            File.ReadAllText(Path.Combine(_folder, "run", "report.html")),
            StringComparison.Ordinal
        );
        Assert.Equal(Places(outcome.Measures), Places(Evaluated()));

        // On the same images the bundle's places are as wrong as the run's.
        ImmutableArray<Measure> Evaluated()
        {
            using var predictor = ImagePredictor.Open(Path.Combine(_folder, "run", "bundle"));
            using var shapes = ShapeSimulator.Draw(240, study.Seed);
            return ImageEvaluation.Run(predictor, shapes, "class").Results.Measures;
        }

        static (string, double?)[] Places(ImmutableArray<Measure> measures) =>
            [
                .. measures
                    .Where(measure => measure.Name == "localisation_error")
                    .Select(measure => (measure.Model, measure.Estimate.Value)),
            ];

        double Value(string name) =>
            outcome
                .Measures.Single(measure => measure.Name == name && measure.Outcome == "class")
                .Estimate.Value!.Value;
    }

    [Fact]
    public void The_study_with_data_is_the_paper_s()
    {
        var study = StudyFile.Open("imagenet", data: "ilsvrc");
        Assert.Equal("alexnet2012", study.Network.Title);
        Assert.Null(study.Data.Simulate);
        Assert.NotNull(StudyFile.Open("imagenet").Data.Simulate);
    }

    [Theory, InlineData(null), InlineData("ilsvrc")]
    public void The_network_of_activation_maps_has_as_many_outputs_as_the_data_have_classes(string? data)
    {
        var study = StudyFile.Open("imagenet", ["network=activation"], data);
        var network = study.Chosen.Block([], outcomes: 7);
        Assert.Equal([7], Core.Blocks.ShapeInference.Of(network, [3, 64, 64]));
    }

    [Fact]
    public void A_network_without_a_box_is_told_the_loss_that_needs_none()
    {
        var study = StudyFile.Open("imagenet", ["network=activation", "data.simulate.patients=120"]);
        var fault = Assert.Throws<Osler.Core.Faults.RequestException>(() =>
            Study.Run(study, new RunOptions { OutFolder = Path.Combine(_folder, "run") })
        );
        Assert.Contains("training.loss=softmax_cross_entropy", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_a_box_that_nothing_learns_is_told_what_to_change()
    {
        var study = StudyFile.Open(
            "imagenet",
            [
                "network={preset: resnet18, box: true}",
                "training.loss=softmax_cross_entropy",
                "data.simulate.patients=120",
            ]
        );
        var fault = Assert.Throws<Osler.Core.Faults.RequestException>(() =>
            Study.Run(study, new RunOptions { OutFolder = Path.Combine(_folder, "run") })
        );
        Assert.Contains("Take 'box: true' out of the network", fault.Message, StringComparison.Ordinal);
        Assert.Contains("training.loss=class_and_box", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_part_is_followed_by_the_loss_of_class_and_box()
    {
        var study = StudyFile.Open(
            "imagenet",
            [
                "data.simulate.patients=120",
                "split.given.validation=0.2",
                "training.epochs=1",
                "evaluation.bootstrap_draws=100",
            ]
        );
        Assert.Null(study.Training.EarlyStopping);
        var outcome = Study.Run(study, new RunOptions { OutFolder = Path.Combine(_folder, "run") });
        Assert.Contains(outcome.Measures, measure => measure.Name == "localisation_error");
    }

    [Fact]
    public void A_simulated_box_holds_the_thing_and_nothing_beside_it()
    {
        using var shapes = ShapeSimulator.Draw(36, seed: 3);
        Assert.Equal(12, shapes.Labels.Names.Length);
        for (int i = 0; i < shapes.Count; i++)
        {
            var image = (Raster)shapes.Read(i);
            var box = Assert.Single(shapes.Boxes(i));
            Assert.InRange(box.Left, 0, box.Right - 10);
            Assert.InRange(box.Right, box.Left, image.Width - 1);
            Assert.InRange(box.Bottom, box.Top + 10, image.Height - 1);
            Assert.Equal(i < 28 ? GivenPart.Train : GivenPart.Test, shapes.Case(i).Part);
        }
        using var again = ShapeSimulator.Draw(36, seed: 3);
        Assert.Equal(((Raster)shapes.Read(7)).Bytes, ((Raster)again.Read(7)).Bytes);
        using var other = ShapeSimulator.Draw(36, seed: 4);
        Assert.NotEqual(shapes.Fingerprint, other.Fingerprint);
        Assert.False(((Raster)shapes.Read(7)).Bytes.SequenceEqual(((Raster)other.Read(7)).Bytes));
    }

    [Fact]
    public void A_learnt_box_follows_its_image_through_crop_and_mirror()
    {
        using var shapes = ShapeSimulator.Draw(24, seed: 5);
        var study = StudyFile.Open("imagenet");
        var preprocessing = study.Images!.Preprocessing.Recipe.Fit(24, i => shapes.Read(i));
        var examples = new ImageExamples(
            shapes,
            preprocessing,
            study.Images.Augmentation.Steps,
            seed: 1,
            boxes: true
        );
        float[] targets = new float[5];
        float[] pixels = new float[preprocessing.Length];
        int compared = 0;
        for (int i = 0; i < 24; i++)
        {
            examples.Targets([i], epoch: 2, targets);
            Assert.Equal(shapes.Labels.Class(i), (int)targets[0]);
            if (targets.Any(float.IsNaN) || targets[1..].Any(edge => edge is <= 0 or >= 1))
                continue;
            examples.Inputs([i], 2, training: true, pixels);
            // Twice the box's size around it the ground is far more even than the thing's edge.
            double inside = Contrast(pixels, targets);
            Assert.True(inside > 0, $"case {i}");
            compared++;
        }
        Assert.InRange(compared, 10, 24);
    }

    // By how much the box's inside differs from the ring around it, on the first channel.
    private static double Contrast(float[] pixels, float[] edges)
    {
        (double inner, double outer, int n, int m) = (0, 0, 0, 0);
        double height = edges[3] - edges[1];
        double width = edges[4] - edges[2];
        double middle = 0;
        for (int row = 0; row < 64; row++)
        for (int column = 0; column < 64; column++)
            middle += pixels[row * 64 + column] / 4096;
        for (int row = 0; row < 64; row++)
        for (int column = 0; column < 64; column++)
        {
            double y = ((row + 0.5) / 64 - edges[1]) / height;
            double x = ((column + 0.5) / 64 - edges[2]) / width;
            double far = Math.Abs(pixels[row * 64 + column] - middle);
            if (y is > 0.2 and < 0.8 && x is > 0.2 and < 0.8)
                (inner, n) = (inner + far, n + 1);
            else if (y is < -0.05 or > 1.05 || x is < -0.05 or > 1.05)
                (outer, m) = (outer + far, m + 1);
        }
        return inner / Math.Max(1, n) - outer / Math.Max(1, m);
    }
}
