using Osler.Core.Collections;
using Osler.Core.Faults;
using Osler.Core.Words;
using Osler.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>Cross-entropy of one of several exclusive classes, on logits; the target is a class index from 0.</summary>
public sealed record SoftmaxCrossEntropy : Loss
{
    /// <summary>Weight of each class; more than 0. Empty (the default) weighs all alike.</summary>
    public ValueList<double> ClassWeights
    {
        get;
        init => field = BinaryTargets.Weights(value);
    } = [];

    /// <inheritdoc/>
    public override bool Exclusive => true;

    internal override void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    )
    {
        if (outcomes != 1)
            throw new RequestException(
                $"Exclusive classes are one target a case, but there are {outcomes}.",
                remedy: "Use binary_cross_entropy for several outcomes that may occur together."
            );
        if (ClassWeights.Count > 0 && ClassWeights.Count != logits)
            throw new RequestException(
                $"There are {ClassWeights.Count} class_weights for {Counted.Of(logits, "class", "classes")}.",
                "training.loss",
                "State one for each class."
            );
        for (int i = 0; i < targets.Length; i++)
        {
            float target = targets[i];
            if (float.IsNaN(target))
            {
                labels[i] = 0;
                weights[i] = 0;
                continue;
            }
            if (target < 0 || target >= logits || target != MathF.Floor(target))
                throw new DataException(
                    FormattableString.Invariant(
                        $"A target is {target}, but there {(logits == 1 ? "is" : "are")} {Counted.Of(logits, "class", "classes")}."
                    ),
                    remedy: $"A class is a whole number from 0 to {logits - 1}, or empty (unknown)."
                );
            labels[i] = target;
            weights[i] = ClassWeights.Count == 0 ? 1 : (float)ClassWeights[(int)target];
        }
    }

    internal override Tensor Terms(Tensor logits, Tensor labels)
    {
        Tensor log = nn.functional.log_softmax(logits, -1);
        Tensor loss;
        if (labels.shape[^1] > 1)
            // Shares of each class, of cases that are mixed.
            loss = (log * labels).sum(-1, keepdim: true).neg();
        else
        {
            Tensor classes = labels.to(ScalarType.Int64).expand([.. log.shape.AsSpan()[..^1], 1]);
            loss = log.gather(-1, classes).neg();
        }
        if (LabelSmoothing == 0)
            return loss;
        // Held while libtorch reads them: a Scalar that nothing holds may be freed in the middle of a call.
        using Scalar sharp = 1 - LabelSmoothing;
        using Scalar smooth = LabelSmoothing;
        return Held.Difference(loss * sharp, log.mean([-1L], keepdim: true) * smooth);
    }
}
