using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Osler.Cli.Terminal;
using Osler.Core;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE --data TABLE</c>: what predictions rest on in a cohort.</summary>
internal static class CohortExplaining
{
    private const string JsonName = "explanation.json";
    private const string PageName = "explanation.html";

    /// <summary>Whether one file is written, and not a folder of both.</summary>
    /// <exception cref="RequestException">It ends as a file of something else does.</exception>
    public static bool IsFile(string? result) =>
        Path.GetExtension(result ?? "").ToLowerInvariant() switch
        {
            ".json" or ".html" => true,
            ".csv" or ".tsv" or ".txt" or ".png" or ".svg" or ".parquet" => throw new RequestException(
                "A cohort's explanation is written as .json, as .html, or as a new folder with both.",
                result,
                "Choose one of these endings."
            ),
            _ => false,
        };

    public static void Run(
        Surroundings surroundings,
        string bundle,
        OtherTableRequest request,
        Func<Card, TableReading> reading,
        string? result
    )
    {
        using var predictor = Predictor.Open(bundle);
        var other = OtherTable.Open(predictor, request, reading(predictor.Card));
        // Without outcomes curves can still be drawn; an outcome that was named must be there.
        bool known = request.Outcome is not null || other.Table.Schema.TryIndexOf(other.Outcome, out int _);
        var explanation = TableExplanation.Of(
            predictor,
            other.Table,
            known ? other.Outcome : null,
            other.Positive,
            other.Patient,
            surroundings.Cancellation
        );
        ImmutableArray<string> notes = [.. Notes(explanation, other.Outcome)];
        foreach (string note in notes)
            surroundings.Error.WriteLine($"Warning: {note}");
        ExplanationText.Write(surroundings.Output, explanation);
        if (result is not null)
            Write(surroundings, result, explanation, predictor.Card, notes);
    }

    private static IEnumerable<string> Notes(TableExplanation explanation, string outcome)
    {
        if (explanation.Positives is null)
            yield return $"The table has no column '{outcome}', so which inputs matter can't be judged; name the outcome with --outcome.";
        if (explanation.SameDataAsTraining)
            yield return "This is the table that the model was made from; what it has learnt by heart looks important.";
        foreach (string warning in explanation.Warnings)
            yield return warning;
    }

    private static void Write(
        Surroundings surroundings,
        string result,
        TableExplanation explanation,
        Card card,
        ImmutableArray<string> notes
    )
    {
        // Drawn only where it is asked for.
        void WritePage(Stream stream) =>
            stream.Write(Encoding.UTF8.GetBytes(HtmlReport.Render(Page(explanation, card, notes))));
        switch (Path.GetExtension(result).ToLowerInvariant())
        {
            case ".json":
                Durable.WriteFile(result, explanation.WriteJson);
                break;
            case ".html":
                Durable.WriteFile(result, WritePage);
                break;
            default:
                Durable.WriteFolder(
                    result,
                    temporary =>
                    {
                        Durable.WriteThrough(Path.Combine(temporary, JsonName), explanation.WriteJson);
                        Durable.WriteThrough(Path.Combine(temporary, PageName), WritePage);
                    }
                );
                result = $"{Path.Combine(result, JsonName)} and {PageName}";
                break;
        }
        surroundings.Error.WriteLine($"Wrote {result}.");
    }

    private static ReportPage Page(TableExplanation explanation, Card card, ImmutableArray<string> notes) =>
        ExplanationReport.Page(
            card.Title,
            card.Question,
            [
                ("Table", explanation.Source),
                ("SHA-256", explanation.Fingerprint),
                ("Rows", Count(explanation.Rows)),
                ("Cases looked at", Count(explanation.Cases)),
                (
                    explanation.Outcome.Label,
                    explanation.Positives is { } positives ? Count(positives) : "not known"
                ),
                ("Model", $"{card.Study}, {card.Network}"),
            ],
            [.. explanation.Cohort.Importance.Select(InputImportance.Of)],
            [.. explanation.Cohort.Curves.Select(InputDependence.Of)],
            notes,
            OslerVersion.Text
        );

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
