using CsCheck;
using Osler.Learning.Schedules;

namespace Osler.Learning.Tests.Training;

public sealed class ScheduleTests
{
    private static double[] Curve(
        Schedule schedule,
        long steps,
        long perEpoch = 1,
        IReadOnlyList<double>? measures = null
    ) =>
        [
            .. Enumerable
                .Range(0, (int)steps)
                .Select(step => schedule.Factor(new ScheduleMoment(step, steps, perEpoch, measures ?? []))),
        ];

    [Fact]
    public void Constant_stays() => Assert.All(Curve(new Constant(), 5), factor => Assert.Equal(1, factor));

    [Fact]
    public void Step_down_falls_after_stated_epochs() =>
        Assert.Equal(
            [1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01],
            Curve(new StepDown { AfterEpochs = [1, 3] }, 8, perEpoch: 2).Select(value => Math.Round(value, 6))
        );

    [Fact]
    public void Step_down_after_epochs_that_do_not_ascend_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => new StepDown { AfterEpochs = [75, 50] });

    [Fact]
    public void Step_down_falls_at_the_stated_epochs() =>
        Assert.Equal(
            [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25],
            Curve(new StepDown { EveryEpochs = 2, By = 0.5 }, 9, perEpoch: 2)
        );

    [Fact]
    public void Cosine_is_one_at_the_start_half_in_the_middle_and_lowest_at_the_end()
    {
        double[] curve = Curve(new Cosine { Lowest = 0.2 }, 1001);
        Assert.Equal(1, curve[0]);
        Assert.Equal(0.6, new Cosine { Lowest = 0.2 }.Factor(new ScheduleMoment(50, 100, 1, [])), 1e-12);
        Assert.Equal(0.2, curve[^1], 1e-5);
        // Against the recurrence that PyTorch's CosineAnnealingLR uses.
        double rate = 1;
        for (int step = 1; step < curve.Length; step++)
        {
            rate =
                (1 + Math.Cos(Math.PI * step / 1001))
                    / (1 + Math.Cos(Math.PI * (step - 1) / 1001))
                    * (rate - 0.2)
                + 0.2;
            Assert.Equal(rate, curve[step], 1e-9);
        }
    }

    [Theory, InlineData(10), InlineData(97), InlineData(400)]
    public void One_cycle_agrees_with_the_phases_spelt_out(int steps)
    {
        var schedule = new OneCycle
        {
            Rise = 0.25,
            StartDivisor = 10,
            EndDivisor = 100,
        };
        double[] curve = Curve(schedule, steps);
        double peak = 0.25 * steps - 1;
        for (int step = 0; step < steps; step++)
        {
            (double from, double to, double done) =
                step <= peak ? (0.1, 1.0, step / peak) : (1.0, 0.001, (step - peak) / (steps - 1 - peak));
            double twin = from + (to - from) * (1 - Math.Cos(Math.PI * done)) / 2;
            Assert.Equal(twin, curve[step], 1e-12);
        }
        Assert.Equal(0.1, curve[0], 1e-12);
        Assert.Equal(0.001, curve[^1], 1e-12);
    }

    [Fact]
    public void Warm_up_climbs_in_equal_steps_and_then_hands_over()
    {
        var schedule = new Cosine { WarmUpEpochs = 1.5 };
        double[] curve = Curve(schedule, 24, perEpoch: 4);
        Assert.Equal([1 / 6.0, 2 / 6.0, 3 / 6.0, 4 / 6.0, 5 / 6.0, 1], curve[..6]);
        Assert.Equal(Curve(new Cosine(), 18), curve[6..]);
    }

    [Fact]
    public void Plateau_agrees_with_a_watcher_that_remembers() =>
        Gen.Select(Gen.Double[0, 1].Array[0, 40], Gen.Int[0, 4])
            .Sample(
                (measures, patience) =>
                {
                    var schedule = new Plateau
                    {
                        Patience = patience,
                        By = 0.5,
                        MinDelta = 0.05,
                        Lowest = 0.1,
                    };
                    double factor = 1;
                    double best = double.PositiveInfinity;
                    int since = 0;
                    for (int epoch = 0; epoch < measures.Length; epoch++)
                    {
                        since = best - measures[epoch] > 0.05 ? 0 : since + 1;
                        best = since == 0 ? measures[epoch] : best;
                        if (since == patience + 1)
                        {
                            factor = Math.Max(factor / 2, 0.1);
                            since = 0;
                        }
                    }
                    Assert.Equal(factor, schedule.Factor(new ScheduleMoment(0, 10, 1, measures)), 1e-12);
                }
            );

    [Fact]
    public void Every_factor_lies_between_nothing_and_the_whole() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 20], Gen.Double[0, 5])
            .Sample(
                (steps, perEpoch, warmUp) =>
                {
                    Schedule[] all =
                    [
                        new Constant { WarmUpEpochs = warmUp },
                        new StepDown { WarmUpEpochs = warmUp },
                        new Cosine { WarmUpEpochs = warmUp },
                        new OneCycle { WarmUpEpochs = warmUp },
                        new Plateau { WarmUpEpochs = warmUp },
                    ];
                    foreach (var schedule in all)
                        Assert.All(Curve(schedule, steps, perEpoch), factor => Assert.InRange(factor, 0, 1));
                }
            );
}
