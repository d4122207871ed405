using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

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
    /// <exception cref="DataException">A logit is not finite.</exception>
    public static float[] Logits(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        IExamples examples,
        ReadOnlySpan<int> cases,
        int batch = 4096,
        string device = "cpu"
    )
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var place = Devices.Named(device);
        using var module = TorchNetwork.Build(network, examples.Input, weights);
        module.to(place);
        using var quiet = no_grad();
        long width = module.Output.Values;
        float[] logits = new float[cases.Length * width];
        int values = checked((int)examples.Input.Values);
        float[] inputs = new float[(long)Math.Min(batch, cases.Length) * values];
        for (int start = 0; start < cases.Length; start += batch)
        {
            using var scope = NewDisposeScope();
            int size = Math.Min(batch, cases.Length - start);
            var gathered = inputs.AsSpan(0, size * values);
            examples.Inputs(cases.Slice(start, size), 0, training: false, gathered);
            using var x = Numbers.Tensor(
                gathered,
                [size, .. examples.Input.Sizes.Select(s => (long)s)],
                place
            );
            Numbers.Copy(module.forward(x), logits.AsSpan((int)(start * width), (int)(size * width)));
        }
        if (logits.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw new DataException(
                "The network's answer for a case is no finite number: its weights ran away in training.",
                "prediction",
                "Lower the learning rate, or clip the gradient (training.clip_norm)."
            );
        return logits;
    }
}
