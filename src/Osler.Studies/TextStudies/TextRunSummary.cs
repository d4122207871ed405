using System.Collections.Immutable;
using System.Globalization;

namespace Osler.Studies;

/// <summary>The lines that a terminal shows when a run on texts has ended.</summary>
internal static class TextRunSummary
{
    private static readonly (string Name, string Model, string Title)[] s_shown =
    [
        ("accuracy", "network", "Accuracy"),
        ("top3_accuracy", "network", "Among the first three"),
        ("accuracy", "tfidf_logistic_regression", "Accuracy of TF-IDF with logistic regression"),
        ("coverage", "network", "Share answered"),
        ("selective_accuracy", "network", "Accuracy where answered"),
        ("refused", "network", "Of texts of none of the classes, told none"),
    ];

    public static ImmutableArray<string> Of(FinishedTextRun run, string folder) =>
        RunLines.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Judgement.Cases.Length:N0} test texts never seen in training"
            ),
            s_shown
                .Select(each =>
                    (each.Title, Measure: run.Judgement.Find(each.Name, run.Study.Data.Outcome, each.Model))
                )
                .Where(each => each.Measure is not null)
                .Select(each => RunLines.Titled(each.Title, each.Measure!.Estimate)),
            folder
        );
}
