using System.Collections.Immutable;
using Osler.Core.Bundles;

namespace Osler.Serving;

/// <summary>Whether a bundle on text still does what training saw it do.</summary>
public static class TextVerification
{
    /// <summary>Checks the weights' names and shapes, the token ids of the sample texts, and the graph's answers.</summary>
    /// <param name="predictor">An opened bundle: its files have passed their checksums.</param>
    public static ImmutableArray<VerifiedCheck> Run(TextPredictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var samples = predictor.Bundle.ReadSamples();
        return
        [
            Verification.Files(predictor.Bundle),
            Verification.Weights(predictor.Bundle, [predictor.Preprocessing.Length]),
            Preprocessing(predictor, samples),
            Verification.Logits(
                samples,
                predictor.Preprocessing.Length,
                predictor.Members * predictor.Outcomes,
                predictor.Logits
            ),
        ];
    }

    private static VerifiedCheck Preprocessing(TextPredictor predictor, Samples samples)
    {
        const string name = Verification.PreprocessingName;
        var texts = Core.Texts.SampleTexts.All;
        double[] rows = samples.FlatRows();
        if (
            samples.Inputs is not [Core.Texts.SampleTexts.Input]
            || rows.Length != samples.Count
            || samples.Features.Length != samples.Count
        )
            return new(name, false, "the samples are no sample texts");
        float[] found = new float[predictor.Preprocessing.Length];
        double largest = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            if (!(rows[i] >= 0 && rows[i] < texts.Length) || samples.Features[i].Length != found.Length)
                return new(name, false, "the samples have another number of tokens, or no text");
            predictor.Preprocessing.Apply(texts[(int)rows[i]], found);
            largest = Math.Max(largest, Verification.LargestDifference(found, samples.Features[i].AsSpan()));
        }
        return Verification.Features(largest, samples.Count * found.Length);
    }
}
