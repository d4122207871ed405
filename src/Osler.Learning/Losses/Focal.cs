using Osler.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>
/// Focal loss of binary outcomes, on logits: |y − p|^γ × cross-entropy, so that easy cases count less.
/// </summary>
/// <remarks>
/// Lin et al., ICCV 2017, arXiv:1708.02002, eq. 5. Departure: the sum is divided by the sum of the weights α or
/// 1 − α, not by the number of present labels. A focal loss does not give calibrated probabilities.
/// </remarks>
public sealed record Focal : Loss
{
    /// <summary>How strongly easy cases are played down; at least 0 (plain cross-entropy), by default 2.</summary>
    public double Gamma
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 2;

    /// <summary>Weight of present labels in (0, 1), absent ones get 1 − α. Null (the default) weighs them alike.</summary>
    public double? Alpha
    {
        get;
        init
        {
            if (value is { } alpha)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1, nameof(value));
            }
            field = value;
        }
    }

    /// <inheritdoc/>
    public override bool Exclusive => false;

    internal override void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    ) =>
        // A common factor cancels in the quotient, so α : 1 − α is α / (1 − α) : 1.
        BinaryTargets.Prepare(
            targets,
            outcomes,
            logits,
            Alpha is { } alpha ? [alpha / (1 - alpha)] : [],
            LabelSmoothing,
            labels,
            weights
        );

    internal override Tensor Terms(Tensor logits, Tensor labels)
    {
        Tensor crossEntropy = BinaryTargets.CrossEntropy(logits, labels);
        using Scalar gamma = Gamma;
        return Held.Difference(labels, logits.sigmoid()).abs().pow(gamma) * crossEntropy;
    }
}
