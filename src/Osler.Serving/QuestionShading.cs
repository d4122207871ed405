using System.Collections.Immutable;
using Osler.Core.Ensembles;
using Osler.Core.Texts;

namespace Osler.Serving;

/// <summary>What an option's probability rests on.</summary>
/// <param name="Stem">The stem's words: each is left out of the whole question.</param>
/// <param name="Words">The option's own words: each is left out of it, the other options stay.</param>
public sealed record ShadedOption(ImmutableArray<ShadedWord> Stem, ImmutableArray<ShadedWord> Words);

/// <summary>Which words the options' probabilities rest on: each is left out in turn, and the options' log-odds are compared.</summary>
/// <remarks>
/// As <see cref="TextShading"/>. Log-odds are of an option against the question's other options, so that a word of the stem that
/// speaks for all of them alike moves none. Words of a stem's beginning that do not fit are not read and not listed.
/// </remarks>
public static class QuestionShading
{
    /// <summary>Weights of the words, in the order of the question's options.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="question">One that <see cref="QuestionPredictor.Predict"/> accepts.</param>
    /// <param name="where">Its place, for messages.</param>
    /// <exception cref="Core.Faults.DataException">It has more options than the network takes, or the network gives no number.</exception>
    public static ImmutableArray<ShadedOption> Of(
        QuestionPredictor predictor,
        ExamQuestion question,
        string? where = null
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(question);
        var preprocessing = predictor.Preprocessing;
        List<PlacedToken>[] options = [.. question.Options.Select(preprocessing.Places)];
        List<PlacedToken> stem = preprocessing.Places(question.Stem);
        int read = preprocessing.Room(options.Min(option => option.Count));
        if (stem.Count > read)
            stem.RemoveRange(0, stem.Count - read);
        double[] whole = LogOdds(stem, options);
        var ofStem = Occlusion.Of(
            Words(stem),
            whole,
            (start, end) => LogOdds(Without(stem, start, end), options)
        );
        return
        [
            .. options.Select(
                (option, k) =>
                    new ShadedOption(
                        [.. ofStem[k]],
                        [
                            .. Occlusion.Of(
                                Words(option),
                                [whole[k]],
                                (start, end) =>
                                    [
                                        LogOdds(
                                            stem,
                                            [
                                                .. options[..k],
                                                Without(option, start, end),
                                                .. options[(k + 1)..],
                                            ]
                                        )[k],
                                    ]
                            )[0],
                        ]
                    )
            ),
        ];

        double[] LogOdds(List<PlacedToken> stem, List<PlacedToken>[] options) =>
            Array.ConvertAll(
                predictor.Probabilities(new CutQuestion(Ids(stem), Array.ConvertAll(options, Ids)), where),
                Ensemble.LogOdds
            );
    }

    private static int[] Ids(List<PlacedToken> tokens) => [.. tokens.Select(token => token.Id)];

    private static (int, int)[] Words(List<PlacedToken> tokens) =>
        [.. tokens.Select(token => (token.Start, token.Length)).Distinct()];

    private static List<PlacedToken> Without(List<PlacedToken> tokens, int start, int end) =>
        tokens.FindAll(token => token.Start < start || token.Start >= end);
}
