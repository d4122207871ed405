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
        var (of, how) =
            judged.Part == "test"
                ? ("test patients", " never seen in training")
                : ("patients", ", each judged by a model that never saw them");
        (int cases, int? patients, int _) = run.Data.Count(judged.Rows);
        string counted =
            patients is { } count && count != cases
                ? string.Create(CultureInfo.InvariantCulture, $"{cases:N0} rows of {count:N0} {of}")
                : string.Create(CultureInfo.InvariantCulture, $"{cases:N0} {of}");
        return RunLines.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{counted}{how}, {judged.Outcomes.Count(present => present):N0} with {run.Data.Outcome.Name}"
            ),
            [
                .. judged.Models.Select(model => Line(judged, Titles.Of(model.Model), model.Model)),
                .. judged.Truth is null ? (string[])[] : [Line(judged, "Best attainable", "truth")],
                $"{"Calibration slope", -22} {Shown(judged.Find("calibration_slope"), "F2")}",
            ],
            folder
        );
    }

    private static string Line(Judgement judged, string title, string model) =>
        $"{title, -22} AUROC {Shown(judged.Find("auroc", model))}   Brier {Shown(judged.Find("brier", model), "F4")}";

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
