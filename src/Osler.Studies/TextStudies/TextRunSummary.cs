using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>The lines that a terminal shows when a run on texts has ended.</summary>
internal static class TextRunSummary
{
    public static ImmutableArray<string> Of(FinishedTextRun run, string folder)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Judgement.Cases.Length:N0} test texts never seen in training"
            )
        );
        foreach (
            var (name, model, title) in ((string, string, string)[])
                [
                    ("accuracy", "network", "Accuracy"),
                    ("top3_accuracy", "network", "Among the first three"),
                    ("accuracy", "tfidf_logistic_regression", "Accuracy of TF-IDF with logistic regression"),
                    ("coverage", "network", "Share answered"),
                    ("selective_accuracy", "network", "Accuracy where answered"),
                ]
        )
            if (run.Judgement.Find(name, run.Study.Data.Outcome, model) is { } measure)
                lines.Add($"{title, -44} {Shown(measure.Estimate)}");
        lines.Add($"Report: {Path.Combine(folder, "report.html")}");
        lines.Add($"Bundle: {Path.Combine(folder, "bundle")}");
        return lines.ToImmutable();
    }

    private static string Shown(Estimate estimate) =>
        estimate.Value is not { } value ? $"undefined: {estimate.Undefined}"
        : estimate is { Low: { } low, High: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{value:F4} ({low:F4} to {high:F4})")
        : string.Create(CultureInfo.InvariantCulture, $"{value:F4}");
}
