using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;
using Osler.Learning.Training;
using static Osler.Core.Blocks.Lego;

namespace Osler.Learning.Tests.Training;

public sealed class LeaveOutTests
{
    private static readonly Block s_network = Sequence(Dense(4), Tanh(), Dense(1));

    private static readonly TrainingSettings s_settings = new()
    {
        Epochs = 3,
        Batch = 32,
        Optimiser = new Adam(0.01),
        EarlyStopping = null,
        Ensemble = new() { Members = 10, LeaveOutFolds = 5 },
    };

    [Fact]
    public void Every_case_is_left_out_by_one_member_of_each_round()
    {
        var data = ToyExamples.Bent(101);
        var folds = LeaveOutFolds.Deal(s_settings.Ensemble, data, data.All, null, seed: 3)!;
        foreach (int @case in data.All)
        {
            Assert.Single(Enumerable.Range(0, 5), member => folds.LeavesOut(member, @case));
            Assert.Single(Enumerable.Range(5, 5), member => folds.LeavesOut(member, @case));
        }
        Assert.Contains(data.All, @case => folds.LeavesOut(0, @case) != folds.LeavesOut(5, @case));
    }

    [Fact]
    public void A_patient_with_several_cases_is_left_out_whole()
    {
        var data = ToyExamples.Bent(120);
        int[] patient = [.. Enumerable.Range(0, 120).Select(i => i / 3)];
        var folds = LeaveOutFolds.Deal(s_settings.Ensemble, data, data.All, Patients.From(patient), seed: 3)!;
        for (int member = 0; member < 10; member++)
            foreach (var cases in data.All.GroupBy(i => patient[i]))
                Assert.Single(cases.Select(i => folds.LeavesOut(member, i)).Distinct());
    }

