using CsCheck;
using Osler.Core.Chance;
using Osler.Core.Ensembles;

namespace Osler.Core.Tests.Ensembles;

public sealed class EnsembleTests
{
    [Fact]
    public void A_single_network_has_no_range()
    {
        var estimate = Ensemble.Of([0f]);
        Assert.Equal(0.5, estimate.Probability);
        Assert.Null(estimate.Low);
        Assert.Null(estimate.High);
    }

    [Fact]
    public void The_range_is_the_prediction_interval_on_the_logit_scale()
    {
        // Mean 0, standard deviation √2, K = 2: half width 12.7062 · √2 · √1.5.
        var estimate = Ensemble.Of([-1f, 1f]);
        double half = 12.7062 * Math.Sqrt(2) * Math.Sqrt(1.5);
        Assert.Equal(0.5, estimate.Probability, 12);
        Assert.Equal(1 / (1 + Math.Exp(half)), estimate.Low!.Value, 12);
        Assert.Equal(1 / (1 + Math.Exp(-half)), estimate.High!.Value, 12);
    }

    [Fact]
    public void Members_that_agree_leave_no_width()
    {
        var estimate = Ensemble.Of([-2f, -2f, -2f, -2f]);
        Assert.Equal(estimate.Probability, estimate.Low!.Value, 12);
        Assert.Equal(estimate.Probability, estimate.High!.Value, 12);
    }

    [Fact]
    public void The_probability_lies_within_its_range_and_the_range_within_zero_and_one() =>
        Gen.Float[-40, 40]
            .Array[2, 20]
            .Sample(logits =>
            {
                var estimate = Ensemble.Of(logits);
                return 0 <= estimate.Low
                    && estimate.Low <= estimate.Probability
                    && estimate.Probability <= estimate.High
                    && estimate.High <= 1;
            });

    [Fact]
    public void Negated_logits_mirror_everything() =>
        Gen.Float[-20, 20]
            .Array[2, 20]
            .Sample(logits =>
            {
                var one = Ensemble.Of(logits);
                var two = Ensemble.Of([.. logits.Select(logit => -logit)]);
                Assert.Equal(one.Probability, 1 - two.Probability, 9);
                Assert.Equal(one.Low!.Value, 1 - two.High!.Value, 9);
            });

    [Fact]
    public void Softmax_gives_shares_however_large_the_logits()
    {
        double[] shares = new double[3];
        Ensemble.Softmax([MathF.Log(1), MathF.Log(2), MathF.Log(5)], shares);
        Assert.Equal(0.125, shares[0], 1e-7);
        Assert.Equal(0.25, shares[1], 1e-7);
        Assert.Equal(0.625, shares[2], 1e-7);
        Ensemble.Softmax([1e30f, 1e30f, -1e30f], shares);
        Assert.Equal([0.5, 0.5, 0], shares);
    }

    [Fact]
    public void A_cooled_softmax_is_the_mean_of_the_members_at_the_temperature() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 5], Gen.Double[0.2, 5], Gen.Int[0, 1_000])
            .Sample(
                (cases, members, classes, temperature, seed) =>
                {
                    var random = new KeyedRandom(seed, "cooled");
                    float[] logits = new float[cases * members * classes];
                    for (int i = 0; i < logits.Length; i++)
                        logits[i] = (float)random.NextNormal();
                    double[] found = Ensemble.CooledSoftmax(logits, members, classes, temperature);
                    Assert.Equal(cases * classes, found.Length);
                    for (int i = 0; i < found.Length; i++)
                    {
                        var (@case, k) = (i / classes, i % classes);
                        double mean = Enumerable
                            .Range(0, members)
                            .Average(member =>
                            {
                                double[] powers =
                                [
                                    .. logits
                                        .Skip((@case * members + member) * classes)
                                        .Take(classes)
                                        .Select(logit => Math.Exp(logit / temperature)),
                                ];
                                return powers[k] / powers.Sum();
                            });
                        Assert.Equal(mean, found[i], 1e-6);
                    }
                }
            );

    [Fact]
    public void The_sigmoid_of_a_class_against_the_rest_is_its_softmax() =>
        Gen.Float[-100, 100]
            .Array[1, 12]
            .Sample(logits =>
            {
                double[] shares = new double[logits.Length];
                Ensemble.Softmax(logits, shares);
                Assert.Equal(1, shares.Sum(), 1e-12);
                for (int k = 0; k < shares.Length; k++)
                    Assert.Equal(shares[k], Ensemble.Sigmoid(Ensemble.AgainstTheRest(logits, k)), 1e-7);
            });

    [Fact]
    public void Student_quantiles_agree_with_a_statistics_library()
    {
        for (int freedom = 1; freedom <= 200; freedom++)
            Assert.Equal(
                MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, freedom, 0.975),
                StudentT.Quantile975(freedom),
                1e-4
            );
    }
}
