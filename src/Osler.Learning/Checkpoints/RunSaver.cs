using Osler.Core.Faults;
using Osler.Learning.Training;
using static TorchSharp.torch;

namespace Osler.Learning.Checkpoints;

/// <summary>Saves a run now and then, and brings it back.</summary>
/// <param name="folder">The folder of checkpoints.</param>
/// <param name="fingerprint">Of everything that decides the run.</param>
/// <param name="run">When to save, and whether to go on.</param>
/// <param name="tensors">Everything in tensors that the run needs, always in the same order; not owned.</param>
internal sealed class RunSaver(
    string folder,
    string fingerprint,
    TrainingRun run,
    IReadOnlyList<(string Name, Tensor Tensor)> tensors
)
{
    private readonly CheckpointFolder _checkpoints = new(folder);
    private long _saved = run.Time.GetTimestamp();

    /// <summary>The state to go on from, its tensors filled; null to start anew.</summary>
    /// <exception cref="RequestException">
    /// The folder holds checkpoints and the run is not to be resumed, or they belong to another run.
    /// </exception>
    public TrainingState? Begin()
    {
        if (!run.Resume)
        {
            if (!_checkpoints.Any)
                return null;
            throw new RequestException(
                "The folder holds the checkpoints of a run.",
                folder,
                "Resume that run with --resume, or choose another folder."
            );
        }
        if (_checkpoints.Load(fingerprint) is not { } checkpoint)
            return null;
        foreach (var ((_, tensor), (_, values)) in tensors.Zip(checkpoint.Tensors))
            Numbers.Copy(values, tensor);
        return checkpoint.State;
    }

    /// <summary>Saves at the run's end, and when the last time is long enough ago.</summary>
    public void SaveWhenDue(TrainingState state)
    {
        if (state.Ended || run.Time.GetElapsedTime(_saved) >= run.CheckpointInterval)
            Save(state);
    }

    /// <summary>Saves at once.</summary>
    public void Save(TrainingState state)
    {
        _checkpoints.Save(
            new Checkpoint(
                fingerprint,
                state,
                [.. tensors.Select(tensor => KeyValuePair.Create(tensor.Name, Numbers.Of(tensor.Tensor)))]
            )
        );
        _saved = run.Time.GetTimestamp();
    }
}
