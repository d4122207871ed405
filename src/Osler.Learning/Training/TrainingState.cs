using System.Collections.Immutable;

namespace Osler.Learning.Training;

/// <summary>Where one member stands with early stopping.</summary>
/// <param name="Best">The best measure yet; null before the first that is defined.</param>
/// <param name="BestEpoch">1-based; 0 before the first.</param>
/// <param name="Waited">Epochs since then.</param>
/// <param name="StoppedAfter">1-based epoch after which its patience ended; null while it runs.</param>
internal sealed record MemberState(double? Best, int BestEpoch, int Waited, int? StoppedAfter)
{
    public static MemberState Start { get; } = new(null, 0, 0, null);

    /// <summary>The state after an epoch, and whether that epoch is the best yet.</summary>
    public (MemberState State, bool Improved) After(
        int epoch,
        double? measure,
        ValidationMeasure kind,
        EarlyStopping? rule
    )
    {
        if (StoppedAfter is not null)
            return (this, false);
        bool improved =
            measure is { } value
            && double.IsFinite(value)
            && (
                Best is not { } best
                || (
                    kind.Better == Core.Metrics.Better.Higher
                        ? value > best + (rule?.MinDelta ?? 0)
                        : value < best - (rule?.MinDelta ?? 0)
                )
            );
        if (improved)
            return (new MemberState(measure, epoch, 0, null), true);
        int waited = Waited + 1;
        return (this with { Waited = waited, StoppedAfter = waited >= rule?.Patience ? epoch : null }, false);
    }
}

/// <summary>Where a run stands, apart from its tensors: what a checkpoint must hold to go on as if nothing had been.</summary>
internal sealed record TrainingState
{
    /// <summary>Steps taken.</summary>
    public long Step { get; init; }

    /// <summary>Numerators of the epoch's loss so far, one a member.</summary>
    public required ImmutableArray<double> LossSums { get; init; }

    /// <summary>Denominators of the epoch's loss so far, one a member.</summary>
    public required ImmutableArray<double> LossWeights { get; init; }

    /// <summary>Records of the whole epochs.</summary>
    public ImmutableArray<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The watched measure after each whole epoch, turned so that lower is better; NaN where undefined.</summary>
    public ImmutableArray<double> Measures { get; init; } = [];

    /// <summary>Each member's early stopping.</summary>
    public required ImmutableArray<MemberState> Members { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool Ended { get; init; }

    /// <summary>A run that has not begun.</summary>
    public static TrainingState Start(int members) =>
        new()
        {
            LossSums = [.. new double[members]],
            LossWeights = [.. new double[members]],
            Members = [.. Enumerable.Repeat(MemberState.Start, members)],
        };
}
