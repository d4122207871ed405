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
        bool classes = run.Data.Labels.Kind == LabelKind.Classes;
        string whole = classes ? run.Study.Data.Outcome : MultiLabelJudge.Mean;
        var shown = classes
            ? ((string Name, string Title)[])
                [("accuracy", "Accuracy"), ("top1_error", "Error"), ("auroc", "AUROC, mean of classes")]
            :
            [
                ("auroc", $"AUROC, mean over {Over("auroc")}"),
                ("average_precision", $"Average precision, mean over {Over("average_precision")}"),
            ];
        string Over(string name) => MeanOver.Of(judged.Measures, name).Count;
        int width = Math.Max(24, shown.Max(each => each.Title.Length));
        return RunLines.Of(
            Judged(judged.Cases.Length, run.Data.SeenInTraining(judged.Cases)),
            shown
                .Select(each => (each.Title, Measure: judged.Find(each.Name, whole)))
                .Where(each => each.Measure is not null)
                .Select(each => $"{each.Title.PadRight(width)} {RunLines.Shown(each.Measure!.Estimate)}"),
            folder
        );
    }

    private static string Judged(int images, int seen) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{images:N0} test images{(seen == 0 ? "" : $", {seen:N0} of them in training or validation too, the others")} never seen in training"
        );
}
