namespace Osler.Core.Metrics;

/// <summary>Cases sorted once by descending score, so that each resample costs one linear pass.</summary>
internal sealed class RankedCases
{
    private readonly (int Start, int End)[] _mixedTies; // groups of tied scores that hold both classes

    private RankedCases(
        int[] order,
        double[] scores,
        byte[] present,
        int[] ends,
        (int Start, int End)[] mixedTies
    )
    {
        _mixedTies = mixedTies;
        Order = order;
        Scores = scores;
        Present = present;
        Ends = ends;
    }

    /// <summary>[cases] which case stands at each place.</summary>
    public int[] Order { get; }

    /// <summary>[cases] scores, descending.</summary>
    public double[] Scores { get; }

    /// <summary>[cases] 1 where the outcome is present, else 0, by place.</summary>
    public byte[] Present { get; }

    /// <summary>The place after the last of each group of tied scores.</summary>
    public int[] Ends { get; }

    /// <summary>Sorts by score, and within ties by outcome, so that the order of the cases does not matter.</summary>
    public static RankedCases Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        int n = scores.Length;
        double[] keys = new double[n];
        int[] order = new int[n];
        for (int i = 0; i < n; i++)
        {
            keys[i] = -scores[i];
            order[i] = i;
        }
        Array.Sort(keys, order);
        byte[] present = new byte[n];
        var ends = new List<int>(n);
        var mixedTies = new List<(int, int)>();
        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && keys[end] == keys[start]; )
                end++;
            int first = start;
            if (end - start > 1)
            {
                // Positives first; each class by case number, so that sorting is stable.
                Array.Sort(order, start, end - start);
                var group = order.AsSpan(start, end - start);
                int[] sorted = new int[group.Length];
                foreach (int @case in group)
                    if (outcomes[@case])
                        sorted[first++ - start] = @case;
                int last = first;
                foreach (int @case in group)
                    if (!outcomes[@case])
                        sorted[last++ - start] = @case;
                sorted.CopyTo(group);
            }
            for (int place = start; place < end; place++)
            {
                keys[place] = -keys[place];
                present[place] = outcomes[order[place]] ? (byte)1 : (byte)0;
            }
            ends.Add(end);
            if (present[start] != present[end - 1])
                mixedTies.Add((start, end));
        }
        return new RankedCases(order, keys, present, [.. ends], [.. mixedTies]);
    }

    /// <summary>Each case counted once.</summary>
    public byte[] Once()
    {
        byte[] once = new byte[Present.Length];
        Array.Fill(once, (byte)1);
        return once;
    }

    /// <summary>AUROC of a resample; NaN when it has one class only.</summary>
    /// <param name="multiplicity">[cases] how often each place counts.</param>
    public double Auroc(ReadOnlySpan<byte> multiplicity)
    {
        long positives = 0;
        long total = 0;
        long pairs = 0;
        byte[] present = Present;
        multiplicity = multiplicity[..present.Length];
        for (int place = 0; place < present.Length; place++)
        {
            int count = multiplicity[place];
            int here = count & -present[place];
            total += count;
            pairs += (count - here) * positives;
            positives += here;
        }
        // Positives stand first within ties, so that every tied pair was counted as ordered right: take half back.
        long tied = 0;
        foreach (var (start, end) in _mixedTies)
        {
            long with = 0;
            long all = 0;
            for (int place = start; place < end; place++)
            {
                all += multiplicity[place];
                with += multiplicity[place] & -present[place];
            }
            tied += with * (all - with);
        }
        long negatives = total - positives;
        return positives == 0 || negatives == 0
            ? double.NaN
            : ((2 * pairs) - tied) / (2.0 * positives * negatives);
    }

    /// <summary>Average precision of a resample; NaN without a positive case.</summary>
    /// <param name="multiplicity">[cases] how often each place counts.</param>
    public double AveragePrecision(ReadOnlySpan<byte> multiplicity)
    {
        long positives = 0;
        long called = 0;
        double sum = 0;
        int place = 0;
        foreach (int end in Ends)
        {
            long present = 0;
            for (; place < end; place++)
            {
                int count = multiplicity[place];
                present += count & -Present[place];
                called += count;
            }
            if (present == 0)
                continue;
            positives += present;
            sum += present * ((double)positives / called);
        }
        return positives == 0 ? double.NaN : sum / positives;
    }

    /// <summary>How many places have a score at or above a threshold: the cases that it calls positive.</summary>
    public int Called(double threshold)
    {
        int low = 0;
        int high = Scores.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Scores[middle] >= threshold)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
