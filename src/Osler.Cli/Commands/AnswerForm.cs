using Osler.Core.Faults;

namespace Osler.Cli.Commands;

/// <summary>How an answer is written.</summary>
internal enum AnswerForm
{
    Text,
    Json,
    Csv,
    Page,
}

/// <summary>Which form is asked for.</summary>
internal static class AnswerForms
{
    /// <param name="json">Whether --json was stated.</param>
    /// <param name="result">The file to write; null for standard output.</param>
    /// <param name="page">Whether the answer has a form as a page, too.</param>
    /// <exception cref="RequestException">An ending that none has, or one that --json contradicts.</exception>
    public static AnswerForm Of(bool json, string? result, bool page = false) =>
        (json, Path.GetExtension(result ?? "").ToLowerInvariant()) switch
        {
            (_, ".json") or (true, "") => AnswerForm.Json,
            (false, ".csv") => AnswerForm.Csv,
            (false, "") when result is null => AnswerForm.Text,
            (false, ".txt" or "") => AnswerForm.Text,
            (false, ".html") when page => AnswerForm.Page,
            (true, _) => throw new RequestException("--json goes with a file that ends in .json.", result),
            _ => throw new RequestException(
                page
                    ? "The answer can be written as .json, .html or .txt."
                    : "The answer can be written as .json, .csv or .txt.",
                result,
                "Choose one of these endings."
            ),
        };
}
