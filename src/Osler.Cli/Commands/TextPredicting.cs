using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE "a text"</c>: the ranked conditions for one text or for many.</summary>
internal static class TextPredicting
{
    /// <summary>Predicts and writes.</summary>
    /// <param name="surroundings">Where answers and remarks go.</param>
    /// <param name="bundle">A bundle on text.</param>
    /// <param name="inputs">
    /// Each a file of one text, a table (csv, tsv) with a text a row in the study's column, or the text itself; none or
    /// <c>-</c>: standard input.
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
        bool one = inputs.Length <= 1 && !inputs.Any(IsTable);
        var answers = new List<TextAnswer>();
        foreach (var (name, read) in Texts(surroundings, bundle, inputs))
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
        Surroundings surroundings,
        BundleFolder bundle,
        string[] inputs
    )
    {
        foreach (string input in inputs.DefaultIfEmpty("-"))
            if (IsTable(input))
                foreach (
                    var (where, text) in TextTable.Unlabelled(
                        input,
                        BundleStudy.Of(bundle).Text?.Column ?? "text"
                    )
                )
                    yield return (where, () => ReadText.Of(text, where));
            else
                yield return (NameOf(input), () => Read(surroundings, input));
    }

    private static bool IsTable(string input) => File.Exists(input) && TextTable.IsTable(input);

    /// <summary>The text that an argument means: a file's, standard input's, or the argument itself.</summary>
    /// <exception cref="DataException">No text, or a file that is not there.</exception>
    public static ReadText Read(Surroundings surroundings, string? input)
    {
        if (input is null or "-")
        {
            using Stream stream = surroundings.OpenInput();
            return ReadText.Of(Bytes(stream), "standard input");
        }
        if (File.Exists(input))
        {
            using FileStream stream = File.OpenRead(input);
            return ReadText.Of(Bytes(stream), input);
        }
        return LooksLikeFile(input)
            ? throw new DataException(
                "There is no such file.",
                input,
                "Give a file of text, or the text itself in quotes."
            )
            : ReadText.Of(input);
    }

    private static bool LooksLikeFile(string input) =>
        !input.Contains(' ')
        && (
            input.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
            || input.Contains('/')
            || input.Contains('\\')
        );

    private static string NameOf(string input) =>
        input == "-" ? "standard input"
        : File.Exists(input) ? input
        : "text";

    // One byte more than is allowed, so that too long a text is told from one that just fits.
    private static byte[] Bytes(Stream stream)
    {
        const int most = 4 * ReadText.MostLetters + 1;
        using var bytes = new MemoryStream();
        byte[] block = new byte[1 << 16];
        int read;
        while (bytes.Length < most && (read = stream.Read(block)) > 0)
            bytes.Write(block, 0, read);
        return bytes.ToArray();
    }
}
