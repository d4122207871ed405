using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>
/// Cross-entropy as the labels ask for it: of the classes where exactly one of several is true, of each binary outcome by
/// itself where several may be.
/// </summary>
/// <remarks>Which one is known with the data: <see cref="For"/> gives it, and it alone is trained with.</remarks>
public sealed record CrossEntropy : Loss
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the data say so.</exception>
    public override bool Exclusive => throw Undecided();

    /// <inheritdoc/>
    public override Loss For(bool exclusive) =>
        exclusive
            ? new SoftmaxCrossEntropy { LabelSmoothing = LabelSmoothing }
            : new BinaryCrossEntropy { LabelSmoothing = LabelSmoothing };

    internal override void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    ) => throw Undecided();

    internal override Tensor Terms(Tensor logits, Tensor labels) => throw Undecided();

    private static InvalidOperationException Undecided() =>
        new("Which cross-entropy is meant depends on the labels; ask for it with For.");
}