    [Fact]
    public void A_member_does_not_learn_from_what_it_leaves_out()
    {
        var data = ToyExamples.Bent(100);
        var folds = LeaveOutFolds.Deal(s_settings.Ensemble, data, data.All, null, seed: 1)!;
        int changed = data.All.First(i => folds.LeavesOut(0, i));

        var before = Train(data, s_settings);
        var after = Train(data.With(changed, input: 5f), s_settings);

        foreach (string name in before.Weights.Keys)
        {
            bool same = before.Weights[name].Values.SequenceEqual(after.Weights[name].Values);
            int member = int.Parse(name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(folds.LeavesOut(member, changed), same);
        }
    }

    [Fact]
    public void Each_decay_pulls_its_own_ensemble_and_leaves_biases()
    {
        var data = ToyExamples.Bent(100);
        var one = s_settings with
        {
            Epochs = 1,
            Batch = 100,
            Optimiser = new Sgd(0.1),
            Schedule = new Constant(),
            Ensemble = new() { Members = 2, LeaveOutFolds = 2 },
        };
        var start = Learning.Networks.InitialWeights.Of(new Members(s_network, 4), data.Input, 1);
        var free = Train(data, one with { Ensemble = one.Ensemble with { WeightDecays = [0, 0] } });
        var held = Train(data, one with { Ensemble = one.Ensemble with { WeightDecays = [0.1, 0.4] } });

        foreach (var (name, weights) in start)
        {
            double decay = name[8] is '0' or '1' ? 0.1 : 0.4; // members.0 and members.1 are the first ensemble
            double share = name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 0.1 * decay;
            for (int i = 0; i < weights.Values.Length; i++)
                Assert.Equal(
                    free.Weights[name].Values[i] - share * weights.Values[i],
                    held.Weights[name].Values[i],
                    1e-6
                );
        }
    }

    [Theory]
    [InlineData(0.0, 50.0)]
    [InlineData(50.0, 0.0)]
    public void The_decay_that_predicts_left_out_cases_best_is_kept(double first, double second)
    {
        var data = ToyExamples.Bent(200);
        var settings = s_settings with
        {
            Epochs = 30,
            Optimiser = new AdamW(0.01),
            Ensemble = new()
            {
                Members = 5,
                LeaveOutFolds = 5,
                WeightDecays = [first, second],
            },
        };
        var folds = LeaveOutFolds.Deal(settings.Ensemble, data, data.All, null, seed: 1)!;
        bool[] outcomes = data.FirstOutcome();
        var trained = Train(data, settings);
        Assert.Equal(10, ((Members)trained.Network).Count);

        var (kept, outOfFold) = DecayChoice.Best(trained, data, data.All, outcomes, folds, settings.Ensemble);

        Assert.Equal(0, kept.History.KeptDecay);
        Assert.Equal(5, ((Members)kept.Network).Count);
        Assert.Equal(5, kept.History.Members.Length);
        int from = first == 0 ? 0 : 5;
        foreach (var (name, weights) in kept.Weights)
        {
            int member = name[8] - '0';
            string was = $"members.{from + member}{name[9..]}";
            Assert.Equal(trained.Weights[was].Values, weights.Values);
        }
        double?[] losses = [.. kept.History.Decays.Select(trial => trial.LogLoss)];
        Assert.True(losses[from / 5] < losses[1 - from / 5]);
        Assert.Equal(Recalibration.OutOfFold(kept, data, data.All, folds), outOfFold);
    }

    [Fact]
    public void Decays_without_left_out_cases_are_refused()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Train(
                ToyExamples.Bent(50),
                s_settings with
                {
                    Ensemble = new() { Members = 5, WeightDecays = [1, 2] },
                }
            )
        );
        Assert.StartsWith("training.ensemble.weight_decays: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recalibrated_log_odds_have_slope_one_and_intercept_nought()
    {
        var data = ToyExamples.Bent(400);
        var settings = s_settings with
        {
            Epochs = 40,
            Optimiser = new AdamW(0.01, 3),
            Ensemble = new()
            {
                Members = 5,
                LeaveOutFolds = 5,
                Recalibrate = true,
            },
        };
        var folds = LeaveOutFolds.Deal(settings.Ensemble, data, data.All, null, seed: 1)!;
        bool[] outcomes = data.FirstOutcome();
        var trained = Train(data, settings);
        double[] before = Recalibration.OutOfFold(trained, data, data.All, folds);
        Assert.True(Math.Abs(CalibrationFit.Of(before, outcomes).Slope.Value!.Value - 1) > 0.02);

        var straight = Recalibration.Apply(trained, before, outcomes, data.Input);

        var fit = CalibrationFit.Of(Recalibration.OutOfFold(straight, data, data.All, folds), outcomes);
        Assert.Equal(1, fit.Slope.Value!.Value, 1e-3);
        Assert.Equal(0, fit.FreeIntercept.Value!.Value, 1e-3);
    }

    [Fact]
    public void Members_that_are_no_multiple_of_the_folds_are_refused()
    {
        var data = ToyExamples.Bent(50);
        var fault = Assert.Throws<RequestException>(() =>
            Train(
                data,
                s_settings with
                {
                    Ensemble = new() { Members = 7, LeaveOutFolds = 5 },
                }
            )
        );
        Assert.Equal(
            "training.ensemble.leave_out_folds: 7 members can't leave out 5 folds in turn. Train a multiple of 5 members.",
            fault.Message
        );
    }

    [Fact]
    public void Recalibration_without_left_out_cases_or_a_single_last_logit_is_refused()
    {
        var data = ToyExamples.Bent(50);
        Assert.Throws<RequestException>(() =>
            Train(
                data,
                s_settings with
                {
                    Ensemble = new() { Members = 5, Recalibrate = true },
                }
            )
        );
        var trained = Train(
            data,
            s_settings with
            {
                Ensemble = new() { Members = 5, LeaveOutFolds = 5 },
            },
            Sequence(Dense(1), Identity())
        );
        Assert.Throws<RequestException>(() =>
            Recalibration.Apply(trained, [0.2, 0.8, 0.4, 0.3], [false, true, false, true], data.Input)
        );
    }

    private static TrainedNetwork Train(ToyExamples data, TrainingSettings settings, Block? network = null) =>
        Trainer.Train(
            network ?? s_network,
            data,
            data.All,
            Array.Empty<int>(),
            settings,
            new TrainingRun { Seed = 1 }
        );
}
