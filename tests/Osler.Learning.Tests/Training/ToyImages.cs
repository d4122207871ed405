using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Learning.Training;

namespace Osler.Learning.Tests.Training;

/// <summary>Noise with a bright square, left or right of the middle: which of the two is the outcome.</summary>
/// <param name="count">Cases.</param>
/// <param name="size">Height and width, at least 8.</param>
/// <param name="channels">Channels, all alike but for their noise.</param>
internal sealed class ToyImages(int count, int size = 16, int channels = 1) : IExamples
{
    private int _reading;
    private int _most;

    public int Count => count;

    public Shape Input => [channels, size, size];

    public int Outcomes => 1;

    public bool Varies => true;

    public int[] All => [.. Enumerable.Range(0, Count)];

    /// <summary>A case that can't be read.</summary>
    public HashSet<int> Broken { get; } = [];

    /// <summary>Most threads that were gathering at once.</summary>
    public int MostAtOnce => _most;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int now = Interlocked.Increment(ref _reading);
        int length = channels * size * size;
        for (int i = 0; i < cases.Length; i++)
        {
            if (Broken.Contains(cases[i]))
            {
                Interlocked.Decrement(ref _reading);
                throw new DataException("Broken.", $"case {cases[i]}");
            }
            Draw(cases[i], training ? epoch : -1, destination.Slice(i * length, length));
        }
        for (int most = _most; now > most; most = _most)
            Interlocked.CompareExchange(ref _most, now, most);
        Interlocked.Decrement(ref _reading);
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            destination[i] = Target(cases[i]);
    }

    private static float Target(int @case) => @case % 7 == 3 ? float.NaN : @case % 2;

    private void Draw(int @case, long epoch, Span<float> image)
    {
        var random = new KeyedRandom(3, "toy image", epoch, @case);
        foreach (ref float value in image)
            value = 0.3f * (float)random.NextNormal();
        int left = 1 + @case % 2 * (size / 2);
        for (int channel = 0; channel < channels; channel++)
        for (int row = 2; row < 6; row++)
        for (int column = left; column < left + 3; column++)
            image[(channel * size + row) * size + column] += 1;
    }
}
