using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Networks;
using Osler.Learning.Training;
using static TorchSharp.torch;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Learning.Explanation;

/// <summary>What each token adds to the prediction of a text.</summary>
/// <param name="Values">[T]; their sum is the prediction less the baseline's, up to the gap.</param>
/// <param name="Prediction">The explained number of the text.</param>
/// <param name="Baseline">The same of a text of as many tokens that say nothing: embeddings of 0.</param>
/// <param name="Gap">By how much the sum misses; 0 is exact.</param>
public sealed record TokenAttributions(double[] Values, double Prediction, double Baseline, double Gap);

/// <summary>Integrated gradients for texts: along the line from embeddings of 0 to those of the tokens.</summary>
/// <remarks>
/// Ids can't be moved a little, embeddings can: a token's part is the sum over the numbers of its embedding. The baseline has the
/// text's places and length. Members of an ensemble go along their own lines together. Sundararajan et al., ICML 2017,
/// arXiv:1703.01365, section 6.3; midpoint rule, steps doubled until complete, as <see cref="IntegratedGradients"/>.
/// </remarks>
public static class TokenGradients
{
    private const int FirstSteps = 16;
    private const int PointsAtOnce = 64;

    /// <summary>Attributions of one text.</summary>
    /// <param name="network">The blocks; an ensemble is <c>Members(network, K)</c>.</param>
    /// <param name="weights">Weights by name.</param>
    /// <param name="input">Shape of one case, [most tokens].</param>
    /// <param name="tokens">[T] ids without padding, at least one.</param>
    /// <param name="settings">Of what, and how finely.</param>
    /// <exception cref="ArgumentException">The network takes no tokens or has no such outcome, or an id is none of its own.</exception>
    public static TokenAttributions Of(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        Shape input,
        ReadOnlySpan<float> tokens,
        IntegratedGradientsSettings? settings = null
    )
    {
        settings ??= new IntegratedGradientsSettings();
        if (TokenInput.Vocabulary(ShapeInference.Annotate(network, input)) is null)
            throw new ArgumentException("The network has no embedding of words.", nameof(network));
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(tokens));
        using var module = TorchNetwork.Build(network, input, weights);
        IntegratedGradients.RequireOutcome(module, settings);
        var line = new Line(module, tokens.ToArray(), settings);
        double prediction = line.Value(1);
        double baseline = line.Value(0);
        for (int steps = FirstSteps; ; steps *= 2)
        {
            double[] values = line.Along(steps);
            double gap = values.Sum() - (prediction - baseline);
            if (Math.Abs(gap) <= settings.Tolerance || steps * 2 > settings.MostSteps)
                return new TokenAttributions(values, prediction, baseline, gap);
        }
    }

    /// <summary>The explained number and its gradients between embeddings of 0 (at 0) and the tokens' own (at 1).</summary>
    private sealed class Line(TorchNetwork module, float[] tokens, IntegratedGradientsSettings settings)
    {
        public double Value(float place)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            return Answers([place], embedded => embedded).sum().item<float>();
        }

        public double[] Along(int steps)
        {
            double[] sums = new double[tokens.Length];
            for (int start = 0; start < steps; start += PointsAtOnce)
            {
                using var scope = NewDisposeScope();
                float[] places =
                [
                    .. Enumerable
                        .Range(start, Math.Min(PointsAtOnce, steps - start))
                        .Select(step => (step + 0.5f) / steps),
                ];
                var points = new List<Tensor>();
                var answers = Answers(
                    places,
                    embedded =>
                    {
                        // Out of the pass's own scope, which ends before the gradients are asked for.
                        points.Add(embedded.detach().requires_grad_().MoveToOuterDisposeScope());
                        return points[^1];
                    }
                );
                var gradients = autograd.grad([answers.sum()], points);
                foreach (var (point, gradient) in points.Zip(gradients))
                {
                    // The way to the tokens' own embedding is the point over how far along it lies.
                    var way = point.detach() / Column(places);
                    float[] each = Numbers.Of((gradient * way).sum([0L, 2L]));
                    for (int token = 0; token < sums.Length; token++)
                        sums[token] += each[token] / steps;
                }
            }
            return sums;
        }

        // [places] explained numbers.
        private Tensor Answers(float[] places, Func<Tensor, Tensor> told)
        {
            var along = Column(places);
            module.Embedded = embedded => told(embedded * along);
            try
            {
                var ids = tensor(tokens, [1, tokens.Length]).expand(places.Length, tokens.Length);
                return IntegratedGradients.Number(module.forward(ids), settings);
            }
            finally
            {
                module.Embedded = null;
            }
        }

        private static Tensor Column(float[] places) => tensor(places, [places.Length, 1, 1]);
    }
}
