using System.Runtime.InteropServices;

namespace Osler.Core.Texts;

/// <summary>Groups texts that say nearly the same in nearly the same words, so that a split keeps them on one side.</summary>
/// <remarks>
/// Two texts are near duplicates where the Jaccard index of their sets of neighbouring word pairs is at least a half (Broder, Compression and
/// Complexity of Sequences, 1997); groups are closed under it. Texts with the same pairs, and so all identical ones, are one group however
/// many they are. Others are compared where they share one of their rarer pairs, as any two that are so near must (prefix filtering:
/// Chaudhuri et al., ICDE 2006). A text that has been compared in vain with 4,000 others is compared no further, which bounds the work.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>From which share of common word pairs two texts count as one.</summary>
    public const double Threshold = 0.5;

    private const int MostInVain = 4_000;

    /// <summary>The group of each text, numbered in order of appearance.</summary>
    /// <param name="texts">The texts.</param>
    public static int[] Groups(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[] parent = [.. Enumerable.Range(0, texts.Count)];
        var (first, sets) = Distinct(texts, parent);
        var holders = new Dictionary<int, List<int>>();
        var compared = new HashSet<int>();
        for (int i = 0; i < sets.Count; i++)
        {
            compared.Clear();
            // Two sets that share half of the larger share one of each one's rarest ⌊n/2⌋ + 1.
            foreach (int pair in sets[i].AsSpan(0, Math.Min(sets[i].Length, sets[i].Length / 2 + 1)))
            {
                ref List<int>? holding = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, pair, out _);
                holding ??= [];
                foreach (int other in holding)
                {
                    if (compared.Count >= MostInVain)
                        break;
                    if (Root(parent, first[other]) == Root(parent, first[i]) || !compared.Add(other))
                        continue;
                    if (Jaccard(sets[i], sets[other]) >= Threshold)
                    {
                        compared.Remove(other);
                        parent[Root(parent, first[i])] = Root(parent, first[other]);
                    }
                }
                holding.Add(i);
            }
        }
        var numbers = new Dictionary<int, int>();
        int[] groups = new int[texts.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            int root = Root(parent, i);
            if (!numbers.TryGetValue(root, out groups[i]))
                numbers[root] = groups[i] = numbers.Count;
        }
        return groups;
    }

    // Each different set of pairs, the rarest pair first, and the first text that has it; the other texts that have it join that one.
    private static (List<int> First, List<int[]> Sets) Distinct(IReadOnlyList<string> texts, int[] parent)
    {
        var numbers = new Dictionary<(string, string), int>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = new List<int>();
        var sets = new List<int[]>();
        var counts = new List<int>();
        for (int i = 0; i < texts.Count; i++)
        {
            int[] set = Pairs(texts[i], numbers);
            string key = new(MemoryMarshal.Cast<int, char>(set));
            if (known.TryGetValue(key, out int same))
            {
                parent[i] = same;
                continue;
            }
            known[key] = i;
            first.Add(i);
            sets.Add(set);
            CollectionsMarshal.SetCount(counts, numbers.Count);
            foreach (int pair in set)
                counts[pair]++;
        }
        // By rank, so that sets stay sorted and can be merged.
        int[] order = [.. Enumerable.Range(0, counts.Count).OrderBy(pair => counts[pair])];
        int[] rank = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        foreach (int[] set in sets)
        {
            for (int i = 0; i < set.Length; i++)
                set[i] = rank[set[i]];
            Array.Sort(set);
        }
        return (first, sets);
    }

    private static double Jaccard(int[] one, int[] other)
    {
        if (2 * Math.Min(one.Length, other.Length) < Math.Max(one.Length, other.Length))
            return 0;
        int both = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length; )
        {
            both += one[i] == other[j] ? 1 : 0;
            (i, j) = (one[i] <= other[j] ? i + 1 : i, other[j] <= one[i] ? j + 1 : j);
        }
        int either = one.Length + other.Length - both;
        return either == 0 ? 1 : (double)both / either;
    }

    private static int[] Pairs(string text, Dictionary<(string, string), int> numbers)
    {
        var pairs = new SortedSet<int>();
        string before = "";
        foreach (Word word in Word.Of(text))
            if (word.Kind == WordKind.Letters)
            {
                if (!numbers.TryGetValue((before, word.Text), out int number))
                    numbers[(before, word.Text)] = number = numbers.Count;
                pairs.Add(number);
                before = word.Text;
            }
        return [.. pairs];
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    }
}
