using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE "a text"</c>: which words a prediction rests on, in the text and as a shaded page.</summary>
internal static class TextExplaining
{
    /// <summary>Explains one text.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on text.</param>
    /// <param name="input">A file, <c>-</c>, or the text itself.</param>
    /// <param name="outcome">Which outcome; null: the most probable.</param>
    /// <param name="file">Where to write a page (.html) or JSON; null for none.</param>
    /// <exception cref="RequestException">No such outcome, or an ending that none has.</exception>
    /// <exception cref="DataException">The text is refused.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string? input,
        string? outcome,
        string? file
    )
    {
        ExplanationFile.Require(file);
        using var predictor = TextPredictor.Open(bundle);
        ReadText text = TextPredicting.Read(surroundings, input);
        var prediction = predictor.Predict(text);
        string explained = outcome ?? prediction.Outcomes[0].Name;
        string[] names = [.. predictor.Card.Outcomes.Select(one => one.Name)];
        int at = Array.IndexOf(names, explained);
        if (at < 0)
            throw new RequestException(
                $"The model has no outcome '{explained}'.",
                "--outcome",
                NearestName.Hint(explained, names)
            );
        var words = new ShadedWords(text.Text, TextShading.Of(predictor, text, at));
        string label = predictor.Card.Outcomes[at].Label;
        Tell(surroundings.Output, predictor, prediction, words, label);
        ExplanationFile.Write(
            surroundings,
            file,
            predictor.Card,
            () => [Section(predictor.Card, prediction, words, label)],
            json =>
            {
                json.WriteString("outcome", explained);
                json.WriteNumber(
                    "probability",
                    prediction.Outcomes.First(one => one.Name == explained).Probability
                );
                words.Write(json, "words");
            }
        );
    }

    private static void Tell(
        TextWriter output,
        TextPredictor predictor,
        TextPrediction prediction,
        ShadedWords words,
        string label
    )
    {
        TextPredictionText.WriteOne(output, predictor, prediction);
        output.WriteLine();
        var (speakFor, against) = ShadedWords.Heaviest(words);
        output.WriteLine($"  Speaks for {label}: {speakFor}");
        output.WriteLine($"  Speaks against {label}: {against}");
        output.WriteLine($"  ({ShadedWords.Meaning})");
    }

    private static ReportSection Section(
        Card card,
        TextPrediction prediction,
        ShadedWords words,
        string label
    ) =>
        new(
            "words",
            "The words that matter",
            [
                new KeyFigures([
                    .. prediction
                        .Outcomes.Take(3)
                        .Select(one => new KeyFigure(one.Label, PerCent.Of(one.Probability), null, null)),
                ]),
                .. prediction.Verdict == TextVerdict.CannotTell
                    ? (ReportElement[])
                        [
                            new Note(
                                NoteKind.Warning,
                                null,
                                prediction.Missing is { } missing
                                    ? $"Cannot tell. {missing}"
                                    : "Cannot tell: no outcome is probable enough."
                            ),
                        ]
                    : [],
                words.Shaded(
                    $"Orange words speak for {label}, blue ones against it: {ShadedWords.Meaning}.",
                    words.Largest
                ),
                .. prediction.Remarks.Select(remark => new Note(NoteKind.Plain, null, remark)),
                new Bullets(card.NotFor),
            ]
        );
}
