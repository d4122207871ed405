using Osler.Core.Faults;
using Osler.Core.Intervals;
using Osler.Core.Metrics;
using Osler.Core.Tests.Goldens;

namespace Osler.Core.Tests.Metrics;

public sealed class CalibrationFitTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Agrees_with_glm(string name)
    {
        var cohort = Cohort.Golden(name);
        var golden = Golden.Read("metrics/binary_r.json").Case(name);
        var fit = CalibrationFit.Of(cohort.Second, cohort.Outcomes);
        Same(golden.GetProperty("slope").Doubles(), fit.Slope);
        Same(golden.GetProperty("intercept").Doubles(), fit.Intercept);
        Same(golden.GetProperty("free_intercept").Doubles(), fit.FreeIntercept);
    }

    [Fact]
    public void Finds_slope_one_and_intercept_zero_for_true_risks()
    {
        var cohort = Cohort.Draw(1, 4000);
        var fit = CalibrationFit.Of(cohort.Scores, cohort.Outcomes);
        Assert.InRange(1, fit.Slope.Low!.Value, fit.Slope.High!.Value);
        Assert.InRange(0, fit.Intercept.Low!.Value, fit.Intercept.High!.Value);
    }

    [Fact]
    public void Says_how_logits_were_stretched_and_moved()
    {
        var cohort = Cohort.Draw(2, 1500);
        var before = CalibrationFit.Of(cohort.Scores, cohort.Outcomes);
        double[] stretched = [.. cohort.Scores.Select(p => Cohort.Risk(2 * Math.Log(p / (1 - p))))];
        double[] moved = [.. cohort.Scores.Select(p => Cohort.Risk(0.7 + Math.Log(p / (1 - p))))];
        Assert.Equal(
            before.Slope.Value!.Value / 2,
            CalibrationFit.Of(stretched, cohort.Outcomes).Slope.Value!.Value,
            1e-8
        );
        Assert.Equal(
            before.Intercept.Value!.Value - 0.7,
            CalibrationFit.Of(moved, cohort.Outcomes).Intercept.Value!.Value,
            1e-8
        );
    }

    [Fact]
    public void Keeps_under_swapped_classes_with_the_intercept_negated()
    {
        var cohort = Cohort.Draw(3, 500);
        var fit = CalibrationFit.Of(cohort.Scores, cohort.Outcomes);
        var swapped = CalibrationFit.Of(
            [.. cohort.Scores.Select(p => 1 - p)],
            [.. cohort.Outcomes.Select(y => !y)]
        );
        Assert.Equal(fit.Slope.Value!.Value, swapped.Slope.Value!.Value, 1e-9);
        Assert.Equal(fit.Intercept.Value!.Value, -swapped.Intercept.Value!.Value, 1e-9);
        Assert.Equal(fit.Intercept.Low!.Value, -swapped.Intercept.High!.Value, 1e-9);
    }

    [Fact]
    public void Counting_every_case_twice_under_one_patient_hardly_narrows_the_interval()
    {
        var cohort = Cohort.Draw(4, 600);
        ulong[] patients = [.. Enumerable.Range(0, 1200).Select(i => (ulong)(i % 600))];
        double[] scores = [.. cohort.Scores, .. cohort.Scores];
        bool[] outcomes = [.. cohort.Outcomes, .. cohort.Outcomes];
        double Width(Estimate estimate) => estimate.High!.Value - estimate.Low!.Value;
        double once = Width(CalibrationFit.Of(cohort.Scores, cohort.Outcomes).Slope);
        double naive = Width(CalibrationFit.Of(scores, outcomes).Slope);
        double clustered = Width(CalibrationFit.Of(scores, outcomes, patients).Slope);
        Assert.Equal(once / Math.Sqrt(2), naive, 0.001 * once);
        // The sandwich estimates what the information matrix assumes; on 600 cases they differ by some per cent.
        Assert.Equal(once, clustered, 0.15 * once);
    }

    [Fact]
    public void Has_no_slope_where_none_fits_best()
    {
        var separated = CalibrationFit.Of([0.1, 0.2, 0.8, 0.9], [false, false, true, true]);
        Assert.Contains("separate", separated.Slope.Undefined, StringComparison.Ordinal);
        Assert.NotNull(separated.Intercept.Value);
        var equal = CalibrationFit.Of([0.3, 0.3, 0.3], [false, true, true]);
        Assert.Equal("all predictions are equal", equal.Slope.Undefined);
        // Two of three had the outcome: logit(2/3) - logit(0.3).
        Assert.Equal(Math.Log(2) - Math.Log(0.3 / 0.7), equal.Intercept.Value!.Value, 1e-9);
        Assert.Equal("no positive case", CalibrationFit.Of([0.3], [false]).Intercept.Undefined);
    }

    [Fact]
    public void Stands_predictions_of_exactly_zero_and_one()
    {
        var fit = CalibrationFit.Of([0, 1, 0.4, 0, 1, 0.6, 1], [false, true, true, true, false, false, true]);
        Assert.True(double.IsFinite(fit.Slope.Value!.Value));
    }

    private static void Same(double[] golden, Estimate estimate)
    {
        Assert.Equal(golden[0], estimate.Value!.Value, 1e-7);
        Assert.Equal(golden[1], estimate.Low!.Value, 1e-7);
        Assert.Equal(golden[2], estimate.High!.Value, 1e-7);
    }
}

