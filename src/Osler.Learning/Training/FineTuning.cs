using System.Collections.Immutable;

namespace Osler.Learning.Training;

/// <summary>How weights that were trained before are trained on: which parts wait, and which learn more slowly.</summary>
public sealed record FineTuning
{
    /// <summary>
    /// Parts of the network with a rate or a start of their own; a weight belongs to the stage with the longest name
    /// that it begins with, and one that belongs to none learns at the full rate from the start. Empty (the default):
    /// all learn alike.
    /// </summary>
    public ImmutableArray<FineTuningStage> Stages { get; init; } = [];

    /// <summary>
    /// Whether batch norm keeps the running statistics that it came with, and normalises by them in training too; its
    /// scale and shift are trained all the same. By default false; the norms of a stage keep theirs while it is frozen.
    /// </summary>
    public bool KeepNorms { get; init; }
}

/// <summary>A part of the network with a rate or a start of its own.</summary>
/// <param name="Blocks">The part's place, which its weights' names begin with: <c>features.denseblock1</c>.</param>
/// <param name="Rate">What its learning rate is times the network's, at least 0; 0 freezes it for good.</param>
/// <param name="FrozenEpochs">Epochs at the start in which it does not learn, at least 0.</param>
public sealed record FineTuningStage(string Blocks, double Rate = 1, int FrozenEpochs = 0)
{
    /// <summary>What its learning rate is times the network's.</summary>
    public double Rate { get; init; } = AtLeastZero(Rate);

    /// <summary>Epochs at the start in which it does not learn.</summary>
    public int FrozenEpochs { get; init; } = AtLeastZero(FrozenEpochs);

    /// <summary>What the learning rate of its weights is multiplied with in an epoch, counted from 0.</summary>
    internal double RateIn(long epoch) => epoch < FrozenEpochs ? 0 : Rate;

    /// <summary>Whether a weight or block of this name is in it.</summary>
    internal bool Holds(string name) =>
        name.StartsWith(Blocks, StringComparison.Ordinal)
        && (name.Length == Blocks.Length || name[Blocks.Length] == '.');

    private static double AtLeastZero(double rate)
    {
        if (!double.IsFinite(rate) || rate < 0)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Must be a finite number, at least 0.");
        return rate;
    }

    private static int AtLeastZero(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        return epochs;
    }
}
