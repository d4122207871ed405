using System.Collections.Immutable;
using Osler.Core.Bundles;

namespace Osler.Core.Weights;

/// <summary>The tensors of a weight file, under the file's own names.</summary>
/// <param name="Where">The file.</param>
/// <param name="Tensors">By name, in the file's order.</param>
/// <param name="LeftOut">What the file holds beside them.</param>
public sealed record WeightSource(
    string Where,
    IReadOnlyDictionary<string, TensorData> Tensors,
    ImmutableArray<LeftOutWeight> LeftOut
)
{
    /// <summary>The key under which the weights stand in a checkpoint; null where they are the file's own.</summary>
    public string? Within { get; init; }

    /// <summary>
    /// Whether the names are counters of the file's own (Keras, folded convolutions), so that the order of the layers
    /// tells which is which.
    /// </summary>
    public bool ByOrder { get; init; }
}

/// <summary>Something of a weight file that no network gets.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Why">The rest of the sentence that begins with the name.</param>
public sealed record LeftOutWeight(string Name, string Why);
