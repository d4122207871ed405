using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Networks;
using Osler.Learning.Training;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Explanation;

/// <summary>Which number of a prediction is explained.</summary>
public enum Explained
{
    /// <summary>The probability: the mean of the members' probabilities.</summary>
    Probability,

    /// <summary>The log-odds (of exclusive classes: the logit): the mean of the members' logits.</summary>
    LogOdds,
}

/// <summary>How the path integral is taken, and of what.</summary>
public sealed record IntegratedGradientsSettings
{
    /// <summary>Which output is explained, from 0.</summary>
    public int Outcome
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Which number of it; by default the probability.</summary>
    public Explained Explained { get; init; } = Explained.Probability;

    /// <summary>Whether the outputs are classes of which exactly one is true (softmax), or outcomes by themselves.</summary>
    public bool Exclusive { get; init; }

    /// <summary>
    /// How far a case's attributions may sum to something else than its prediction less the baseline's; more than 0,
    /// by default 0.001. Steps are doubled until they do.
    /// </summary>
    public double Tolerance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1e-3;

    /// <summary>Steps from baseline to case at most; at least 16, by default 2,048.</summary>
    public int MostSteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 16);
            field = value;
        }
    } = 2048;
}

/// <summary>What each input adds to a prediction, against a baseline.</summary>
/// <param name="Values">[cases, width]; their sum over a case is its prediction less the baseline's, up to its gap.</param>
/// <param name="Predictions">[cases], the explained number of each case.</param>
/// <param name="Baseline">The explained number of the baseline (the mean over baselines).</param>
/// <param name="Gaps">[cases], by how much the sum misses (completeness); 0 is exact.</param>
public sealed record Attributions(double[] Values, double[] Predictions, double Baseline, double[] Gaps)
{
    /// <summary>The largest gap, in absolute value; 0 without cases.</summary>
    public double LargestGap => Gaps.Length == 0 ? 0 : Gaps.Max(Math.Abs);
}

/// <summary>
/// Integrated gradients: an input's part in a prediction is the gradient along the straight line from a baseline to the
/// case, times the way.
/// </summary>
/// <remarks>
/// Sundararajan et al., ICML 2017, arXiv:1703.01365; several baselines as in Erion et al., Nat Mach Intell 2021,
/// doi:10.1038/s42256-021-00343-w, all of them instead of a sample. Midpoint rule; the number of steps is doubled
/// until the attributions are complete, and the gap that is left is told. It explains the network, not the disease.
/// </remarks>
public static class IntegratedGradients
{
    private const int FirstSteps = 16;
    private const int PointsAtOnce = 4096;

    /// <summary>Attributions of some cases.</summary>
    /// <param name="network">The blocks; an ensemble is <c>Members(network, K)</c>.</param>
    /// <param name="weights">Weights by name.</param>
    /// <param name="input">Shape of one case; width is its number of values.</param>
    /// <param name="cases">[n, width], preprocessed as for the network.</param>
    /// <param name="baselines">[m, width], m at least 1: what the cases are held against, e.g. the training mean.</param>
    /// <param name="settings">Of what, and how finely.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or there is no such outcome.</exception>
    public static Attributions Of(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        Shape input,
        ReadOnlySpan<float> cases,
        ReadOnlySpan<float> baselines,
        IntegratedGradientsSettings? settings = null
    )
    {
        settings ??= new IntegratedGradientsSettings();
        int width = checked((int)input.Values);
        if (cases.Length % width != 0)
            throw new ArgumentException(
                $"Cases have {width} values each; got {cases.Length}.",
                nameof(cases)
            );
        if (baselines.Length == 0 || baselines.Length % width != 0)
            throw new ArgumentException(
                $"Baselines have {width} values each; got {baselines.Length}.",
                nameof(baselines)
            );
        using var module = TorchNetwork.Build(network, input, weights);
        var path = new Path(module, input, settings);
        RequireOutcome(module, settings);

        int count = cases.Length / width;
        int references = baselines.Length / width;
        double baseline = path.Values(baselines).Average();
        double[] predictions = path.Values(cases);
        double[] values = new double[cases.Length];
        double[] gaps = new double[count];
        for (int i = 0; i < count; i++)
        {
            var @case = cases.Slice(i * width, width);
            double[] own = new double[width];
            for (int steps = FirstSteps; ; steps *= 2)
            {
                Array.Clear(own);
                for (int j = 0; j < references; j++)
                    path.Add(@case, baselines.Slice(j * width, width), steps, 1.0 / references, own);
                gaps[i] = own.Sum() - (predictions[i] - baseline);
                if (Math.Abs(gaps[i]) <= settings.Tolerance || steps * 2 > settings.MostSteps)
                    break;
            }
            own.CopyTo(values, i * width);
        }
        return new Attributions(values, predictions, baseline, gaps);
    }

    internal static void RequireOutcome(TorchNetwork module, IntegratedGradientsSettings settings)
    {
        if (settings.Outcome >= module.Output[^1])
            throw new ArgumentException($"The network has {module.Output[^1]} outputs.", nameof(settings));
    }

    /// <summary>The explained number of each case, [N], out of logits [N, outcomes] or [N, members, outcomes].</summary>
    internal static Tensor Number(Tensor logits, IntegratedGradientsSettings settings)
    {
        var numbers =
            settings.Explained == Explained.LogOdds ? logits
            : settings.Exclusive ? logits.softmax(-1)
            : logits.sigmoid();
        var chosen = numbers.select(-1, settings.Outcome);
        return chosen.dim() == 2 ? chosen.mean([1L]) : chosen;
    }

    /// <summary>The explained number and its gradient at points of input space.</summary>
    private sealed class Path(TorchNetwork module, Shape input, IntegratedGradientsSettings settings)
    {
        private readonly int _width = checked((int)input.Values);

        public double[] Values(ReadOnlySpan<float> points)
        {
            var all = new List<double>();
            using var quiet = no_grad();
            for (int start = 0; start < points.Length; start += PointsAtOnce * _width)
            {
                using var scope = NewDisposeScope();
                var some = points.Slice(start, Math.Min(PointsAtOnce * _width, points.Length - start));
                foreach (float value in Numbers.Of(Explain(Points(some))))
                    all.Add(value);
            }
            return [.. all];
        }

        /// <summary>Adds weight × (case − baseline) × the mean gradient on the line between them.</summary>
        public void Add(
            ReadOnlySpan<float> @case,
            ReadOnlySpan<float> baseline,
            int steps,
            double weight,
            double[] attributions
        )
        {
            for (int start = 0; start < steps; start += PointsAtOnce)
            {
                int size = Math.Min(PointsAtOnce, steps - start);
                float[] points = new float[size * _width];
                for (int step = 0; step < size; step++)
                {
                    double along = (start + step + 0.5) / steps;
                    for (int k = 0; k < _width; k++)
                        points[step * _width + k] = (float)(
                            baseline[k] + along * (@case[k] - (double)baseline[k])
                        );
                }
                using var scope = NewDisposeScope();
                var x = Points(points).requires_grad_();
                var gradient = autograd.grad([Explain(x).sum()], [x])[0];
                float[] sums = Numbers.Of(gradient.view(size, _width).sum([0L]));
                for (int k = 0; k < _width; k++)
                    attributions[k] += weight * (@case[k] - (double)baseline[k]) * sums[k] / steps;
            }
        }

        private Tensor Points(ReadOnlySpan<float> points) =>
            tensor(points.ToArray(), [points.Length / _width, .. input.Sizes.Select(size => (long)size)]);

        private Tensor Explain(Tensor x) => Number(module.forward(x), settings);
    }
}
