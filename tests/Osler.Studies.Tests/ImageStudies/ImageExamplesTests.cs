using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class ImageExamplesTests : IDisposable
{
    private const int Images = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-examples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_cache_opens_though_the_first_image_is_broken()
    {
        using var source = new Watched(broken: 0);
        using var plain = Examples(source);
        using var kept = Examples(source, cache: _folder);
        float[] expected = new float[plain.Input.Values];
        float[] found = new float[plain.Input.Values];

        for (int pass = 0; pass < 2; pass++)
        {
            plain.Inputs([5], epoch: 1, training: true, expected);
            kept.Inputs([5], epoch: 1, training: true, found);
            Assert.Equal(expected, found);
        }

        Assert.Single(Directory.GetFiles(_folder));
        Assert.Throws<DataException>(() => kept.Inputs([0], epoch: 1, training: true, found));
    }

    [Fact]
    public void An_image_with_a_box_is_prepared_once_an_epoch_and_its_boxes_are_read_once()
    {
        using var source = new Watched();
        using var examples = Examples(source, boxes: true);
        int[] cases = [.. Enumerable.Range(0, Images)];
        float[] inputs = new float[Images * examples.Input.Values];
        float[] targets = new float[Images * examples.Outcomes];
        int before = source.Reads;

        for (int epoch = 0; epoch < 3; epoch++)
        {
            examples.Inputs(cases, epoch, training: true, inputs);
            examples.Targets(cases, epoch, targets);
        }
        Assert.Equal(3 * Images, source.Reads - before);

        examples.Inputs(cases, 0, training: false, inputs);
        examples.Targets(cases, targets);
        Assert.Equal(4 * Images, source.Reads - before);
        Assert.Equal(Images, source.BoxReads);
    }

    [Fact]
    public void Targets_are_the_same_whether_or_not_the_images_were_asked_for_before()
    {
        using var source = new Watched();
        using var one = Examples(source, boxes: true);
        using var other = Examples(source, boxes: true);
        int[] cases = [.. Enumerable.Range(0, Images)];
        float[] inputs = new float[Images * one.Input.Values];
        float[] expected = new float[Images * one.Outcomes];
        float[] found = new float[Images * one.Outcomes];

        one.Targets(cases, 2, expected);
        other.Inputs(cases, 2, training: true, inputs);
        other.Targets(cases, 2, found);
        Assert.Equal(expected, found);

        one.Targets(cases, expected);
        other.Inputs(cases, 2, training: false, inputs);
        other.Targets(cases, found);
        Assert.Equal(expected, found);
    }

    private static ImageExamples Examples(Watched source, bool boxes = false, string? cache = null)
    {
        var study = StudyFile.Open("imagenet");
        var preprocessing = study.Images!.Preprocessing.Recipe.Fit(Images - 1, i => source.Read(i + 1));
        return new(source, preprocessing, study.Images.Augmentation.Steps, seed: 1, boxes, cache);
    }

    /// <summary>Simulated shapes that count how often they are asked for.</summary>
    private sealed class Watched(int broken = -1) : IImageSource
    {
        private readonly ShapeSimulator _shapes = ShapeSimulator.Draw(Images, seed: 5);

        public int Reads { get; private set; }

        public int BoxReads { get; private set; }

        public string Name => _shapes.Name;

        public string Fingerprint => _shapes.Fingerprint;

        public int Count => _shapes.Count;

        public ImageLabels Labels => _shapes.Labels;

        public bool HasBoxes => true;

        public ImageCase Case(int index) => _shapes.Case(index);

        public IImage Read(int index)
        {
            Reads++;
            return index == broken
                ? throw new DataException("It is broken.", Case(index).Name)
                : _shapes.Read(index);
        }

        public ImmutableArray<PixelBox> Boxes(int index)
        {
            BoxReads++;
            return _shapes.Boxes(index);
        }

        public void Dispose() => _shapes.Dispose();
    }
}
