using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Learning.Progress;

namespace Osler.Studies;

/// <summary>Where a run writes, on what it computes and to whom it reports; none of it changes the result.</summary>
public sealed record RunOptions
{
    /// <summary>The folder to write, made when absent. One that holds anything is refused, but for a resumed run's own.</summary>
    public required string OutFolder { get; init; }

    /// <summary>Whether to go on from the checkpoints in <see cref="OutFolder"/>.</summary>
    public bool Resume { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Told of each stage and of training's progress. Called on the run's own threads.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>When cancelled, a checkpoint is saved and <see cref="OperationCanceledException"/> thrown.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>One line of a run's progress.</summary>
/// <param name="Stage">
/// <c>data</c>, <c>split</c>, <c>preprocess</c>, <c>train</c>, <c>judge</c>, <c>baselines</c>, <c>explain</c>,
/// <c>write</c>, in this order; the ones that a run doesn't need are left out.
/// </param>
/// <param name="Message">One plain line, e.g. "20,000 patients, 3,172 with the outcome".</param>
/// <param name="Training">During <c>train</c>: epoch, step, rate and time left.</param>
/// <param name="Fold">During cross-validation: which fold, 1-based; else null.</param>
public sealed record RunProgress(
    string Stage,
    string Message,
    TrainingProgress? Training = null,
    int? Fold = null
);

/// <summary>What a run found and wrote.</summary>
/// <param name="OutFolder">The folder, absolute.</param>
/// <param name="Measures">As in <c>results.json</c>.</param>
/// <param name="Warnings">What a reader should know of the data and the run, one sentence each.</param>
/// <param name="Summary">A few lines for a terminal: the headline figures with their intervals, and what was written.</param>
public sealed record RunOutcome(
    string OutFolder,
    ImmutableArray<Measure> Measures,
    ImmutableArray<string> Warnings,
    ImmutableArray<string> Summary
);
