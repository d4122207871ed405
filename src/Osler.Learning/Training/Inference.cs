using System.Runtime.InteropServices;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Batches;
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
    /// <param name="batch">
    /// Cases computed at once, at least 1; null: as many as take about 64 megabytes (half a gigabyte of a card), at most 4,096.
    /// No result depends on it beyond rounding.
    /// </param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="precision">In which numbers; by default in float32, as a bundle is served.</param>
    /// <returns>[cases, K, logits], row-major.</returns>
    /// <exception cref="DataException">A logit is not finite.</exception>
    /// <exception cref="RequestException">No such device, or not enough memory on it.</exception>
    public static float[] Logits(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        IExamples examples,
        ReadOnlySpan<int> cases,
        int? batch = null,
        string device = "cpu",
        Precision precision = Precision.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(examples);
        int most = batch ?? AtOnce(network, examples.Input, Devices.Named(device));
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(batch));
        try
        {
            return Logits(network, weights, examples, cases, most, device, precision);
        }
        catch (ExternalException fault) when (MemoryFault.Is(fault))
        {
            throw MemoryFault.Of(
                fault,
                device,
                "prediction",
                $"It takes {most} cases at once, which a smaller network would need less for."
            );
        }
    }

    private static float[] Logits(
        Block network,
        IReadOnlyDictionary<string, TensorData> weights,
        IExamples examples,
        ReadOnlySpan<int> cases,
        int most,
        string device,
        Precision precision
    )
    {
        var place = Devices.Named(device);
        using var module = TorchNetwork.Build(network, examples.Input, weights);
        module.to(place);
        module.Rounds = Computing.Rounds(network, examples.Input, precision, place);
        using var quiet = no_grad();
        long width = module.Output.Values;
        float[] logits = new float[cases.Length * width];
        int values = checked((int)examples.Input.Values);
        var lengths = TextLengths.Of(network, examples);
        int[] all = cases.ToArray();
        int[] places = [.. Enumerable.Range(0, all.Length)];
        if (lengths is not null)
        {
            places = [.. places.OrderBy(place => lengths[all[place]])];
            all = Array.ConvertAll(places, place => all[place]);
        }
        float[] inputs = new float[checked(Math.Min(most, all.Length) * values)];
        for (int start = 0; start < all.Length; start += most)
        {
            using var scope = NewDisposeScope();
            int size = Math.Min(most, all.Length - start);
            var gathered = inputs.AsMemory(0, size * values);
            Gathering.Inputs(examples, all.AsMemory(start, size), 0, training: false, gathered);
            using var x = TextLengths.Inputs(
                gathered.Span,
                examples.Input,
                lengths,
                all.AsSpan(start, size),
                place
            );
            float[] answers = Numbers.Of(module.forward(x));
            for (int i = 0; i < size; i++)
                answers
                    .AsSpan((int)(i * width), (int)width)
                    .CopyTo(logits.AsSpan((int)(places[start + i] * width)));
        }
        if (logits.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            throw new DataException(
                "The network's answer for a case is no finite number: its weights ran away in training.",
                "prediction",
                "Lower the learning rate, or clip the gradient (training.clip_norm)."
            );
        return logits;
    }

    /// <summary>How many cases are computed at once where nobody says: as many as fit some memory, at most 4,096 (256 texts).</summary>
    /// <remarks>
    /// A case's memory is taken as twice the largest input and output of a block together: what a block works on, and what
    /// waits for it beside a shortcut.
    /// </remarks>
    internal static int AtOnce(Block network, Shape input, Device device)
    {
        // A processor's share is small enough that its tensors' memory is kept from batch to batch (NativeMemory).
        long budget = device.type == DeviceType.CPU ? 64L << 20 : 512L << 20;
        var root = ShapeInference.Annotate(network, input);
        // Fewer texts at once are nearer in length.
        int most = TokenInput.Takes(root) ? 256 : 4096;
        long values = root.All().Max(step => step.Input.Values + step.Output.Values);
        return (int)Math.Clamp(budget / (2 * sizeof(float) * values), 1, most);
    }
}
