using System.Text.Json.Serialization;
using Osler.Core.Collections;
using Osler.Core.Faults;
using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>
/// What is minimised: a quotient of totals, Σ weight × loss(logit, label) / Σ weight, over the labels of a batch that
/// are known. An unknown label (NaN) has weight 0: it adds neither to the loss nor to the gradient.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BinaryCrossEntropy), "binary_cross_entropy")]
[JsonDerivedType(typeof(Focal), "focal")]
[JsonDerivedType(typeof(SoftmaxCrossEntropy), "softmax_cross_entropy")]
[JsonDerivedType(typeof(ClassAndBox), "class_and_box")]
[JsonDerivedType(typeof(CrossEntropy), "cross_entropy")]
public abstract record Loss
{
    private protected Loss() { }

    /// <summary>
    /// How far labels are moved towards chance; in [0, 1), by default 0. A binary label y becomes
    /// y (1 − s) + s / 2; of C classes the true one gets 1 − s + s / C and each other s / C
    /// (Szegedy et al., CVPR 2016, arXiv:1512.00567).
    /// </summary>
    public double LabelSmoothing
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1);
            field = value;
        }
    }

    /// <summary>Whether the logits of a case are classes of which exactly one is true.</summary>
    [JsonIgnore]
    public abstract bool Exclusive { get; }

    /// <summary>The validation measure that is told of each epoch where no early stopping names one.</summary>
    internal virtual string Measure => "log_loss";

    /// <summary>The loss for labels of a kind; itself, unless it leaves that to them (<see cref="CrossEntropy"/>).</summary>
    /// <param name="exclusive">Whether exactly one of several classes is true.</param>
    public virtual Loss For(bool exclusive) => this;

    /// <summary>Turns targets as told into labels and weights.</summary>
    /// <param name="targets">[n, outcomes]; NaN is unknown.</param>
    /// <param name="outcomes">Targets of a case.</param>
    /// <param name="logits">Logits of a case.</param>
    /// <param name="labels">[n, outcomes], what the logits are compared with; 0 where unknown.</param>
    /// <param name="weights">[n, outcomes]; 0 where unknown.</param>
    /// <exception cref="DataException">A target that is neither NaN nor in range.</exception>
    internal abstract void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    );

    /// <summary>Losses label by label, unweighted.</summary>
    /// <param name="logits">[K, B, C].</param>
    /// <param name="labels">[B, outcomes] or [K, B, outcomes].</param>
    /// <returns>[K, B, outcomes].</returns>
    internal abstract Tensor Terms(Tensor logits, Tensor labels);
}

/// <summary>
/// Cross-entropy of each binary outcome by itself (multi-task where there are several), on logits.
/// </summary>
public sealed record BinaryCrossEntropy : Loss
{
    /// <summary>
    /// For each outcome, what a present label weighs against an absent one; more than 0. One value serves all
    /// outcomes; empty (the default) weighs all labels alike.
    /// </summary>
    public ValueList<double> PositiveWeights
    {
        get;
        init => field = BinaryTargets.Weights(value);
    } = [];

    /// <summary>
    /// For each outcome, what an absent label weighs; more than 0. With <see cref="PositiveWeights"/> it balances classes
    /// and says how much each outcome counts. One value serves all outcomes; empty (the default) is 1.
    /// </summary>
    public ValueList<double> NegativeWeights
    {
        get;
        init => field = BinaryTargets.Weights(value);
    } = [];

    /// <inheritdoc/>
    public override bool Exclusive => false;

    internal override void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    ) =>
        BinaryTargets.Prepare(
            targets,
            outcomes,
            logits,
            PositiveWeights,
            LabelSmoothing,
            labels,
            weights,
            NegativeWeights
        );

    internal override Tensor Terms(Tensor logits, Tensor labels) =>
        BinaryTargets.CrossEntropy(logits, labels);
}
