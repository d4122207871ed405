using System.Numerics;
using System.Text;

namespace Osler.Core.Chance;

/// <summary>
/// A stream of random numbers named by its key (seed, purpose, epoch, case), so that a draw does not depend on
/// threads, order or resuming.
/// </summary>
/// <remarks>
/// The key is hashed by SplitMix64 into the state of xoshiro256** (Blackman and Vigna,
/// ACM Trans. Math. Softw. 47(4), 2021, doi:10.1145/3460772). Equal keys give equal streams; not for secrets.
/// </remarks>
public sealed class KeyedRandom : Random
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What is drawn, e.g. <c>"split"</c>; two purposes never share a stream.</param>
    /// <param name="epoch">Pass over the data, or the member of an ensemble, where that matters.</param>
    /// <param name="case">Index of the case, where each case draws its own.</param>
    public KeyedRandom(long seed, string purpose, long epoch = 0, long @case = 0)
    {
        ulong key = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (byte letter in Encoding.UTF8.GetBytes(purpose))
            key = Mix(key ^ letter);
        key = Mix(key ^ (ulong)epoch);
        key = Mix(key ^ (ulong)@case);
        _a = Next64(ref key);
        _b = Next64(ref key);
        _c = Next64(ref key);
        _d = Next64(ref key);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller's transform, one of its two values).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <inheritdoc/>
    protected override double Sample() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    public override int Next() => (int)(NextBits() % int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)Math.BigMul(NextBits(), (ulong)maxValue, out _);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)Math.BigMul(NextBits(), (ulong)((long)maxValue - minValue), out _));
    }

    /// <inheritdoc/>
    public override long NextInt64() => (long)(NextBits() % long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (long)Math.BigMul(NextBits(), (ulong)maxValue, out _);
    }

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue + (long)Math.BigMul(NextBits(), (ulong)(maxValue - minValue), out _);
    }

    /// <inheritdoc/>
    public override float NextSingle() => (NextBits() >> 40) * (1.0f / (1U << 24));

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
            buffer[i] = (byte)(NextBits() >> 56);
    }

    private static ulong Next64(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
