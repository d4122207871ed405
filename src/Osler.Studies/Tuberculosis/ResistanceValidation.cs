using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Learning.Baselines;

namespace Osler.Studies.Tuberculosis;

/// <summary>Cross-validates the network and, on the same folds and features, the baselines.</summary>
internal sealed class ResistanceValidation(
    StudyFile study,
    RunOptions options,
    ResistanceData data,
    ResistanceTraining training,
    CatalogueLookup? catalogues,
    RunLog log
)
{
    private int Drugs => data.Drugs.Length;

    /// <summary>Deals the folds, and trains and predicts in each.</summary>
    /// <param name="part">As in <c>results.json</c>.</param>
    /// <param name="groups">Isolates that share a fold.</param>
    /// <param name="folds">How many.</param>
    /// <param name="repeats">How often, with new folds.</param>
    public CrossValidation Run(string part, Patients groups, int folds, int repeats)
    {
        var dealt = ImmutableArray.CreateBuilder<int[]>(repeats);
        for (int repeat = 0; repeat < repeats; repeat++)
            dealt.Add(GroupedFolds.Draw(groups, [], folds, study.Seed, repeat));
        var scores = new OrderedDictionary<string, List<double[]>>(StringComparer.Ordinal);
        var models = ImmutableArray.CreateBuilder<ResistanceModel>(folds);
        for (int repeat = 0; repeat < repeats; repeat++)
        for (int fold = 0; fold < folds; fold++)
        {
            var model = Fold(part, dealt[repeat], repeat, fold, folds, scores);
            if (repeat == 0)
                models.Add(model);
        }
        if (data.TrueProbabilities is { } truth)
            scores.Add("truth", [truth]);
        return new CrossValidation(
            part,
            groups,
            dealt.ToImmutable(),
            [
                .. scores.Select(model => new OutOfFoldScores(model.Key, [.. model.Value])),
                .. catalogues?.Models() ?? [],
            ],
            models.ToImmutable()
        );
    }

    private ResistanceModel Fold(
        string part,
        int[] foldOf,
        int repeat,
        int fold,
        int folds,
        OrderedDictionary<string, List<double[]>> scores
    )
    {
        int[] train = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)];
        int[] test = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] == fold)];
        string told = string.Create(
            CultureInfo.InvariantCulture,
            $"{(part == CrossValidation.Plain ? "" : "by cluster, ")}repeat {repeat + 1}, fold {fold + 1}"
        );
        int number = repeat * folds + fold + 1;
        var (preprocessing, features) = training.Prepare(train);
        float[] held = new float[test.Length * preprocessing.Width];
        var examples = new ResistanceExamples(features, preprocessing.Width, data.Labels, Drugs);
        examples.Gather(test, held);
        ResistanceModel model = log.Stage(
            "train",
            $"{told}: training {study.Network.Title} on {Titles.Count(train.Length)} isolates",
            () =>
                training.Train(
                    preprocessing,
                    features,
                    train,
                    string.Create(CultureInfo.InvariantCulture, $"{part}-{number}"),
                    study.Seed + number,
                    number
                )
        );
        Put("network", model.Probabilities(held));
        var (rows, width) = OfBaselines(examples, preprocessing, train);
        foreach (Baseline baseline in study.Evaluation.Baselines)
            // Trees take long, and one repetition tells how they do.
            if (repeat == 0 || baseline == Baseline.LogisticRegression)
                Put(
                    Titles.Slug(baseline),
                    log.Stage(
                        "baselines",
                        $"{told}: fitting {Titles.Of(baseline)}",
                        () => Baselines(baseline, rows, width, train, test)
                    )
                );
        return model;

        void Put(string name, double[] probabilities)
        {
            if (!scores.TryGetValue(name, out var repeats))
                scores.Add(name, repeats = []);
            if (repeats.Count == repeat)
            {
                double[] none = new double[data.Isolates * Drugs];
                Array.Fill(none, double.NaN);
                repeats.Add(none);
            }
            for (int i = 0; i < test.Length; i++)
                probabilities.AsSpan(i * Drugs, Drugs).CopyTo(repeats[repeat].AsSpan(test[i] * Drugs));
        }
    }

    // What baselines learn from: the network's own features, of loci those that vary among the isolates that are learnt from.
    private (GatherFeatures Rows, int Width) OfBaselines(
        ResistanceExamples examples,
        FittedPreprocessing preprocessing,
        int[] train
    )
    {
        if (data.Bases is null)
            return (examples.Uncentred(GenotypePreprocessing.Shares(preprocessing)), preprocessing.Width);
        var varying = new VaryingBases(data, train);
        return (varying.Gather, varying.Width);
    }

    // [test, drugs]: each drug by itself, as these models know but one outcome.
    private double[] Baselines(Baseline baseline, GatherFeatures rows, int width, int[] train, int[] test)
    {
        double[] probabilities = new double[test.Length * Drugs];
        Array.Fill(probabilities, double.NaN);
        Parallel.For(
            0,
            Drugs,
            new ParallelOptions { CancellationToken = options.Cancellation },
            drug =>
            {
                int[] known = data.Known(drug, train);
                bool[] outcomes = [.. known.Select(i => data.Label(i, drug) == 1)];
                // What has one class alone can't be learnt.
                if (!outcomes.Contains(true) || !outcomes.Contains(false))
                    return;
                double[] predicted =
                    baseline == Baseline.LogisticRegression
                        ? LogisticRegression
                            .Fit(rows, width, known, outcomes, cancellation: options.Cancellation)
                            .Predict(rows, test)
                        : GradientBoosting
                            .Fit(
                                rows,
                                width,
                                known,
                                [],
                                i => data.Label(i, drug) == 1,
                                study.Seed,
                                cancellation: options.Cancellation
                            )
                            .Predict(rows, test);
                for (int i = 0; i < test.Length; i++)
                    probabilities[i * Drugs + drug] = predicted[i];
            }
        );
        return probabilities;
    }
}
