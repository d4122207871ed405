using Osler.Core.Chance;

namespace Osler.Learning.Batches;

/// <summary>The order in which one epoch meets the training cases; a pure function of seed, epoch and member.</summary>
/// <remarks>
/// Up to <see cref="WholeUpTo"/> cases: every order is equally likely. Above that, so that neither memory nor the disk
/// under a mapped file suffers: blocks of <see cref="Block"/> neighbouring cases come in a random order, and
/// <see cref="BlocksInWindow"/> of them at a time are shuffled together.
/// </remarks>
internal sealed class BatchOrder
{
    /// <summary>More cases than this are shuffled by blocks.</summary>
    public const int WholeUpTo = 1 << 22;

    /// <summary>Cases in a block.</summary>
    public const int Block = 1 << 12;

    /// <summary>Blocks that are shuffled together: about a million cases.</summary>
    public const int BlocksInWindow = 1 << 8;

    private readonly long _seed;
    private readonly int _count;
    private readonly int _wholeUpTo;
    private long _epoch = -1;
    private int _member = -1;
    private int[] _blocks = [];
    private int[] _window = [];
    private int _windowIndex = -1;
    private int _windowStart;
    private int _windowCount;

    /// <param name="seed">The run's seed.</param>
    /// <param name="count">Training cases.</param>
    /// <param name="wholeUpTo">Where blocks begin; the tests lower it.</param>
    public BatchOrder(long seed, int count, int wholeUpTo = WholeUpTo)
    {
        _seed = seed;
        _count = count;
        _wholeUpTo = wholeUpTo;
    }

    /// <summary>Told the positions of a block-wise window, ascending by block, before they are shuffled.</summary>
    public Action<ReadOnlyMemory<int>>? Opened { get; init; }

    private bool Whole => _count <= _wholeUpTo;

    /// <summary>Writes the positions (in [0, count)) that stand at <paramref name="start"/> and after it.</summary>
    public void Read(long epoch, int member, int start, Span<int> positions)
    {
        if (epoch != _epoch || member != _member)
            Begin(epoch, member);
        while (!positions.IsEmpty)
        {
            if (_windowIndex < 0 || start < _windowStart || start >= _windowStart + _windowCount)
                Open(start);
            int from = start - _windowStart;
            int length = Math.Min(positions.Length, _windowCount - from);
            _window.AsSpan(from, length).CopyTo(positions);
            positions = positions[length..];
            start += length;
        }
    }

    private void Begin(long epoch, int member)
    {
        (_epoch, _member, _windowIndex) = (epoch, member, -1);
        int blocks = Whole ? 1 : (int)(((long)_count + Block - 1) / Block);
        if (_blocks.Length != blocks)
            _blocks = new int[blocks];
        for (int i = 0; i < blocks; i++)
            _blocks[i] = i;
        Stream("order of blocks", 0).Shuffle(_blocks);
    }

    private void Open(int start)
    {
        if (Whole)
        {
            Fill(0, 0, 0, _count);
            return;
        }
        // Every window is full but the one that holds the last, shorter block.
        int window = 0;
        int first = 0;
        int count = WindowCases(0);
        while (start >= first + count)
        {
            first += count;
            count = WindowCases(++window);
        }
        Fill(window, first, window * BlocksInWindow, count);
    }

    private int WindowCases(int window)
    {
        int cases = 0;
        int first = window * BlocksInWindow;
        for (int i = first; i < Math.Min(first + BlocksInWindow, _blocks.Length); i++)
            cases += BlockCases(_blocks[i]);
        return cases;
    }

    private int BlockCases(int block) => Math.Min(Block, _count - block * Block);

    private void Fill(int window, int start, int firstBlock, int count)
    {
        if (_window.Length < count)
            _window = new int[count];
        int at = 0;
        for (int i = firstBlock; at < count; i++)
        {
            int first = Whole ? 0 : _blocks[i] * Block;
            int cases = Whole ? _count : BlockCases(_blocks[i]);
            for (int j = 0; j < cases; j++)
                _window[at++] = first + j;
        }
        if (!Whole)
            Opened?.Invoke(_window.AsMemory(0, count));
        Stream("order of cases", window).Shuffle(_window.AsSpan(0, count));
        (_windowIndex, _windowStart, _windowCount) = (window, start, count);
    }

    private KeyedRandom Stream(string purpose, long window) =>
        new(_seed, purpose, _epoch, _member * (1L << 32) + window);
}
