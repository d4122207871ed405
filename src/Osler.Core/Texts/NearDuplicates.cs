namespace Osler.Core.Texts;

/// <summary>Groups texts that say nearly the same in nearly the same words, so that a split keeps them on one side.</summary>
/// <remarks>
/// Two texts are near duplicates where the Jaccard index of their sets of neighbouring word pairs is at least a half (Broder, Compression and
/// Complexity of Sequences, 1997); groups are closed under it. Pairs of words that more than 200 texts share do not bring texts
/// together as candidates, which bounds the work and can only miss texts that share nothing rarer.
/// </remarks>
public static class NearDuplicates
{
    /// <summary>From which share of common word pairs two texts count as one.</summary>
    public const double Threshold = 0.5;

    private const int MostCommon = 200;

    /// <summary>The group of each text, numbered in order of appearance.</summary>
    /// <param name="texts">The texts.</param>
    public static int[] Groups(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var pairs = new HashSet<(string, string)>[texts.Count];
        var holders = new Dictionary<(string, string), List<int>>();
        for (int i = 0; i < texts.Count; i++)
        {
            pairs[i] = Pairs(texts[i]);
            foreach (var pair in pairs[i])
            {
                if (!holders.TryGetValue(pair, out var holding))
                    holders[pair] = holding = [];
                holding.Add(i);
            }
        }
        int[] parent = [.. Enumerable.Range(0, texts.Count)];
        var alike = new HashSet<int>();
        for (int i = 0; i < texts.Count; i++)
        {
            alike.Clear();
            foreach (var pair in pairs[i])
                if (holders[pair] is { Count: <= MostCommon } holding)
                    foreach (int other in holding)
                        if (other < i)
                            alike.Add(other);
            foreach (int other in alike)
                if (Root(parent, other) != Root(parent, i) && Jaccard(pairs[i], pairs[other]) >= Threshold)
                    parent[Root(parent, i)] = Root(parent, other);
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

    private static double Jaccard(HashSet<(string, string)> one, HashSet<(string, string)> other)
    {
        int both = one.Count(other.Contains);
        int either = one.Count + other.Count - both;
        return either == 0 ? 1 : (double)both / either;
    }

    private static HashSet<(string, string)> Pairs(string text)
    {
        var pairs = new HashSet<(string, string)>();
        string before = "";
        foreach (Word word in Word.Of(text))
            if (word.Kind == WordKind.Letters)
            {
                pairs.Add((before, word.Text));
                before = word.Text;
            }
        return pairs;
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    }
}
