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
