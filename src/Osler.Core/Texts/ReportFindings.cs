using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>What a report says of a finding.</summary>
public enum Mention
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it is not there.</summary>
    Absent,

    /// <summary>That it may be there.</summary>
    Uncertain,

    /// <summary>That it is there.</summary>
    Present,
}

/// <summary>Which findings a chest radiograph's report states, denies or leaves open.</summary>
/// <remarks>
/// By words and their scopes, as CheXpert's labeller does (Irvin et al., AAAI 2019, arXiv:1901.07031) with far fewer rules. Of several mentions an
/// affirmed one counts more than a suspected one, and that more than a denial. The heart's size said to be normal denies
/// cardiomegaly. The indication, the history and the comparison are not read: what was asked is not what was found.
/// </remarks>
public static class ReportFindings
{
    /// <summary>
    /// The findings, with the words that mention them; a word may stand for all that begin with it (<c>*</c>), and
    /// several must follow one another within four words.
    /// </summary>
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
        ("pneumothorax", ["pneumothora*", "hydropneumothora*", "hemopneumothora*"]),
        (
            "consolidation",
            ["consolidation*", "consolidative", "airspace disease", "airspace opacit*", "air space disease"]
        ),
        ("infiltrate", ["infiltrate*", "infiltration"]),
        ("pneumonia", ["pneumonia"]),
        ("atelectasis", ["atelecta*"]),
        ("edema", ["pulmonary edema", "interstitial edema", "edema", "vascular congestion"]),
        ("nodule", ["nodule*", "nodular opacit*", "nodular densit*"]),
        ("mass", ["mass", "masses", "masslike"]),
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

    private static readonly ImmutableArray<ImmutableArray<string[]>> s_terms =
    [
        .. All.Select(finding => finding.Terms.Select(term => term.Split(' ')).ToImmutableArray()),
    ];

    /// <summary>What each of many reports says of each finding, [reports][findings].</summary>
    /// <param name="reports">The reports.</param>
    public static ImmutableArray<ImmutableArray<Mention>> OfAll(IReadOnlyList<RadiologyReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var mentions = new ImmutableArray<Mention>[reports.Count];
        Parallel.For(0, mentions.Length, i => mentions[i] = Of(reports[i].Text));
        return [.. mentions];
    }

    /// <summary>What is said of each finding, in the order of <see cref="All"/>.</summary>
    /// <param name="report">Its text, parts under headings where it has them.</param>
    public static ImmutableArray<Mention> Of(string report)
    {
        var words = Word.Of(report);
        var scopes = Scopes.Of(words);
        var read = new bool[words.Count];
        foreach (Section section in Section.Of(words))
            if (!s_unread.Contains(section.Heading))
                read.AsSpan(section.First, section.Words).Fill(true);
        return
        [
            .. All.Select(
                (finding, k) =>
                {
                    var found = Of(s_terms[k], words, scopes, read);
                    return
                        found == Mention.None && finding.Name == "cardiomegaly" && HeartIsNormal(words, read)
                        ? Mention.Absent
                        : found;
                }
            ),
        ];
    }

    private static Mention Of(ImmutableArray<string[]> terms, List<Word> words, Scope[] scopes, bool[] read)
    {
        var found = Mention.None;
        for (int i = 0; i < words.Count && found != Mention.Present; i++)
        {
            if (!read[i] || !terms.Any(term => IsAt(words, i, term)))
                continue;
            var said = scopes[i] switch
            {
                Scope.Affirmed => Mention.Present,
                Scope.Uncertain => Mention.Uncertain,
                Scope.Negated => Mention.Absent,
                _ => Mention.None,
            };
            if (said > found)
                found = said;
        }
        return found;
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

    private static bool IsAt(List<Word> words, int at, string[] parts)
    {
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
        part[^1] == '*'
            ? word.AsSpan().StartsWith(part.AsSpan()[..^1], StringComparison.Ordinal)
            : word == part;
}
