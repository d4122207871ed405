using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Reports.Pictures;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What a study's network will see: some training images after preprocessing and augmentation, in one picture.</summary>
/// <param name="Picture">The sheet: each image as prepared and, where training varies images, three of its variations.</param>
/// <param name="Labels">What each image shows, in the order of the sheet.</param>
/// <param name="Variations">Variations beside each image; 0 where training shows images as they are.</param>
/// <param name="Columns">Images of a row.</param>
/// <param name="Mixed">Whether the variations are mixed with other training images (mixup, cutmix), 16 images a batch.</param>
/// <param name="Boxed">Whether the boxes of the data are drawn, in the variations where they lie there.</param>
public sealed record SampleSheet(
    Picture Picture,
    ImmutableArray<string> Labels,
    int Variations,
    int Columns,
    bool Mixed,
    bool Boxed
)
{
    private const int Varied = 3;
    private const int Batch = 16;

    /// <summary>Draws the sheet.</summary>
    /// <param name="study">A study on images.</param>
    /// <param name="samples">How many images, 1 to 400; fewer where the training part has fewer.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>The same for the same study; the images are drawn by its seed, the variations are those of epochs 1 to 3.</returns>
    /// <exception cref="RequestException">The study is on a table, or its settings do not fit the images.</exception>
    /// <exception cref="DataException">The images are unusable.</exception>
    public static SampleSheet Of(StudyFile study, int samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, 400);
        if (study.Images is null)
            throw new RequestException(
                "The study is on a table, which has no pictures to show.",
                study.Study,
                "Leave out --samples."
            );
        using var data = ImageData.Open(study, cancellation);
        int[] train = data.Rows(Part.Train);
        new KeyedRandom(study.Seed, "sample sheet").Shuffle(train);
        int[] shown = train[..Math.Min(samples, train.Length)];
        // What a normalise step learns is not seen in the pictures, so the shown images suffice.
        var preprocessing = data.Fitted(study.Images.Preprocessing.Recipe, shown, cancellation);
        using var examples = new ImageExamples(
            data.Source,
            preprocessing,
            ImageStudy.Varied(study, preprocessing.Output),
            study.Seed
        );
        int variations = examples.Varies ? Varied : 0;
        var pictures = new Picture[shown.Length * (1 + variations)];
        var drawn = new SamplePictures(examples);
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(
            0,
            shown.Length,
            options,
            i => pictures[i * (1 + variations)] = drawn.Prepared(shown[i])
        );
        int batches = (shown.Length + Batch - 1) / Batch;
        Parallel.For(
            0,
            batches * variations,
            options,
            i =>
            {
                (int number, int epoch) = (i / variations, i % variations);
                int first = number * Batch;
                // An image is mixed with others also where few are shown.
                int end = examples.Mixes ? train.Length : shown.Length;
                var varied = drawn.Varied(train[first..Math.Min(first + Batch, end)], epoch, number);
                for (int j = 0; j < Batch && first + j < shown.Length; j++)
                    pictures[(first + j) * (1 + variations) + 1 + epoch] = varied[j];
            }
        );
        int columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(shown.Length / (1.0 + variations))));
        return new(
            Mosaic.Of(pictures, columns * (1 + variations)),
            [.. shown.Select(i => ImageFindings.Words(data.Labels, i))],
            variations,
            columns,
            examples.Mixes,
            data.Source.HasBoxes
        );
    }
}
