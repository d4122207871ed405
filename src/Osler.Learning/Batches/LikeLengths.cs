using Osler.Core.Chance;

namespace Osler.Learning.Batches;

/// <summary>Writes the positions of the training cases that stand at a place of an epoch and after it.</summary>
internal delegate void ReadOrder(long epoch, int member, int start, Span<int> positions);

/// <summary>
/// The order in which an epoch meets texts: shuffled as <see cref="BatchOrder"/> shuffles, then sorted by length within
/// pools of <see cref="Pool"/> steps, so that the texts of a batch are about as long; a pool's batches come in a random order.
/// </summary>
/// <remarks>
/// A batch is cut to its longest text, and what is computed for padding is lost: with pools of 64 batches little is, and which
/// texts meet in a batch is still another matter in each epoch. A pure function of seed, epoch and lengths.
/// </remarks>
/// <param name="shuffled">The order without lengths.</param>
/// <param name="plan">The epoch's batches.</param>
/// <param name="lengths">Tokens of each training case, by position.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class LikeLengths(BatchOrder shuffled, BatchPlan plan, int[] lengths, long seed)
{
    /// <summary>Steps whose texts are sorted together.</summary>
    public const int Pool = 64;

    private readonly BatchOrder _shuffled = shuffled;
    private readonly BatchPlan _plan = plan;
    private readonly int[] _lengths = lengths;
    private readonly long _seed = seed;
    private long _epoch = -1;
    private int _start;
    private int[] _pool = [];

    /// <inheritdoc cref="ReadOrder"/>
    public void Read(long epoch, int member, int start, Span<int> positions)
    {
        while (!positions.IsEmpty)
        {
            if (epoch != _epoch || start < _start || start >= _start + _pool.Length)
                Open(epoch, member, start);
            int from = start - _start;
            int length = Math.Min(positions.Length, _pool.Length - from);
            _pool.AsSpan(from, length).CopyTo(positions);
            positions = positions[length..];
            start += length;
        }
    }

    private void Open(long epoch, int member, int start)
    {
        int pool = 0;
        while (_plan.Start(Math.Min((pool + 1) * Pool, _plan.Steps)) <= start)
            pool++;
        (int firstStep, int lastStep) = (pool * Pool, Math.Min((pool + 1) * Pool, _plan.Steps));
        (_epoch, _start) = (epoch, _plan.Start(firstStep));
        int[] cases = new int[_plan.Start(lastStep) - _start];
        _shuffled.Read(epoch, member, _start, cases);
        // Texts of one length stay in their shuffled order.
        int[] sorted = [.. cases.OrderBy(position => _lengths[position])];
        var batches = new List<(int Start, int Size)>();
        for (int step = firstStep; step < lastStep; step++)
        for (int batch = 0; batch < _plan.Batches(step); batch++)
            batches.Add(_plan.Batch(step, batch));
        var places = batches.ToArray();
        new KeyedRandom(_seed, "order of lengths", epoch, pool).Shuffle(places);
        _pool = new int[cases.Length];
        int taken = 0;
        foreach (var (place, size) in places)
        {
            sorted.AsSpan(taken, size).CopyTo(_pool.AsSpan(place - _start));
            taken += size;
        }
    }
}
