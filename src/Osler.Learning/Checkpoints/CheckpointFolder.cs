using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Learning.Checkpoints;

/// <summary>The checkpoints of one run: the last two are kept, so that one that was cut off costs little.</summary>
internal sealed class CheckpointFolder(string folder)
{
    private const string Pattern = "step-*.checkpoint";
    private const int Kept = 2;

    /// <summary>Whether it holds any checkpoint, whole or not.</summary>
    public bool Any => Directory.Exists(folder) && Directory.EnumerateFiles(folder, Pattern).Any();

    /// <summary>Writes a checkpoint, whole or not at all, and removes the oldest.</summary>
    public void Save(Checkpoint checkpoint)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"step-{checkpoint.State.Step:D12}.checkpoint"
        );
        string path = Path.Combine(folder, name);
        Durable.WriteFile(path, checkpoint.Write);
        foreach (string old in Newest().Skip(Kept))
            File.Delete(old);
    }

    /// <summary>The newest whole checkpoint; null where there is none.</summary>
    /// <param name="fingerprint">Of the run that wants to go on.</param>
    /// <exception cref="RequestException">The checkpoint belongs to another run.</exception>
    public Checkpoint? Load(string fingerprint)
    {
        if (!Directory.Exists(folder))
            return null;
        // What a run that was killed while writing has left.
        foreach (string half in Directory.EnumerateFiles(folder, $".{Pattern}.*.partial"))
            File.Delete(half);
        foreach (string path in Newest())
        {
            if (Checkpoint.Read(path) is not { } checkpoint)
                continue;
            if (checkpoint.Fingerprint != fingerprint)
            {
                throw new RequestException(
                    "This checkpoint belongs to another run: network, settings, seed, cases or data differ.",
                    path,
                    "Resume with what the run was started with, or start a new one in another folder."
                );
            }
            return checkpoint;
        }
        return null;
    }

    private IEnumerable<string> Newest() =>
        Directory.EnumerateFiles(folder, Pattern).OrderDescending(StringComparer.Ordinal);
}
