using System.Runtime.InteropServices;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Learning.Training;

/// <summary>Trains networks.</summary>
public static class Trainer
{
    /// <summary>Trains a network, or an ensemble of it, on some cases and watches it on others.</summary>
    /// <remarks>
    /// The same seed, data and settings give the same bytes of weights on the same machine, also after the run was
    /// killed at any moment and resumed.
    /// </remarks>
    /// <param name="network">The blocks of one network, ending in logits, without <c>Members</c> around it.</param>
    /// <param name="examples">Inputs and targets.</param>
    /// <param name="train">Case numbers to learn from; at least one. Not copied: leave it as it is while training.</param>
    /// <param name="validation">
    /// Case numbers to watch, never learned from; empty where nothing is watched, and then nothing stops early.
    /// </param>
    /// <param name="settings">How to train.</param>
    /// <param name="run">Seed, checkpoints, progress.</param>
    /// <returns>The network, its best (or last) weights and the run's course.</returns>
    /// <exception cref="RequestException">
    /// Network, loss and outcomes do not fit together, a checkpoint belongs to another run, or memory ran out.
    /// </exception>
    /// <exception cref="DataException">A target out of range, no known label, or a loss that is not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static TrainedNetwork Train(
        Block network,
        IExamples examples,
        ReadOnlyMemory<int> train,
        ReadOnlyMemory<int> validation,
        TrainingSettings settings,
        TrainingRun run
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(run);
        // Who leaves the loss to the labels says what they are beforehand; here they are outcomes, each by itself.
        settings = settings with
        {
            Loss = settings.Loss.For(exclusive: false),
        };
        TrainingRequest.Check(network, examples, train.Span, validation.Span, settings);
        try
        {
            using var loop = new TrainingLoop(network, examples, train, validation, settings, run);
            return loop.Run();
        }
        catch (ExternalException fault) when (MemoryFault.Is(fault))
        {
            throw MemoryFault.Of(
                fault,
                run.Device,
                "training.batch",
                $"It takes {settings.Batch} cases at once: lower it, with training.accumulate raised alike for steps as large."
            );
        }
    }

    /// <summary>Whether a device can be trained on, asked before a run begins that would end there.</summary>
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="RequestException">No such device, none on this machine, or a build without CUDA.</exception>
    public static void RequireDevice(string name)
    {
        // The processor is always there, and asking for it would load libtorch.
        if (name != "cpu")
            _ = Devices.Named(name);
    }
}
