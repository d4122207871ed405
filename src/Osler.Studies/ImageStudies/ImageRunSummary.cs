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
            : [("auroc", "AUROC, mean of findings"), ("average_precision", "Average precision, mean")];
        return RunLines.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{judged.Cases.Length:N0} test images never seen in training"
            ),
            shown
                .Select(each => (each.Title, Measure: judged.Find(each.Name, whole)))
                .Where(each => each.Measure is not null)
                .Select(each => $"{each.Title, -24} {RunLines.Shown(each.Measure!.Estimate)}"),
            folder
        );
    }
}
