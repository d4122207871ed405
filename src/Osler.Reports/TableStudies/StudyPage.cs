using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>The page of a study, on a table or on images: its sections under the question that they answer.</summary>
internal static class StudyPage
{
    /// <summary>The page.</summary>
    /// <param name="intent">What is asked.</param>
    /// <param name="run">The run that answered.</param>
    /// <param name="cases">What was studied, for the warning that it is simulated: "patients", "images".</param>
    /// <param name="sections">In reading order; null is left out.</param>
    public static ReportPage Of(
        StudyIntent intent,
        RunRecord run,
        string cases,
        IEnumerable<ReportSection?> sections
    ) =>
        new(intent.Title, [.. sections.OfType<ReportSection>()])
        {
            Overline = intent.Study is { } study ? $"Osler report · {study}" : "Osler report",
            Lede = intent.Question,
            Banner = intent.Simulated
                ? $"These {cases} are simulated. The numbers show that the method works; they say nothing of real {cases}."
                : null,
            Colophon = [$"Osler {run.Version}", $"seed {run.Seed}", "intervals are 95 %"],
        };
}
