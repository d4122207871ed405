using System.Collections.Immutable;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>Whether a bundle on questions still does what training saw it do.</summary>
public static class QuestionVerification
{
    /// <summary>Checks the weights' names and shapes, the token ids of the sample questions, and the graph's answers.</summary>
    /// <param name="predictor">An opened bundle: its files have passed their checksums.</param>
    public static ImmutableArray<VerifiedCheck> Run(QuestionPredictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var samples = predictor.Bundle.ReadSamples();
        int width = predictor.Options * predictor.Preprocessing.Length;
        return
        [
            Verification.Files(predictor.Bundle),
            Verification.Weights(predictor.Bundle, [predictor.Options, predictor.Preprocessing.Length]),
            Verification.Tokens(
                samples,
                SampleQuestions.Input,
                SampleQuestions.All.Length,
                width,
                i =>
                    predictor.Preprocessing.Apply(
                        SampleQuestions.Of(SampleQuestions.All[i], predictor.Options),
                        predictor.Options
                    ),
                "question"
            ),
            Verification.Logits(samples, width, predictor.Members * predictor.Options, predictor.Logits),
        ];
    }
}
