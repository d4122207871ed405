using Osler.Core.Chance;

namespace Osler.Learning.Batches;

/// <summary>How often each member's bootstrap sample holds a case.</summary>
internal static class Bootstrap
{
    /// <summary>A Poisson(1) draw, keyed by member and case (Knuth's product of uniforms).</summary>
    public static int Times(long seed, int member, int @case)
    {
        var random = new KeyedRandom(seed, "bootstrap", member, @case);
        double limit = Math.Exp(-1);
        int times = 0;
        for (double product = random.NextDouble(); product > limit; product *= random.NextDouble())
            times++;
        return times;
    }
}