public sealed class CalibrationCurveTests
{
    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Bins_agree_with_scikit_learn(string name)
    {
        var cohort = Cohort.Golden(name);
        var judged = Golden.Read("metrics/binary.json").Case(name).GetProperty("judged");
        var bins = CalibrationCurve.Bins(cohort.Scores, cohort.Outcomes);
        double[] predicted = judged.GetProperty("curve_predicted").Doubles();
        double[] observed = judged.GetProperty("curve_observed").Doubles();
        Assert.Equal(predicted.Length, bins.Length);
        for (int i = 0; i < bins.Length; i++)
        {
            Assert.Equal(predicted[i], bins[i].Predicted, 1e-12);
            Assert.Equal(observed[i], bins[i].Observed.Value!.Value, 1e-12);
        }
    }

    [Theory, InlineData("smooth"), InlineData("rare"), InlineData("tied")]
    public void Smooth_curve_agrees_with_loess(string name)
    {
        var cohort = Cohort.Golden(name);
        var golden = Golden.Read("metrics/binary_r.json").Case(name);
        int[] order = [.. Enumerable.Range(0, cohort.Scores.Length).OrderBy(i => cohort.Scores[i])];
        double[] x = [.. order.Select(i => cohort.Scores[i])];
        double[] y = [.. order.Select(i => cohort.Outcomes[i] ? 1.0 : 0)];
        double[] at = golden.GetProperty("smooth_at").Doubles();
        double[] fits = golden.GetProperty("smooth").Doubles();
        for (int i = 0; i < at.Length; i++)
            Assert.Equal(fits[i], LocalRegression.At(x, y, at[i], 0.75).Fit, 1e-6);
    }

    [Theory, InlineData(1), InlineData(7), InlineData(10), InlineData(1000)]
    public void Bins_hold_every_case_once_and_never_part_ties(int bins)
    {
        var cohort = Cohort.Draw(bins, 333, ties: true);
        var curve = CalibrationCurve.Bins(cohort.Scores, cohort.Outcomes, bins);
        Assert.Equal(333, curve.Sum(bin => bin.Cases));
        Assert.Equal(cohort.Outcomes.Count(y => y), curve.Sum(bin => bin.Positives));
        for (int i = 1; i < curve.Length; i++)
            Assert.True(curve[i - 1].Highest < curve[i].Lowest);
    }

    [Fact]
    public void Smooth_curve_follows_the_diagonal_for_true_risks()
    {
        var cohort = Cohort.Draw(9, 20_000);
        var curve = CalibrationCurve.Smooth(cohort.Scores, cohort.Outcomes, span: 0.3);
        Assert.Equal(50, curve.Length);
        int inside = curve.Count(p => p.Observed.Low <= p.Predicted && p.Predicted <= p.Observed.High);
        Assert.True(inside > 35, $"{inside} of 50 bands hold the diagonal");
        Assert.All(curve, p => Assert.Equal(p.Predicted, p.Observed.Value!.Value, 0.08));
    }

    [Fact]
    public void Smooth_curve_is_a_point_for_equal_predictions_and_empty_for_one_class()
    {
        var point = Assert.Single(CalibrationCurve.Smooth([0.3, 0.3], [true, false]));
        Assert.Equal(0.5, point.Observed.Value);
        Assert.Empty(CalibrationCurve.Smooth([0.3, 0.4], [true, true]));
        Assert.Empty(CalibrationCurve.Bins([], []));
    }

    [Fact]
    public void Refuses_what_is_no_probability() =>
        Assert.Contains(
            "1.5 is not a probability",
            Assert.Throws<DataException>(() => CalibrationCurve.Bins([0.5, 1.5], [true, false])).Message,
            StringComparison.Ordinal
        );
}

public sealed class ExpectedCalibrationErrorTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void Agrees_with_averaging_over_sorted_tenths(int seed)
    {
        // 501 cases without ties: tenths end at ranks 50, 100 ... (0-based), so the first holds 51 and the others 50.
        var cohort = Cohort.Draw(seed, 501);
        int[] order = [.. Enumerable.Range(0, 501).OrderBy(i => cohort.Scores[i])];
        double sum = 0;
        for (int bin = 0; bin < 10; bin++)
        {
            int[] members = [.. order.Skip(bin == 0 ? 0 : 1 + (50 * bin)).Take(bin == 0 ? 51 : 50)];
            sum += Math.Abs(members.Sum(i => cohort.Scores[i] - (cohort.Outcomes[i] ? 1 : 0)));
        }
        Assert.Equal(sum / 501, ExpectedCalibrationError.Of(cohort.Scores, cohort.Outcomes)!.Value, 1e-12);
    }

    [Fact]
    public void Is_the_distance_from_the_prevalence_for_equal_predictions()
    {
        Assert.Equal(0.3, ExpectedCalibrationError.Of([0.8, 0.8], [true, false])!.Value, 1e-15);
        Assert.Null(ExpectedCalibrationError.Of([], []));
    }

    [Fact]
    public void Interval_reaches_towards_zero_for_true_risks_and_stays_away_for_wrong_ones()
    {
        var cohort = Cohort.Draw(3, 3000);
        var right = ExpectedCalibrationError.Bootstrap(cohort.Scores, cohort.Outcomes, draws: 500);
        Assert.InRange(right.Low!.Value, 0, 0.005);
        double[] halved = [.. cohort.Scores.Select(p => p / 2)];
        var wrong = ExpectedCalibrationError.Bootstrap(halved, cohort.Outcomes, draws: 500);
        Assert.True(wrong.Low > 0.1);
        Assert.InRange(wrong.Value!.Value, wrong.Low!.Value, wrong.High!.Value);
    }

    // Twin: the draws once more, with every gap counted case by case.
    [Fact]
    public void Interval_is_the_error_less_the_chance_that_resamples_show()
    {
        var cohort = Cohort.Draw(7, 300);
        int[] order = [.. Enumerable.Range(0, 300).OrderByDescending(i => cohort.Scores[i])];
        var bins = EqualMassBins.Of(RankedCases.Of(cohort.Scores, cohort.Outcomes), 10);
        double[] whole = Gaps([.. Enumerable.Repeat((byte)1, 300)]);
        var sizes = new List<double>();
        var signed = new List<double>();
        PatientBootstrap.Draw(
            300,
            [],
            1,
            (multiplicity, _) =>
            {
                double[] gaps = Gaps([.. multiplicity]);
                lock (sizes)
                {
                    sizes.Add(gaps.Zip(whole, (a, b) => Math.Abs(a - b)).Sum());
                    signed.Add(gaps.Zip(whole, (a, b) => (a - b) * Math.Sign(b)).Sum());
                }
            },
            3,
            200,
            order
        );
        sizes.Sort();
        signed.Sort();
        var found = ExpectedCalibrationError.Bootstrap(cohort.Scores, cohort.Outcomes, seed: 3, draws: 200);
        double error = whole.Sum(Math.Abs);
        Assert.Equal(error, found.Value!.Value, 1e-12);
        Assert.Equal(Math.Max(0, error - Quantile.OfSorted([.. sizes], 0.975)), found.Low!.Value, 1e-12);
        Assert.Equal(error - Quantile.OfSorted([.. signed], 0.025), found.High!.Value, 1e-12);

        double[] Gaps(byte[] multiplicity) =>
            [
                .. bins.Select(bin =>
                    Enumerable
                        .Range(bin.Start, bin.End - bin.Start)
                        .Sum(place =>
                            multiplicity[place]
                            * (cohort.Scores[order[place]] - (cohort.Outcomes[order[place]] ? 1 : 0))
                        ) / 300
                ),
            ];
    }

    // The mirror image of the percentiles has the true error, 0, in 57 of 100 such samples.
    [Fact]
    public void Interval_holds_the_error_always_and_a_perfect_models_true_one_as_often_as_it_says()
    {
        int covered = 0;
        for (int seed = 1; seed <= 100; seed++)
        {
            var cohort = Cohort.Draw(100 + seed, 400);
            var found = ExpectedCalibrationError.Bootstrap(
                cohort.Scores,
                cohort.Outcomes,
                seed: seed,
                draws: 200
            );
            Assert.InRange(found.Value!.Value, found.Low!.Value, found.High!.Value);
            Assert.True(found.High > found.Value);
            covered += found.Low == 0 ? 1 : 0;
        }
        // 95 expected; 2.8 standard errors below.
        Assert.InRange(covered, 89, 100);
    }

    [Fact]
    public void Cases_without_chance_of_their_own_still_leave_doubt()
    {
        double[] scores = [.. Enumerable.Range(0, 50).Select(i => i < 25 ? 0.0 : 1.0)];
        bool[] outcomes = [.. scores.Select(p => p == 1)];
        var right = ExpectedCalibrationError.Bootstrap(scores, outcomes, draws: 100);
        Assert.Equal(0, right.Value);
        Assert.Equal(Wilson.AtEnd(0, 50).High, right.High);
    }

    [Fact]
    public void Does_not_depend_on_the_order_of_the_cases()
    {
        var cohort = Cohort.Draw(4, 200, ties: true);
        var shuffled = cohort.Shuffled(4);
        Assert.Equal(
            ExpectedCalibrationError.Of(cohort.Scores, cohort.Outcomes)!.Value,
            ExpectedCalibrationError.Of(shuffled.Scores, shuffled.Outcomes)!.Value,
            1e-14
        );
    }
}
