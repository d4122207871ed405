using System.Collections.Immutable;
using Osler.Core.Bundles;
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
            Preprocessing(predictor, samples, width),
            Verification.Logits(samples, width, predictor.Members * predictor.Options, predictor.Logits),
        ];
    }

    private static VerifiedCheck Preprocessing(QuestionPredictor predictor, Samples samples, int width)
    {
        const string name = Verification.PreprocessingName;
        var questions = SampleQuestions.All;
        double[] rows = samples.FlatRows();
        if (
            samples.Inputs is not [SampleQuestions.Input]
            || rows.Length != samples.Count
            || samples.Features.Length != samples.Count
        )
            return new(name, false, "the samples are no sample questions");
        double largest = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            if (!(rows[i] >= 0 && rows[i] < questions.Length) || samples.Features[i].Length != width)
                return new(name, false, "the samples have another number of tokens, or no question");
            float[] found = predictor.Preprocessing.Apply(
                SampleQuestions.Of(questions[(int)rows[i]], predictor.Options),
                predictor.Options
            );
            largest = Math.Max(largest, Verification.LargestDifference(found, samples.Features[i].AsSpan()));
        }
        return Verification.Features(largest, samples.Count * width);
    }
}
