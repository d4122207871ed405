using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE "a text"</c>: the ranked conditions for one text or for many.</summary>
internal static class TextPredicting
{
    private const string StandardInput = "standard input";
    private const string Wanted = "Give a file of text, or the text itself in quotes.";
    private const int Most = 4 * ReadText.MostLetters + 1;

    /// <summary>Predicts and writes.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on text.</param>
    /// <param name="inputs">
    /// Each a file of one text, a table (csv, tsv) with a text a row in the study's column, or the text itself; none or
    /// <c>-</c>: standard input, which is a table where its first line names that column.
    /// </param>
    /// <param name="form">How to write.</param>
    /// <param name="result">Where to; null for standard output.</param>
    /// <returns><see cref="ExitCode.BadData"/> where a text of several was refused.</returns>
    /// <exception cref="DataException">The only text is refused.</exception>
    public static ExitCode Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string[] inputs,
        AnswerForm form,
        string? result
    )
    {
        using var predictor = TextPredictor.Open(bundle);
        string column = BundleStudy.Of(bundle).Text?.Column ?? "text";
        byte[] piped = inputs.DefaultIfEmpty("-").Contains("-") ? Piped(surroundings) : [];
        bool one = inputs.Length <= 1 && !inputs.Any(IsTable) && !TextTable.HasColumn(piped, column);
        var answers = new List<TextAnswer>();
        foreach (var (name, read) in Texts(column, inputs, piped))
        {
            try
            {
                answers.Add(new(name, predictor.Predict(read(), one ? null : name), null));
            }
            catch (DataException fault) when (!one)
            {
                answers.Add(new(name, null, fault.What));
                surroundings.Error.WriteLine($"Refused {name}: {fault.What}");
            }
        }
        AnswerFile.Write(
            surroundings,
            result,
            output =>
            {
                switch (form)
                {
                    case AnswerForm.Json:
                        TextPredictionJson.Write(output, predictor, answers);
                        break;
                    case AnswerForm.Csv:
                        TextPredictionCsv.Write(output, predictor, answers);
                        break;
                    default:
                        TextPredictionText.Write(output, predictor, answers);
                        break;
                }
            }
        );
        return answers.Any(answer => answer.Reason is not null) ? ExitCode.BadData : ExitCode.Done;
    }

    // What each text is called in the answers, and how it is read: a text that cannot be read is an answer too.
    private static IEnumerable<(string Name, Func<ReadText> Read)> Texts(
        string column,
        string[] inputs,
        byte[] piped
    )
    {
        foreach (string input in inputs.DefaultIfEmpty("-"))
            if (input == "-" && TextTable.HasColumn(piped, column))
                foreach (var (where, text) in TextTable.Unlabelled(StandardInput, piped, column))
                    yield return (where, () => ReadText.Of(text, where));
            else if (input == "-")
                yield return (StandardInput, () => ReadText.Of(piped, StandardInput));
            else if (IsTable(input))
                foreach (var (where, text) in TextTable.Unlabelled(input, column))
                    yield return (where, () => ReadText.Of(text, where));
            else
                yield return (File.Exists(input) ? input : "text", () => Read(input));
    }

    private static bool IsTable(string input) => File.Exists(input) && TextTable.IsTable(input);

    /// <summary>The text that an argument means: a file's, standard input's, or the argument itself.</summary>
    /// <exception cref="DataException">No text, a folder, a file of questions, or a file that is not there.</exception>
    public static ReadText Read(Surroundings surroundings, string? input) =>
        input is null or "-" ? ReadText.Of(Piped(surroundings), StandardInput) : Read(input);

    private static ReadText Read(string input)
    {
        if (Directory.Exists(input))
            throw new DataException("This is a folder.", input, Wanted);
        if (File.Exists(input))
        {
            if (Path.GetExtension(input).ToLowerInvariant() is ".json" or ".jsonl")
                throw new DataException(
                    "This bundle reads texts, and a file of JSON is none: exam questions go to a bundle of the study 'exams'.",
                    input,
                    "Give a file of text, a CSV with a text a row, or the text itself in quotes."
                );
            using FileStream stream = File.OpenRead(input);
            return ReadText.Of(Bytes(stream), input);
        }
        return LooksLikeFile(input)
            ? throw new DataException("There is no such file.", input, Wanted)
            : ReadText.Of(input);
    }

    // One word with a separator or an ending, such as ".csv": nobody describes a patient so.
    private static bool LooksLikeFile(string input) =>
        !input.Any(char.IsWhiteSpace)
        && (
            input.Contains('/')
            || input.Contains('\\')
            || Path.GetExtension(input) is { Length: >= 2 and <= 6 } ending
                && char.IsAsciiLetter(ending[1])
                && ending.Skip(1).All(char.IsAsciiLetterOrDigit)
        );

    // A table that may be cut off is refused: rows would be missing from the answers.
    private static byte[] Piped(Surroundings surroundings)
    {
        using Stream stream = surroundings.OpenInput();
        byte[] bytes = Bytes(stream);
        return bytes.Length < Most
            ? bytes
            : throw new DataException(
                "Standard input is longer than a text may be.",
                StandardInput,
                "Give a table as a file."
            );
    }

    // A byte more than is allowed, so that too long a text is told from one that just fits.
    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        byte[] block = new byte[1 << 16];
        int read;
        while (bytes.Length < Most && (read = stream.Read(block)) > 0)
            bytes.Write(block, 0, read);
        return bytes.ToArray();
    }
}
