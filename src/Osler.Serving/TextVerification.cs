using System.Collections.Immutable;
using Osler.Core.Texts;

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
        int length = predictor.Preprocessing.Length;
        return
        [
            Verification.Files(predictor.Bundle),
            Verification.Weights(predictor.Bundle, [length]),
            Verification.Tokens(
                samples,
                SampleTexts.Input,
                SampleTexts.All.Length,
                length,
                i =>
                {
                    float[] ids = new float[length];
                    predictor.Preprocessing.Apply(SampleTexts.All[i], ids);
                    return ids;
                },
                "text"
            ),
            Verification.Logits(samples, length, predictor.Members * predictor.Outcomes, predictor.Logits),
        ];
    }
}
