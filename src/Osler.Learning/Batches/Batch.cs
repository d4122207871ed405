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

/// <summary>How an epoch is cut into steps, and these into batches: equal ones, sizes differing by at most one.</summary>
/// <param name="Cases">Cases of an epoch.</param>
/// <param name="Largest">Most cases of a batch.</param>
/// <param name="Accumulate">Most batches of a step.</param>
internal readonly record struct BatchPlan(int Cases, int Largest, int Accumulate = 1)
{
    /// <summary>Steps in an epoch.</summary>
    public int Steps
    {
        get
        {
            long most = Math.Min(Cases, (long)Largest * Accumulate);
            return (int)((Cases + most - 1) / most);
        }
    }

    /// <summary>Cases of the smallest batch.</summary>
    public int Smallest
    {
        get
        {
            int size = Cases / Steps;
            int larger = Cases % Steps == 0 ? size : size + 1;
            return Math.Min(size / Pieces(size), larger / Pieces(larger));
        }
    }

    /// <summary>Where a step begins.</summary>
    public int Start(int step) => (int)((long)Cases * step / Steps);

    /// <summary>How many cases a step has.</summary>
    public int Size(int step) => Start(step + 1) - Start(step);

    /// <summary>Batches of a step.</summary>
    public int Batches(int step) => Pieces(Size(step));

    /// <summary>Where a batch of a step begins, and how many cases it has.</summary>
    public (int Start, int Size) Batch(int step, int batch)
    {
        (int start, int size) = (Start(step), Size(step));
        int pieces = Pieces(size);
        int from = (int)((long)size * batch / pieces);
        int to = (int)((long)size * (batch + 1) / pieces);
        return (start + from, to - from);
    }

    private int Pieces(int size) => (int)(((long)size + Largest - 1) / Largest);
}

/// <summary>Goes through the batches of a run, from a stated step on.</summary>
/// <param name="plan">The epoch's.</param>
/// <param name="firstStep">Steps taken before.</param>
internal sealed class BatchCursor(BatchPlan plan, long firstStep)
{
    private readonly BatchPlan _plan = plan;
    private long _step = firstStep;
    private int _batch = -1;

    private int InEpoch => (int)(_step % _plan.Steps);

    /// <summary>Pass over the cases, from 0.</summary>
    public long Epoch => _step / _plan.Steps;

    /// <summary>Where the batch begins in its epoch, and how many cases it has.</summary>
    public (int Start, int Size) Place => _plan.Batch(InEpoch, _batch);

    /// <summary>Goes to the next batch; to the first when called first.</summary>
    public void Move()
    {
        _batch++;
        if (_batch < _plan.Batches(InEpoch))
            return;
        _batch = 0;
        _step++;
    }
}
