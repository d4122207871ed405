using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Learning.Batches;
using Osler.Learning.Networks;

namespace Osler.Learning.Training;

/// <summary>What is asked of a trainer: whether it fits together, and by what it is known again.</summary>
internal static class TrainingRequest
{
    // Cases whose numbers go into the fingerprint.
    private const int Sampled = 64;

    /// <exception cref="RequestException">Something does not fit.</exception>
    /// <exception cref="DataException">There is nothing to learn from.</exception>
    public static void Check(
        Block network,
        IExamples examples,
        ReadOnlySpan<int> train,
        ReadOnlySpan<int> validation,
        TrainingSettings settings
    )
    {
        if (train.IsEmpty)
            throw new DataException(
                "There is no training case.",
                remedy: "Check the split and what was left out."
            );
        InRange(train, examples.Count);
        InRange(validation, examples.Count);
        if (network is Members)
        {
            throw new RequestException(
                "The network is an ensemble already.",
                "network",
                "Give the network of one member, and the number of members under training.ensemble."
            );
        }
        var output = ShapeInference.Of(network, examples.Input);
        if (output.Rank != 1)
        {
            throw new RequestException(
                $"The network gives {output} for each case; training needs one row of logits.",
                "network",
                "End it with Flatten and Dense."
            );
        }
        var shaped = ShapeInference.Annotate(network, examples.Input);
        foreach (var at in shaped.All())
        {
            if (at.Block is Auxiliary && at.Children[0].Output != output)
            {
                throw new RequestException(
                    $"The auxiliary answer gives {at.Children[0].Output}; the network gives {output}.",
                    $"network, block {at.Path}",
                    "End both with as many units."
                );
            }
        }
        if (Parameters.Count(network, examples.Input) == 0)
            throw new RequestException(
                "The network has no weights to train.",
                "network",
                "Add a Dense block."
            );
        int smallest = new BatchPlan(train.Length, settings.Batch, settings.Accumulate).Smallest;
        if (smallest < 2 && shaped.All().Any(at => at.Block is BatchNorm && at.Input.Rank == 1))
        {
            throw new RequestException(
                "Batch norm needs at least two cases in a batch.",
                "training.batch",
                "Use larger batches, more cases, or LayerNorm."
            );
        }
        StageRates.Check(settings.FineTuning, network, examples.Input);
        var ensemble = settings.Ensemble;
        if (ensemble.LeaveOutFolds > 0 && ensemble.Members % ensemble.LeaveOutFolds != 0)
        {
            throw new RequestException(
                $"{ensemble.Members} members can't leave out {ensemble.LeaveOutFolds} folds in turn.",
                "training.ensemble.leave_out_folds",
                $"Train a multiple of {ensemble.LeaveOutFolds} members."
            );
        }
        if (!ensemble.WeightDecays.IsEmpty && ensemble.LeaveOutFolds == 0)
        {
            throw new RequestException(
                "Weight decays are chosen by cases that members leave out.",
                "training.ensemble.weight_decays",
                "Set training.ensemble.leave_out_folds, e.g. to 10."
            );
        }
        if (ensemble.Recalibrate && ensemble.LeaveOutFolds == 0)
        {
            throw new RequestException(
                "Recalibration needs members that leave cases out.",
                "training.ensemble.recalibrate",
                "Set training.ensemble.leave_out_folds, e.g. to 5."
            );
        }
        if (settings.Ensemble.OwnOrder && !BlockCompiler.IsStackable(shaped))
        {
            throw new RequestException(
                "Members can have orders of their own only where every block works on features.",
                "training.ensemble.own_order",
                "Leave it out; members differ by their initial weights anyway."
            );
        }
    }

    /// <summary>A hash of all that decides the run's result.</summary>
    public static string Fingerprint(
        Block network,
        IExamples examples,
        ReadOnlySpan<int> train,
        ReadOnlySpan<int> validation,
        TrainingSettings settings,
        TrainingRun run
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(BlockJson.Write(network));
        Text(JsonSerializer.Serialize(settings));
        // What auto came to on this processor.
        Text(
            Computing.Rounds(network, examples.Input, settings.Precision, Devices.Named(run.Device))
                ? "bfloat16"
                : "float32"
        );
        Text(
            FormattableString.Invariant(
                $"{run.Seed} {run.Device} {examples.Count} {examples.Input} {examples.Outcomes}"
            )
        );
        foreach (var (name, tensor) in run.InitialWeights ?? new Dictionary<string, TensorData>())
        {
            Text(name);
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        }
        Cases(train);
        Cases(validation);
        int[] sample = new int[Math.Min(Sampled, train.Length)];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = train[(int)((long)i * train.Length / sample.Length)];
        float[] numbers = new float[sample.Length * examples.Input.Values];
        examples.Inputs(sample, 0, training: false, numbers);
        hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
        float[] targets = new float[sample.Length * examples.Outcomes];
        examples.Targets(sample, targets);
        hash.AppendData(MemoryMarshal.AsBytes(targets.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Length(bytes.Length);
            hash.AppendData(bytes);
        }

        void Cases(ReadOnlySpan<int> cases)
        {
            Length(cases.Length);
            hash.AppendData(MemoryMarshal.AsBytes(cases));
        }

        void Length(long length)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
            hash.AppendData(bytes);
        }
    }

    private static void InRange(ReadOnlySpan<int> cases, int count)
    {
        foreach (int @case in cases)
        {
            if ((uint)@case >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(cases), @case, $"There are {count} cases.");
        }
    }
}
