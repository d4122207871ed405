using static TorchSharp.torch;

namespace Osler.Learning.Batches;

/// <summary>What one step learns from. K is 1 where all members see the same.</summary>
/// <param name="Inputs">[B, input], or [K, B, input] where each member has its own order.</param>
/// <param name="Labels">[B, outcomes], or [K, B, outcomes].</param>
/// <param name="Weights">[B, outcomes] or [K, B, outcomes]; 0 where a label is unknown. Null where each is 1.</param>
internal sealed record Batch(Tensor Inputs, Tensor Labels, Tensor? Weights) : IDisposable
{
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
        Weights?.Dispose();
    }
}

/// <summary>How an epoch is cut into batches: equal ones, sizes differing by at most one.</summary>
internal readonly record struct BatchPlan(int Cases, int Largest)
{
    /// <summary>Batches in an epoch.</summary>
    public int Steps => (int)(((long)Cases + Largest - 1) / Largest);

    /// <summary>Cases of the smallest batch.</summary>
    public int Smallest => Cases / Steps;

    /// <summary>Where a batch begins.</summary>
    public int Start(int step) => (int)((long)Cases * step / Steps);

    /// <summary>How many cases a batch has.</summary>
    public int Size(int step) => Start(step + 1) - Start(step);
}
