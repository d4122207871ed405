using System.Collections.Frozen;
using System.Collections.Immutable;
using Osler.Core.Cases;

namespace Osler.Core.Texts;

/// <summary>Which findings a chest radiograph's report states, denies or leaves open.</summary>
/// <remarks>
/// By words and their scopes, as CheXpert's labeller does (Irvin et al., AAAI 2019, arXiv:1901.07031) with far fewer rules. A finding is present where
/// any mention affirms it, absent where every mention denies it, and unknown where it is not mentioned or only suspected. The heart's
/// size said to be normal denies cardiomegaly. The indication and the comparison are not read: what was asked is not what was found.
/// </remarks>
public static class ReportFindings
{
    /// <summary>The findings, with the words that mention them; a word may stand for all that begin with it (<c>*</c>), and several must follow one another within four words.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<string> Terms)> All { get; } =
    [
        (
            "cardiomegaly",
            [
                "cardiomegaly",
                "enlarged heart",
                "heart enlarged",
                "enlarged cardiac",
                "cardiac enlarge*",
                "heart size enlarged",
                "enlargement cardiac",
                "cardiac silhouette enlarged",
            ]
        ),
        ("effusion", ["effusion*", "pleural fluid", "blunting costophrenic"]),
        ("pneumothorax", ["pneumothora*"]),
        (
            "consolidation",
            ["consolidation*", "consolidative", "airspace disease", "airspace opacit*", "air space disease"]
        ),
        ("infiltrate", ["infiltrate*", "infiltration"]),
        ("pneumonia", ["pneumonia"]),
        ("atelectasis", ["atelecta*"]),
        ("edema", ["pulmonary edema", "interstitial edema", "edema", "vascular congestion"]),
        ("nodule", ["nodule*", "nodular opacit*", "nodular densit*"]),
        ("mass", ["mass", "masses"]),
        ("granuloma", ["granuloma*"]),
        ("emphysema", ["emphysema*", "hyperinflat*", "hyperexpan*"]),
        ("fibrosis", ["fibrosis", "scar", "scarring", "fibrotic"]),
        ("hernia", ["hernia"]),
        ("fracture", ["fracture*"]),
    ];

    private static readonly FrozenSet<string> s_unread = new[]
    {
        "indication",
        "comparison",
        "history",
        "clinical history",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The label of each finding, in the order of <see cref="All"/>.</summary>
    /// <param name="report">Its text, parts under headings where it has them.</param>
    public static Label[] Of(string report)
    {
        var words = Word.Of(report);
        var scopes = Scopes.Of(words);
        var read = new bool[words.Count];
        foreach (Section section in Section.Of(words))
            if (!s_unread.Contains(section.Heading))
                read.AsSpan(section.First, section.Words).Fill(true);
        return [.. All.Select(finding => Of(finding.Name, finding.Terms, words, scopes, read))];
    }

    private static Label Of(
        string name,
        ImmutableArray<string> terms,
        List<Word> words,
        Scope[] scopes,
        bool[] read
    )
    {
        var found = Label.Unknown;
        for (int i = 0; i < words.Count; i++)
        {
            if (!read[i] || !terms.Any(term => IsAt(words, i, term)))
                continue;
            if (scopes[i] == Scope.Affirmed)
                return Label.Present;
            if (scopes[i] == Scope.Negated)
                found = Label.Absent;
        }
        return found == Label.Unknown && name == "cardiomegaly" && HeartIsNormal(words, read)
            ? Label.Absent
            : found;
    }

    private static bool HeartIsNormal(List<Word> words, bool[] read) =>
        Enumerable
            .Range(0, words.Count)
            .Any(i =>
                read[i]
                && words[i].Text is "heart" or "cardiac" or "cardiomediastinal"
                && words
                    .Skip(i)
                    .Take(12)
                    .Any(word =>
                        word.Sentence == words[i].Sentence && word.Text is "normal" or "unremarkable"
                    )
            );

    private static bool IsAt(List<Word> words, int at, string term)
    {
        string[] parts = term.Split(' ');
        if (!Fits(words[at].Text, parts[0]))
            return false;
        int last = at;
        foreach (string part in parts.Skip(1))
        {
            int next = last + 1;
            while (
                next < words.Count
                && next <= last + 4
                && words[next].Sentence == words[at].Sentence
                && !Fits(words[next].Text, part)
            )
                next++;
            if (next >= words.Count || next > last + 4 || words[next].Sentence != words[at].Sentence)
                return false;
            last = next;
        }
        return true;
    }

    private static bool Fits(string word, string part) =>
        part[^1] == '*' ? word.StartsWith(part[..^1], StringComparison.Ordinal) : word == part;
}
