using Osler.Core.Faults;
using Osler.Core.Onnx;
using static TorchSharp.torch;

namespace Osler.Learning.Losses;

/// <summary>
/// Cross-entropy of one of several exclusive classes, and how far a box is from its place: a localisation head.
/// </summary>
/// <remarks>
/// The last four outputs are the box, its upper, left, lower and right edge, each by its sigmoid a share of the image's
/// height or width; the others are the classes' logits. Targets are the class and the four edges; an image whose box is
/// unknown (NaN) learns its class alone. The box's loss is the mean absolute error of the edges.
/// </remarks>
public sealed record ClassAndBox : Loss
{
    /// <summary>Targets of a case: the class and four edges.</summary>
    public const int Targets = 1 + Edges;

    /// <summary>Outputs of a box.</summary>
    public const int Edges = OnnxGraph.BoxEdges;

    /// <summary>What an edge's error weighs beside the class's cross-entropy; more than 0, by default 2.</summary>
    public double BoxWeight
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000);
            field = value;
        }
    } = 2;

    /// <inheritdoc/>
    public override bool Exclusive => true;

    // The other measures are of classes alone.
    internal override string Measure => "loss";

    private SoftmaxCrossEntropy Classes => new() { LabelSmoothing = LabelSmoothing };

    internal override void Prepare(
        ReadOnlySpan<float> targets,
        int outcomes,
        int logits,
        Span<float> labels,
        Span<float> weights
    )
    {
        if (outcomes != Targets)
            throw new RequestException(
                "These cases have no boxes to learn from.",
                "training.loss",
                "Use softmax_cross_entropy."
            );
        if (logits <= Edges + 1)
            throw new RequestException(
                $"The network ends in {logits} outputs; two classes or more and a box need {Edges + 2} or more.",
                "network"
            );
        Span<float> one = stackalloc float[1];
        Span<float> label = stackalloc float[1];
        Span<float> weight = stackalloc float[1];
        for (int start = 0; start < targets.Length; start += Targets)
        {
            one[0] = targets[start];
            Classes.Prepare(one, 1, logits - Edges, label, weight);
            (labels[start], weights[start]) = (label[0], weight[0]);
            for (int i = start + 1; i < start + Targets; i++)
            {
                bool known = !float.IsNaN(targets[i]);
                (labels[i], weights[i]) = known ? (targets[i], (float)BoxWeight) : (0, 0);
            }
        }
    }

    internal override Tensor Terms(Tensor logits, Tensor labels)
    {
        long classes = logits.shape[^1] - Edges;
        var ofClass = Classes.Terms(logits.narrow(-1, 0, classes), labels.narrow(-1, 0, 1));
        var boxes = logits.narrow(-1, classes, Edges).sigmoid();
        var edges = labels.narrow(-1, 1, Edges).expand(boxes.shape);
        return cat([ofClass, boxes.sub(edges).abs()], -1);
    }
}
