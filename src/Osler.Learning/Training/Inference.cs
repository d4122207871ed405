using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Learning.Training;

/// <summary>
/// Runs trained networks on cases, in batches, without gradients, as they judge (no dropout, no batch statistics).
/// </summary>
public static class Inference
{
    /// <summary>Logits of the cases.</summary>
    /// <param name="network">The blocks; an ensemble is <c>Members(network, K)</c>, a single network has K = 1.</param>
    /// <param name="weights">Weights by name.</param>
    /// <param name="examples">Where the inputs come from.</param>
    /// <param name="cases">Case numbers.</param>
    /// <param name="batch">Cases computed at once, at least 1; no result depends on it beyond rounding.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>[cases, K, logits], row-major.</returns>
    public static float[] Logits(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        IExamples examples,
        ReadOnlySpan<int> cases,
        int batch = 4096,
        string device = "cpu"
    ) =>
        throw new NotSupportedException(
            "Inference itself follows in the next commits; this is its signature."
        );
}
