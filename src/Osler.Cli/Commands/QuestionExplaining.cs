using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE questions.jsonl</c>: which words of stem and option each option's probability rests on.</summary>
internal static class QuestionExplaining
{
    /// <summary>Explains one question.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on questions.</param>
    /// <param name="input">A file of JSON lines, or <c>-</c>; null where the question is set.</param>
    /// <param name="settings">The question as <c>stem=…</c> and <c>LETTER=option</c>; empty where a file is given.</param>
    /// <param name="row">Which question of the file, from 1.</param>
    /// <param name="file">Where to write a page (.html) or JSON; null for none.</param>
    /// <exception cref="RequestException">Both or neither of file and settings, no such question, or an ending that there is not.</exception>
    /// <exception cref="DataException">The question is refused, or a line is none.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string? input,
        string[] settings,
        int row,
        string? file
    )
    {
        ExplanationFile.Require(file);
        using var predictor = QuestionPredictor.Open(bundle);
        var (questions, _) = QuestionPredicting.Questions(
            surroundings,
            input is null ? [] : [input],
            settings
        );
        if (row < 1 || row > questions.Length)
            throw new RequestException(
                $"There {(questions.Length == 1 ? "is one question" : $"are {questions.Length} questions")}, and none is number {row}.",
                "--row",
                "Count the questions of the file from 1."
            );
        var (where, question) = questions[row - 1];
        var prediction = predictor.Predict(question, where);
        var shading = QuestionShading.Of(predictor, question, where);
        Explained[] options =
        [
            .. prediction.Options.Select(option => new Explained(
                option,
                new(question.Stem, shading[option.Option - 1].Stem),
                new(option.Text, shading[option.Option - 1].Words)
            )),
        ];
        var output = surroundings.Output;
        QuestionPredictionText.WriteOne(output, predictor, prediction);
        foreach (var (option, stem, words) in options)
        {
            var (speakFor, against) = ShadedWords.Heaviest(stem, words);
            output.WriteLine();
            output.WriteLine($"  For {QuestionPredictionText.Short(option.Text)}: {speakFor}");
            output.WriteLine($"  Against it: {against}");
        }
        output.WriteLine($"  ({ShadedWords.Meaning}, against the other options)");
        ExplanationFile.Write(
            surroundings,
            file,
            predictor.Card,
            () => Sections(predictor, prediction, options),
            json =>
            {
                json.WriteString("question", question.Stem);
                json.WriteString(
                    "verdict",
                    prediction.Verdict == TextVerdict.CannotTell ? "cannot_tell" : "answer"
                );
                json.WriteStartArray("options");
                foreach (var (option, stem, words) in options)
                {
                    json.WriteStartObject();
                    json.WriteNumber("option", option.Option);
                    json.WriteString("text", option.Text);
                    json.WriteNumber("probability", option.Probability);
                    stem.Write(json, "stem");
                    words.Write(json, "words");
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
        );
    }

    // One scale of shades, so that options can be compared.
    private static IEnumerable<ReportSection> Sections(
        QuestionPredictor predictor,
        QuestionPrediction prediction,
        Explained[] options
    )
    {
        double largest = options.Max(option => Math.Max(option.Stem.Largest, option.Words.Largest));
        foreach (var (option, stem, words) in options)
            yield return new ReportSection(
                string.Create(CultureInfo.InvariantCulture, $"option-{option.Option}"),
                $"{QuestionPredictionText.Short(option.Text)}: {PerCent.Of(option.Probability)}",
                [
                    .. option == options[0].Option && prediction.Verdict == TextVerdict.CannotTell
                        ? (ReportElement[])
                            [
                                new Note(
                                    NoteKind.Warning,
                                    null,
                                    QuestionPredictionText.CannotTell(predictor.Reading)
                                ),
                            ]
                        : [],
                    stem.Shaded(
                        $"The question. Orange words speak for this option, blue ones against it: {ShadedWords.Meaning}, against the other options.",
                        largest
                    ),
                    words.Shaded("The option's own words, on the same scale.", largest),
                ]
            );
        yield return new ReportSection(
            "reading",
            "How to read this",
            [
                .. prediction.Remarks.Select(remark => new Note(NoteKind.Plain, null, remark)),
                new Bullets(predictor.Card.NotFor),
            ]
        );
    }

    private sealed record Explained(RankedOption Option, ShadedWords Stem, ShadedWords Words);
}
