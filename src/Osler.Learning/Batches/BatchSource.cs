using Osler.Learning.Losses;
using Osler.Learning.Training;
using static TorchSharp.torch;

namespace Osler.Learning.Batches;

/// <summary>What a batch is made of.</summary>
/// <param name="Examples">Inputs and targets.</param>
/// <param name="Cases">The training cases.</param>
/// <param name="Loss">Turns targets into labels and weights.</param>
/// <param name="Logits">Logits of a case.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Settings">Batch size and ensemble.</param>
/// <param name="Device">Where batches go.</param>
/// <param name="LeftOut">Which cases a member does not learn from; null: none.</param>
/// <param name="Lengths">
/// Tokens of each case number; batches are of like lengths then and cut to their longest. Null: all inputs are as long.
/// </param>
internal sealed record BatchRecipe(
    IExamples Examples,
    ReadOnlyMemory<int> Cases,
    Loss Loss,
    int Logits,
    long Seed,
    TrainingSettings Settings,
    Device Device,
    LeaveOutFolds? LeftOut = null,
    IReadOnlyList<int>? Lengths = null
)
{
    public BatchPlan Plan { get; } = new(Cases.Length, Settings.Batch, Settings.Accumulate);

    /// <summary>Values of one case's input.</summary>
    public int Width { get; } = checked((int)Examples.Input.Values);

    /// <summary>Orders in an epoch: one for each member, or one for all.</summary>
    public int Orders { get; } = Settings.Ensemble.OwnOrder ? Settings.Ensemble.Trained : 1;

    /// <summary>Whether members weigh the cases differently.</summary>
    public bool WeighsCases => Settings.Ensemble.Bootstrap || LeftOut is not null;

    /// <summary>Weights that a case has: one for each member with cases or orders of their own.</summary>
    public int Weightings => Settings.Ensemble.OwnOrder || WeighsCases ? Settings.Ensemble.Trained : 1;

    /// <summary>The order of the epochs, from the first on.</summary>
    /// <param name="opened">Told the cases that will come soon, as <see cref="BatchOrder.Opened"/>.</param>
    public ReadOrder Order(Action<ReadOnlyMemory<int>>? opened = null)
    {
        var order = new BatchOrder(Seed, Cases.Length) { Opened = opened };
        return Lengths is null || Orders > 1
            ? order.Read
            : new LikeLengths(order, Plan, [.. Cases.ToArray().Select(one => Lengths[one])], Seed).Read;
    }

    /// <summary>The inputs cut to the longest of the cases; a view, or what came.</summary>
    /// <param name="inputs">[any, T], or [any, K, T].</param>
    /// <param name="cases">Case numbers.</param>
    public Tensor Cut(Tensor inputs, ReadOnlySpan<int> cases) =>
        Lengths is null || Orders > 1 ? inputs : inputs.narrow(-1, 0, Longest(Lengths, cases));

    /// <summary>Tokens of the longest of some cases, at least 1.</summary>
    public static int Longest(IReadOnlyList<int> lengths, ReadOnlySpan<int> cases)
    {
        int longest = 1;
        foreach (int one in cases)
            longest = Math.Max(longest, lengths[one]);
        return longest;
    }

    /// <summary>Shape of a batch of so many cases: with members in front where each has its own.</summary>
    public static long[] Shape(int members, int cases, params ReadOnlySpan<int> rest)
    {
        long[] own = [cases, .. rest.ToArray().Select(size => (long)size)];
        return members == 1 ? own : [members, .. own];
    }
}

/// <summary>Gives the batches of a run in order, from a stated step on.</summary>
internal abstract class BatchSource : IDisposable
{
    /// <summary>Inputs that change with the epoch or are larger than this many bytes are not kept.</summary>
    public const long KeptUpTo = 128L << 20;

    /// <summary>The next batch; its tensors are the caller's.</summary>
    public abstract Batch Next();

    /// <summary>Keeps everything in memory where it is small and fixed; else loads ahead in a thread of its own.</summary>
    /// <remarks>Both give the same batches, bit by bit.</remarks>
    public static BatchSource Of(BatchRecipe recipe, long firstStep, long keptUpTo = KeptUpTo)
    {
        long bytes =
            4L * recipe.Cases.Length * (recipe.Width + 2L * recipe.Examples.Outcomes * recipe.Weightings);
        return !recipe.Examples.Varies && bytes <= keptUpTo
            ? new KeptBatches(recipe, firstStep)
            : new LoadedBatches(recipe, firstStep);
    }

    public abstract void Dispose();
}
