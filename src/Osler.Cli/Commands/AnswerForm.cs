using Osler.Core.Faults;

namespace Osler.Cli.Commands;

/// <summary>How an answer is written.</summary>
internal enum AnswerForm
{
    Text,
    Json,
    Csv,
}

/// <summary>Which form is asked for.</summary>
internal static class AnswerForms
{
    /// <exception cref="RequestException">An ending that none has, or one that --json contradicts.</exception>
    public static AnswerForm Of(bool json, string? result) =>
        (json, Path.GetExtension(result ?? "").ToLowerInvariant()) switch
        {
            (_, ".json") or (true, "") => AnswerForm.Json,
            (false, ".csv") => AnswerForm.Csv,
            (false, "") when result is null => AnswerForm.Text,
            (false, ".txt" or "") => AnswerForm.Text,
            (true, _) => throw new RequestException("--json goes with a file that ends in .json.", result),
            _ => throw new RequestException(
                "The answer can be written as .json, .csv or .txt.",
                result,
                "Choose one of these endings."
            ),
        };
}
