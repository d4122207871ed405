using Osler.Core.Collections;
using Osler.Core.Faults;
using Osler.Core.Words;
using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>From targets 0, 1 or unknown to labels and weights, for the losses of binary outcomes.</summary>
internal static class BinaryTargets
{
    /// <summary>Checks weights of present labels: each a finite number above 0.</summary>
    public static ValueList<double> Weights(ValueList<double> value)
    {
        foreach (double weight in value)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight, nameof(value));
            if (!double.IsFinite(weight))
                throw new ArgumentOutOfRangeException(nameof(value), weight, "A weight must be finite.");
        }
        return value;
    }

    /// <summary>Cross-entropy label by label, [K, B, outcomes], in one operation that stays exact for large logits.</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels) =>
        nn.functional.binary_cross_entropy_with_logits(
            logits,
            labels.expand(logits.shape),
            reduction: nn.Reduction.None
        );

    public static void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        ValueList<double> positiveWeights,
        double smoothing,
        Span<float> labels,
        Span<float> weights,
        ValueList<double>? negativeWeights = null
    )
    {
        if (logits != outcomes)
            throw new RequestException(
                $"The network ends in {logits} logits, but there {(outcomes == 1 ? "is" : "are")} {Counted.Of(outcomes, "binary outcome")}.",
                remedy: $"End the network in Dense({outcomes})."
            );
        ValueList<double> negatives = negativeWeights ?? [];
        RequireOneOrAll(positiveWeights, outcomes, "present");
        RequireOneOrAll(negatives, outcomes, "absent");
        for (int i = 0; i < targets.Length; i++)
        {
            float target = targets[i];
            if (float.IsNaN(target))
            {
                labels[i] = 0;
                weights[i] = 0;
                continue;
            }
            if (target is < 0 or > 1)
                throw new DataException(
                    FormattableString.Invariant($"A target of outcome {i % outcomes + 1} is {target}."),
                    remedy: "A binary outcome is 0 (absent), 1 (present), a probability between, or empty (unknown)."
                );
            double present = Weight(positiveWeights, i % outcomes);
            double absent = Weight(negatives, i % outcomes);
            labels[i] = (float)(target * (1 - smoothing) + smoothing / 2);
            weights[i] = (float)(target * present + (1 - target) * absent);
        }
    }

    private static double Weight(ValueList<double> weights, int outcome) =>
        weights.Count == 0 ? 1 : weights[weights.Count == 1 ? 0 : outcome];

    private static void RequireOneOrAll(ValueList<double> weights, int outcomes, string labels)
    {
        if (weights.Count > 1 && weights.Count != outcomes)
            throw new RequestException(
                $"There are {weights.Count} weights of {labels} labels for {Counted.Of(outcomes, "outcome")}.",
                "training.loss",
                "State one for all, or one for each outcome."
            );
    }
}
