using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Tables;

namespace Osler.Studies.Tuberculosis;

/// <summary>One model's predictions of isolates that it had not learnt from.</summary>
/// <param name="Model"><c>network</c> or a baseline's slug.</param>
/// <param name="Repeats">
/// One for each repetition that the model took part in: [isolates, drugs] row-major probabilities of resistance; NaN where
/// the model could not learn the drug.
/// </param>
internal sealed record OutOfFoldScores(string Model, ImmutableArray<double[]> Repeats);

/// <summary>A cross-validation, perhaps repeated, of every model on the same folds.</summary>
/// <param name="Part">As in <c>results.json</c>.</param>
/// <param name="Groups">Isolates that share a fold.</param>
/// <param name="Folds">[repeats][isolates] the fold of each isolate.</param>
/// <param name="Models">The network first.</param>
/// <param name="FoldModels">The networks of the first repetition, one for each fold.</param>
internal sealed record CrossValidation(
    string Part,
    Patients Groups,
    ImmutableArray<int[]> Folds,
    ImmutableArray<OutOfFoldScores> Models,
    ImmutableArray<ResistanceModel> FoldModels
)
{
    /// <summary>As published: isolates are dealt out at random.</summary>
    public const string Plain = "cross_validation";

    /// <summary>Near-identical isolates share a fold.</summary>
    public const string ByCluster = "cross_validation_by_cluster";

    /// <summary>A drug's predictions fold by fold, over all repetitions of a model.</summary>
    /// <param name="model">Of <see cref="Models"/>.</param>
    /// <param name="data">The isolates.</param>
    /// <param name="drug">Which drug.</param>
    /// <param name="repeats">Repetitions at most.</param>
    public IEnumerable<FoldScores> ByFold(
        OutOfFoldScores model,
        ResistanceData data,
        int drug,
        int repeats = int.MaxValue
    )
    {
        for (int repeat = 0; repeat < Math.Min(repeats, model.Repeats.Length); repeat++)
        {
            int[] fold = Folds[repeat];
            for (int f = 0; f <= fold.Max(); f++)
                yield return Scores(
                    model.Repeats[repeat],
                    data,
                    drug,
                    Enumerable.Range(0, fold.Length).Where(i => fold[i] == f)
                );
        }
    }

    /// <summary>A drug's predictions of the first repetition, all folds together.</summary>
    public static FoldScores Pooled(OutOfFoldScores model, ResistanceData data, int drug) =>
        Scores(model.Repeats[0], data, drug, Enumerable.Range(0, data.Isolates));

    /// <summary>
    /// Whether each isolate of <see cref="Pooled"/> is called resistant, at the threshold with the highest sensitivity plus
    /// specificity on the isolates of the other folds: those that its model learnt from, each predicted by a model that had
    /// not; null where a fold leaves no threshold to choose.
    /// </summary>
    public bool[]? Calls(OutOfFoldScores model, ResistanceData data, int drug)
    {
        FoldScores all = Pooled(model, data, drug);
        int[] fold = Folds[0];
        bool[] calls = new bool[all.Rows.Length];
        foreach (int f in all.Rows.Select(row => fold[row]).Distinct().ToArray())
        {
            int[] others = [.. Enumerable.Range(0, calls.Length).Where(i => fold[all.Rows[i]] != f)];
            if (
                OperatingPoints.Youden(
                    [.. others.Select(i => all.Scores[i])],
                    [.. others.Select(i => all.Outcomes[i])]
                )
                is not { } point
            )
                return null;
            for (int i = 0; i < calls.Length; i++)
                if (fold[all.Rows[i]] == f)
                    calls[i] = all.Scores[i] >= point.Threshold;
        }
        return calls;
    }

    private static FoldScores Scores(
        double[] scores,
        ResistanceData data,
        int drug,
        IEnumerable<int> isolates
    )
    {
        int drugs = data.Drugs.Length;
        int[] rows = [.. data.Known(drug, isolates).Where(i => !double.IsNaN(scores[i * drugs + drug]))];
        return new FoldScores(
            rows,
            [.. rows.Select(i => scores[i * drugs + drug])],
            [.. rows.Select(i => data.Label(i, drug) == 1)]
        );
    }
}
