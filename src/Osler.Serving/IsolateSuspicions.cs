using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>What figures on other isolates give away about these isolates.</summary>
/// <remarks>A bundle holds nothing by which its isolates could be recognised, so what can't be true of others is looked for.</remarks>
internal static class IsolateSuspicions
{
    // Of so many drugs better than out of fold, one is by chance.
    private const int Several = 2;

    /// <summary>Figures that the isolates of training alone can have.</summary>
    /// <param name="card">Has the cross-validated measures.</param>
    /// <param name="measures">On the isolates.</param>
    /// <param name="same">Whether they are the very data of training.</param>
    public static IEnumerable<string> TooGood(Card card, IEnumerable<Measure> measures, bool same)
    {
        if (same)
        {
            yield return Evaluation.SameData("isolates");
            yield break;
        }
        string[] better =
        [
            .. measures
                .Where(measure => measure is { Name: "auroc", Positives: > 0 })
                .Where(measure =>
                    card.Measures.FirstOrDefault(trained =>
                        trained.Name == "auroc"
                        && trained.Outcome == measure.Outcome
                        && trained.Part == "cross_validation"
                    )
                        is { Estimate.High: { } high }
                    && measure.Estimate.Low > high
                )
                .Select(measure =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{measure.Outcome} ({measure.Estimate.Value:0.000})"
                    )
                ),
        ];
        if (better.Length >= Several)
            yield return $"The AUROC of {Counted.Of(better.Length, "drug")} lies wholly above what cross-validation gave in training: {Some.Of(better, 5)}. Are these isolates, or some of them, those that the model was made from? Then the figures are too good to be true.";
    }

    /// <summary>Drugs whose labels may be the other way round.</summary>
    public static IEnumerable<string> BelowChance(IEnumerable<Measure> measures) =>
        measures
            .Where(measure => measure is { Name: "auroc", Cases: > 0, Positives: > 0, Estimate.High: < 0.5 })
            .Select(measure =>
                $"{measure.Outcome}: the interval of the AUROC lies wholly below 0.5; the labels of this drug may be the other way round."
            );
}
