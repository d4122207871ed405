using Osler.Core.Cases;
using Osler.Core.Preprocessing;
using Osler.Learning.Baselines;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>The models beside the network, on the features of one split.</summary>
internal sealed class FoldBaselines(
    StudyFile study,
    RunOptions options,
    StudyTable data,
    FeatureMatrix features,
    int[] train,
    int[] validation,
    LeaveOutFolds? leftOut
)
{
    private const int Cells = 32_000_000;

    // Their weights and trees hardly change after the first million cases, while the trees' memory grows with each.
    private readonly int[] _learntFrom = Some(train, features.Width);

    /// <summary>What a reader of the comparison should know; null where there is nothing.</summary>
    public string? Note =>
        _learntFrom.Length < train.Length
            ? $"The baselines learnt from {Titles.Count(_learntFrom.Length)} evenly spaced cases of the {Titles.Count(train.Length)} that the network learnt from."
            : null;

    /// <summary>Fits a baseline and predicts.</summary>
    /// <param name="baseline">Which.</param>
    /// <param name="test">The test cases.</param>
    public ModelPredictions Predict(Baseline baseline, int[] test)
    {
        Func<int[], double[]> predict = Fit(baseline, _learntFrom, validation);
        return new ModelPredictions(
            Titles.Slug(baseline),
            leftOut is null ? predict(validation) : OutOfFold(baseline, leftOut),
            predict(test)
        );
    }

    private static int[] Some(int[] train, int width)
    {
        int step = 1 + (train.Length - 1) / Math.Clamp(Cells / width, 20_000, 1_000_000);
        return step == 1 ? train : [.. train.Where((_, i) => i % step == 0)];
    }

    // Where members leave folds out, a baseline's thresholds are chosen as the network's are: on predictions of training
    // cases by a fit that did not see them.
    private double[] OutOfFold(Baseline baseline, LeaveOutFolds leftOut)
    {
        double[] probabilities = new double[train.Length];
        for (int fold = 0; fold < study.Training.Ensemble.LeaveOutFolds; fold++)
        {
            int[] held = [.. Enumerable.Range(0, train.Length).Where(i => leftOut.LeavesOut(fold, train[i]))];
            int[] rest = [.. _learntFrom.Where(row => !leftOut.LeavesOut(fold, row))];
            double[] predicted = Fit(baseline, rest, [])([.. held.Select(i => train[i])]);
            for (int i = 0; i < held.Length; i++)
                probabilities[held[i]] = predicted[i];
        }
        return probabilities;
    }

    private Func<int[], double[]> Fit(Baseline baseline, int[] learntFrom, int[] stoppedBy)
    {
        Label[] labels = data.Outcome.Labels;
        switch (baseline)
        {
            case Baseline.LogisticRegression:
                bool[] outcomes = [.. learntFrom.Select(row => labels[row] == Label.Present)];
                var line = LogisticRegression.Fit(
                    features.Gather,
                    features.Width,
                    learntFrom,
                    outcomes,
                    cancellation: options.Cancellation
                );
                return rows => line.Predict(features.Gather, rows);
            default:
                var trees = GradientBoosting.Fit(
                    features.Gather,
                    features.Width,
                    learntFrom,
                    stoppedBy,
                    row => labels[row] == Label.Present,
                    study.Seed,
                    cancellation: options.Cancellation
                );
                return rows => trees.Predict(features.Gather, rows);
        }
    }
}
