using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Metrics;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>The lines that a terminal shows when a run on images has ended.</summary>
internal static class ImageRunSummary
{
    public static ImmutableArray<string> Of(FinishedImageRun run, string folder)
    {
        ImageJudgement judged = run.Judgement;
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{judged.Cases.Length:N0} test images never seen in training"
            )
        );
        bool classes = run.Data.Labels.Kind == LabelKind.Classes;
        string whole = classes ? run.Study.Data.Outcome : MultiLabelJudge.Mean;
        foreach (
            var (name, title) in classes
                ? ((string, string)[])
                    [("accuracy", "Accuracy"), ("top1_error", "Error"), ("auroc", "AUROC, mean of classes")]
                : [("auroc", "AUROC, mean of findings"), ("average_precision", "Average precision, mean")]
        )
            if (judged.Find(name, whole) is { } measure)
                lines.Add($"{title, -24} {Shown(measure.Estimate)}");
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
