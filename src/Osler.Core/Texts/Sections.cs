namespace Osler.Core.Texts;

/// <summary>A part of a text under its heading.</summary>
/// <param name="Heading">The heading's words, folded; empty for what stands before the first.</param>
/// <param name="First">Its first word.</param>
/// <param name="Words">How many words it has, the heading left out.</param>
public readonly record struct Section(string Heading, int First, int Words)
{
    /// <summary>Sections of a text: a heading is one to five words at a sentence's beginning that a colon ends.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static List<Section> Of(IReadOnlyList<Word> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var sections = new List<Section>();
        string heading = "";
        int first = 0;
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i].Text != ":" || StartOfHeading(words, i) is not { } start)
                continue;
            if (start > first || heading.Length > 0)
                sections.Add(new(heading, first, start - first));
            heading = string.Join(' ', Enumerable.Range(start, i - start).Select(at => words[at].Text));
            first = i + 1;
        }
        if (first < words.Count || sections.Count == 0)
            sections.Add(new(heading, first, words.Count - first));
        return sections;
    }

    private static int? StartOfHeading(IReadOnlyList<Word> words, int colon)
    {
        int start = colon;
        while (
            start > 0
            && colon - start < 6
            && words[start - 1] is { Kind: WordKind.Letters }
            && words[start - 1].Sentence == words[colon].Sentence
        )
            start--;
        bool begins = start == 0 || words[start - 1].Sentence != words[colon].Sentence;
        return begins && colon - start is >= 1 and <= 5 ? start : null;
    }
}
