using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE "a text"</c>: which words a prediction rests on, in the text and as a shaded page.</summary>
internal static class TextExplaining
{
    private const int MostListed = 8;

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
        string form = Path.GetExtension(file ?? ".html").ToLowerInvariant();
        if (form is not (".html" or ".json"))
            throw new RequestException(
                "The words can be written as .html or .json.",
                file,
                "Choose one of these endings."
            );
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
        var words = TextShading.Of(predictor, text, at);
        Tell(surroundings.Output, predictor, prediction, text.Text, words, predictor.Card.Outcomes[at].Label);
        if (file is null)
            return;
        if (form == ".json")
            Durable.WriteFile(file, stream => WriteJson(stream, prediction, explained, text.Text, words));
        else
        {
            string page = HtmlReport.Render(Page(predictor, prediction, text.Text, words, at));
            Durable.WriteFile(file, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        }
        surroundings.Error.WriteLine($"Wrote {file}.");
    }

    private static void Tell(
        TextWriter output,
        TextPredictor predictor,
        TextPrediction prediction,
        string text,
        IReadOnlyList<ShadedWord> words,
        string label
    )
    {
        TextPredictionText.WriteOne(output, predictor, prediction);
        output.WriteLine();
        foreach (var (head, sign) in ((string, int)[])[("for", 1), ("against", -1)])
        {
            string[] listed =
            [
                .. words
                    .Where(word => sign * word.Weight > 0.01)
                    .OrderByDescending(word => sign * word.Weight)
                    .Take(MostListed)
                    .Select(word =>
                        FormattableString.Invariant(
                            $"{text.Substring(word.Start, word.Length)} ({word.Weight:+0.0;-0.0})"
                        )
                    ),
            ];
            output.WriteLine(
                $"  Speaks {head} {label}: {(listed.Length == 0 ? "nothing" : string.Join(", ", listed))}"
            );
        }
        output.WriteLine("  (by how much the log-odds change without the word)");
    }

    private static ReportPage Page(
        TextPredictor predictor,
        TextPrediction prediction,
        string text,
        IReadOnlyList<ShadedWord> words,
        int outcome
    )
    {
        string label = predictor.Card.Outcomes[outcome].Label;
        return new ReportPage(
            predictor.Card.Title,
            [
                new ReportSection(
                    "words",
                    "The words that matter",
                    [
                        new KeyFigures([
                            .. prediction
                                .Outcomes.Take(3)
                                .Select(one => new KeyFigure(
                                    one.Label,
                                    PerCent.Of(one.Probability),
                                    null,
                                    null
                                )),
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
                        new ShadedText(
                            $"Orange words speak for {label}, blue ones against it: by how much the log-odds change without the word.",
                            Runs(text, words)
                        ),
                        .. prediction.Remarks.Select(remark => new Note(NoteKind.Plain, null, remark)),
                        new Bullets(predictor.Card.NotFor),
                    ]
                ),
            ]
        )
        {
            Overline = $"Osler explanation · {predictor.Card.Study}",
            Lede = predictor.Card.Question,
            Colophon = [$"Osler {OslerVersion.Text}"],
        };
    }

    private static ImmutableArray<(string, double)> Runs(string text, IReadOnlyList<ShadedWord> words)
    {
        double largest = words.Count == 0 ? 1 : Math.Max(1e-9, words.Max(word => Math.Abs(word.Weight)));
        var runs = ImmutableArray.CreateBuilder<(string, double)>();
        int at = 0;
        foreach (var word in words)
        {
            if (word.Start < at)
                continue;
            if (word.Start > at)
                runs.Add((text[at..word.Start], 0));
            runs.Add((text.Substring(word.Start, word.Length), word.Weight / largest));
            at = word.Start + word.Length;
        }
        if (at < text.Length)
            runs.Add((text[at..], 0));
        return runs.ToImmutable();
    }

    private static void WriteJson(
        Stream stream,
        TextPrediction prediction,
        string outcome,
        string text,
        IReadOnlyList<ShadedWord> words
    )
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("outcome", outcome);
        json.WriteNumber("probability", prediction.Outcomes.First(one => one.Name == outcome).Probability);
        json.WriteStartArray("words");
        foreach (var word in words)
        {
            json.WriteStartObject();
            json.WriteString("word", text.AsSpan(word.Start, word.Length));
            json.WriteNumber("start", word.Start);
            json.WriteNumber("weight", word.Weight);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
