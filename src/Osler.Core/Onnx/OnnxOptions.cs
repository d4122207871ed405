using System.Collections.Immutable;

namespace Osler.Core.Onnx;

/// <summary>How logits become probabilities.</summary>
public enum Probabilities
{
    /// <summary>Each outcome by itself, 1 / (1 + exp(-logit)): outcomes may hold together.</summary>
    Sigmoid,

    /// <summary>Over the last axis, summing to 1: exactly one of the outcomes holds.</summary>
    Softmax,
}

/// <summary>What an ONNX file holds beside the network.</summary>
public sealed record OnnxOptions
{
    /// <summary>How logits become probabilities; the sigmoid where not given.</summary>
    public Probabilities Probabilities { get; init; } = Probabilities.Sigmoid;

    /// <summary>
    /// Whether the network's last four outputs are the edges of a box: they are then no logits, and come by their sigmoid as
    /// an output of their own, <c>box</c> [N, 4], or [N, members, 4].
    /// </summary>
    public bool Box { get; init; }

    /// <summary>Name of the graph, shown by viewers.</summary>
    public string Name { get; init; } = "network";

    /// <summary>Notes in the model's metadata, written in the order of their keys; never code, never patients.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
