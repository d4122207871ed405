using System.Numerics;

namespace Osler.Core.Collections;

/// <summary>Which of several values is the largest.</summary>
public static class Largest
{
    /// <summary>The index of the largest value, the first of equals; 0 where there is none.</summary>
    /// <param name="values">A NaN is never larger than another.</param>
    public static int Index<T>(ReadOnlySpan<T> values)
        where T : IComparisonOperators<T, T, bool>
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        return best;
    }
}
