using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Metrics;

namespace Osler.Studies;

/// <summary>The lines that a terminal shows when a run has ended.</summary>
internal static class RunSummary
{
    public static ImmutableArray<string> Of(FinishedRun run, string folder)
    {
        Judgement judged = run.Judgement;
        var lines = ImmutableArray.CreateBuilder<string>();
        string part =
            judged.Part == "test"
                ? "test patients never seen in training"
                : "patients, each judged by a model that never saw them";
        lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{judged.Rows.Length:N0} {part}, {judged.Outcomes.Count(present => present):N0} with {run.Data.Outcome.Name}"
            )
        );
        foreach (JudgedModel model in judged.Models)
            lines.Add(
                $"{Titles.Of(model.Model), -22} AUROC {Shown(judged.Find("auroc", model.Model))}   Brier {Shown(judged.Find("brier", model.Model), "F4")}"
            );
        if (judged.Truth is not null)
            lines.Add(
                $"{"Best attainable", -22} AUROC {Shown(judged.Find("auroc", "truth"))}   Brier {Shown(judged.Find("brier", "truth"), "F4")}"
            );
        lines.Add($"{"Calibration slope", -22} {Shown(judged.Find("calibration_slope"), "F2")}");
        lines.Add($"Report: {Path.Combine(folder, "report.html")}");
        lines.Add($"Bundle: {Path.Combine(folder, "bundle")}");
        return lines.ToImmutable();
    }

    private static string Shown(Measure? measure, string format = "F3")
    {
        if (measure?.Estimate.Value is not { } value)
            return $"undefined ({measure?.Estimate.Undefined ?? "not judged"})";
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string shown = value.ToString(format, invariant);
        return measure.Estimate is { Low: { } low, High: { } high }
            ? $"{shown} ({low.ToString(format, invariant)} to {high.ToString(format, invariant)})"
            : shown;
    }
}
