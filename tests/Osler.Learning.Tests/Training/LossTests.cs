using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Learning.Losses;
using static TorchSharp.torch;

namespace Osler.Learning.Tests.Training;

public sealed class LossTests
{
    private const int Cases = 7;
    private const int Width = 3;

    /// <summary>The loss of a batch as training computes it.</summary>
    private static double Of(Loss loss, float[] targets, int outcomes, Tensor logits)
    {
        float[] labels = new float[targets.Length];
        float[] weights = new float[targets.Length];
        loss.Prepare(targets, outcomes, (int)logits.shape[^1], labels, weights);
        using var scope = NewDisposeScope();
        var weight = tensor(weights, [Cases, outcomes]);
        var terms = loss.Terms(logits.unsqueeze(0), tensor(labels, [Cases, outcomes])) * weight;
        Assert.Equal([1, Cases, outcomes], terms.shape);
        var mean = terms.sum() / weight.sum();
        if (logits.requires_grad)
            mean.backward();
        return mean.item<float>();
    }

    private static (float[] Logits, float[] Targets) Draw(int seed, bool classes)
    {
        var random = new KeyedRandom(seed, "loss");
        float[] logits = [.. Enumerable.Range(0, Cases * Width).Select(_ => (float)random.NextNormal() * 3)];
        int count = classes ? Cases : Cases * Width;
        float[] targets =
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => random.NextDouble() < 0.25 ? float.NaN : random.Next(classes ? Width : 2)),
        ];
        targets[0] = 1;
        return (logits, targets);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0.2, 1)]
    [InlineData(3, 0.1, 4)]
    public void Binary_cross_entropy_agrees_with_the_formula(int seed, double smoothing, double positive)
    {
        var (logits, targets) = Draw(seed, classes: false);
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (float.IsNaN(targets[i]))
                continue;
            double p = 1 / (1 + Math.Exp(-logits[i]));
            double y = targets[i] * (1 - smoothing) + smoothing / 2;
            double weight = targets[i] == 1 ? positive : 1;
            sum -= weight * (y * Math.Log(p) + (1 - y) * Math.Log(1 - p));
            weights += weight;
        }
        using var z = tensor(logits, [Cases, Width]);
        var loss = new BinaryCrossEntropy { LabelSmoothing = smoothing, PositiveWeights = [positive] };
        Assert.Equal(sum / weights, Of(loss, targets, Width, z), 1e-5);
    }

    [Fact]
    public void Absent_labels_may_weigh_by_outcome_too_as_in_the_papers_masked_class_weighted_loss()
    {
        var (logits, targets) = Draw(4, classes: false);
        double[] share = [0.36, 0.09, 0.5]; // of present labels
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (float.IsNaN(targets[i]))
                continue;
            double p = 1 / (1 + Math.Exp(-logits[i]));
            double alpha = share[i % Width];
            sum -= targets[i] == 1 ? (1 - alpha) * Math.Log(p) : alpha * Math.Log(1 - p);
            weights += targets[i] == 1 ? 1 - alpha : alpha;
        }
        using var z = tensor(logits, [Cases, Width]);
        var loss = new BinaryCrossEntropy
        {
            PositiveWeights = [.. share.Select(alpha => 1 - alpha)],
            NegativeWeights = [.. share],
        };
        Assert.Equal(sum / weights, Of(loss, targets, Width, z), 1e-5);
        var wrong = new BinaryCrossEntropy { NegativeWeights = [1, 2] };
        Assert.Contains(
            "2 weights of absent labels for 3 outcomes",
            Assert.Throws<RequestException>(() => Of(wrong, targets, Width, z)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 2, null)]
    [InlineData(2, 0.5, 0.25)]
    [InlineData(3, 0, 0.75)]
    public void Focal_loss_agrees_with_the_formula(int seed, double gamma, double? alpha)
    {
        var (logits, targets) = Draw(seed, classes: false);
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if (float.IsNaN(targets[i]))
                continue;
            double p = 1 / (1 + Math.Exp(-logits[i]));
            double truth = targets[i] == 1 ? p : 1 - p;
            double weight = alpha is { } a ? (targets[i] == 1 ? a : 1 - a) : 1;
            sum -= weight * Math.Pow(1 - truth, gamma) * Math.Log(truth);
            weights += weight;
        }
        using var z = tensor(logits, [Cases, Width]);
        Assert.Equal(sum / weights, Of(new Focal { Gamma = gamma, Alpha = alpha }, targets, Width, z), 1e-5);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 0.3, false)]
    [InlineData(3, 0.1, true)]
    public void Softmax_cross_entropy_agrees_with_the_formula(int seed, double smoothing, bool weighted)
    {
        var (logits, targets) = Draw(seed, classes: true);
        double[] classWeights = weighted ? [1, 2, 5] : [1, 1, 1];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < Cases; i++)
        {
            if (float.IsNaN(targets[i]))
                continue;
            double total = Enumerable.Range(0, Width).Sum(c => Math.Exp(logits[i * Width + c]));
            double own = 0;
            for (int c = 0; c < Width; c++)
            {
                double y = (c == (int)targets[i] ? 1 - smoothing : 0) + smoothing / Width;
                own -= y * Math.Log(Math.Exp(logits[i * Width + c]) / total);
            }
            sum += classWeights[(int)targets[i]] * own;
            weights += classWeights[(int)targets[i]];
        }
        using var z = tensor(logits, [Cases, Width]);
        var loss = new SoftmaxCrossEntropy
        {
            LabelSmoothing = smoothing,
            ClassWeights = weighted ? [1, 2, 5] : [],
        };
        Assert.Equal(sum / weights, Of(loss, targets, 1, z), 1e-5);
    }

    public static TheoryData<Loss> All { get; } =
    [
        new BinaryCrossEntropy(),
        new BinaryCrossEntropy { LabelSmoothing = 0.1, PositiveWeights = [2, 3, 4] },
        new Focal { Alpha = 0.3 },
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy { LabelSmoothing = 0.1, ClassWeights = [1, 2, 3] },
    ];

    [Theory, MemberData(nameof(All))]
    public void An_unknown_label_gives_no_gradient_and_a_known_one_does(Loss loss)
    {
        var (logits, targets) = Draw(4, loss.Exclusive);
        using var z = tensor(logits, [Cases, Width], requires_grad: true);
        Of(loss, targets, loss.Exclusive ? 1 : Width, z);
        float[] gradient = [.. z.grad!.data<float>()];
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(float.IsNaN(targets[loss.Exclusive ? i / Width : i]), gradient[i] == 0);
    }

    [Theory, MemberData(nameof(All))]
    public void Its_gradient_is_the_slope_of_its_value(Loss loss)
    {
        var (logits, targets) = Draw(5, loss.Exclusive);
        int outcomes = loss.Exclusive ? 1 : Width;
        using var z = tensor(logits, [Cases, Width], requires_grad: true);
        Of(loss, targets, outcomes, z);
        float[] gradient = [.. z.grad!.data<float>()];
        for (int i = 0; i < logits.Length; i++)
        {
            double Shifted(float by)
            {
                float[] moved = [.. logits];
                moved[i] += by;
                using var there = tensor(moved, [Cases, Width]);
                return Of(loss, targets, outcomes, there);
            }
            // Central difference in float32: 1e-7 / 0.02 of rounding, and curvature.
            Assert.Equal((Shifted(0.01f) - Shifted(-0.01f)) / 0.02, gradient[i], 1e-3);
        }
    }

    [Fact]
    public void Huge_logits_stay_finite()
    {
        float[] logits = [.. Enumerable.Repeat(1000f, Cases * Width)];
        using var z = tensor(logits, [Cases, Width]);
        Assert.Equal(1000, Of(new BinaryCrossEntropy(), new float[Cases * Width], Width, z), 1e-2);
    }

    [Fact]
    public void Targets_out_of_range_are_told()
    {
        float[] three = new float[3];
        var fault = Assert.Throws<DataException>(() =>
            new BinaryCrossEntropy().Prepare([0, 2, 1], 1, 1, three, three)
        );
        Assert.Contains("is 2", fault.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => new SoftmaxCrossEntropy().Prepare([0, 3, 1], 1, 3, three, three));
        Assert.Throws<DataException>(() =>
            new SoftmaxCrossEntropy().Prepare([0, 0.5f, 1], 1, 3, three, three)
        );
        Assert.Throws<RequestException>(() =>
            new BinaryCrossEntropy().Prepare([0, 1, 1], 1, 2, three, three)
        );
        Assert.Throws<RequestException>(() =>
            new SoftmaxCrossEntropy().Prepare([0, 1, 1], 3, 3, three, three)
        );
    }
}
