using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Imaging.Preprocessing;

namespace Osler.Serving;

/// <summary>Whether a bundle on images still does what training saw it do.</summary>
public static class ImageVerification
{
    // An image of noise with more numbers than this (1 GB) is a fault or an attack.
    private const double MostNumbers = 1 << 28;

    /// <summary>
    /// Checks the weights' names and shapes, what the preprocessing makes of the images of noise, and the graph's answers.
    /// </summary>
    /// <param name="predictor">An opened bundle: its files have passed their checksums.</param>
    public static ImmutableArray<VerifiedCheck> Run(ImagePredictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var bundle = predictor.Bundle;
        var samples = bundle.ReadSamples();
        return
        [
            Verification.Files(bundle),
            Verification.Weights(bundle, predictor.Preprocessing.Output),
            Preprocessing(predictor.Preprocessing, samples),
            Verification.Logits(
                samples,
                predictor.Preprocessing.Length,
                predictor.Members * predictor.Outcomes,
                predictor.Logits
            ),
        ];
    }

    private static VerifiedCheck Preprocessing(ImagePreprocessing preprocessing, Samples samples)
    {
        const string name = Verification.PreprocessingName;
        if (samples.Inputs is not [NoiseImage.Input])
            return new(name, false, "the samples are no images of noise");
        double[] numbers = samples.FlatRows();
        if (numbers.Length != samples.Count || samples.Features.Length != samples.Count)
            return new(name, false, "the samples' rows are ragged");
        if (numbers.Any(number => !(number is >= 0 and <= int.MaxValue) || number != Math.Floor(number)))
            return new(name, false, "the images of noise have no numbers");
        double size = preprocessing.Expects.Largest.Aggregate(3.0, (product, axis) => product * axis);
        if (size > MostNumbers)
            return new(name, false, "the images of noise are too large");
        double largest = 0;
        float[] found = new float[preprocessing.Length];
        for (int i = 0; i < samples.Count; i++)
        {
            var expected = samples.Features[i];
            if (expected.Length != found.Length)
                return new(name, false, "the samples have another number of features");
            preprocessing.Apply(NoiseImage.Draw(preprocessing.Expects, (int)numbers[i]), found, name);
            largest = Math.Max(largest, Verification.LargestDifference(found, expected.AsSpan()));
        }
        return Verification.Features(largest, samples.Count * preprocessing.Length);
    }
}
