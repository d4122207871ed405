using System.Globalization;

namespace Osler.Core.Texts;

/// <summary>Who of those that a text tells of is its patient, and whose findings are left out.</summary>
/// <remarks>
/// A writer who tells what she suffers from is the patient. Where she tells nothing of it, somebody of whom a complaint is told is: a child before a
/// partner, a partner before relatives, relatives before friends. A relative is not the patient where the writer tells as much as her age. Where the writer
/// and her child or partner suffer, or two others who are equally near to her, it cannot be told whose the findings are, and nothing is left out.
/// </remarks>
internal sealed record People
{
    /// <summary>Who is the patient where it is not the writer; null where it is, or one who is no relative of hers.</summary>
    public RelatedPatient? Patient { get; private init; }

    /// <summary>Why it cannot be told who is the patient; null where it can.</summary>
    public string? Unclear { get; private init; }

    // What the writer tells of herself.
    private List<OwnClause> Own { get; init; } = [];

    private bool WriterIsPatient => Own.Count > 0 && Patient is null && Unclear is null;

    /// <summary>Who is the patient.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public static People Of(IReadOnlyList<Word> words)
    {
        var named = new List<(int At, KinPhrase Phrase)>();
        for (int i = 0; i < words.Count; i++)
            if (KinPhrase.At(words, i) is { Owner: not Owner.Nobody } phrase)
                named.Add((i, phrase));
        if (!named.Exists(one => one.Phrase.Owner == Owner.Writer))
            return new People();
        var own = Speaker.Own(words);
        bool ill = own.Exists(clause => clause.IsIllness);
        (Kin Kin, int[] Mentions)[] complaining =
        [
            .. named
                .Where(one => one.Phrase.Owner == Owner.Writer && one.Phrase.Kin.Rank != KinRank.Animal)
                .GroupBy(one => one.Phrase.Kin)
                .OrderBy(group => group.Key.Rank)
                .Select(group => (group.Key, group.Select(one => one.At).ToArray()))
                .Where(one => Complaints.Of(words, one.Key, one.Item2)),
        ];
        if (ill)
            return new People
            {
                Own = own,
                Unclear = complaining
                    .Where(one => one.Kin.Rank <= KinRank.Partner && Complaints.IsDirect(words, one.Mentions))
                    .Select(one => CannotTell("the writer", $"the writer's {one.Kin.Name}"))
                    .FirstOrDefault(),
            };
        if (complaining is not [var (kin, mentions), ..] || (own.Count > 0 && kin.IsFamily))
            return new People { Own = own };
        if (
            named.Exists(one => one.Phrase.Owner == Owner.Another && one.At < mentions[0])
            || RelatedPatient.Of(words, kin, mentions, own) is not { } patient
        )
            return new People { Own = own };
        return new People
        {
            Own = own,
            Patient = patient,
            Unclear = complaining
                .Skip(1)
                .Where(one =>
                    one.Kin.Rank == kin.Rank
                    && !one.Kin.MayBe(kin)
                    && !one.Mentions.Any(at => patient.Names(words, at))
                    && Complaints.IsDirect(words, mentions)
                    && Complaints.IsDirect(words, one.Mentions)
                )
                .Select(one => CannotTell($"the writer's {kin.Name}", $"the writer's {one.Kin.Name}"))
                .FirstOrDefault(),
        };
    }

    /// <summary>Whether somebody named is the patient, or may be called by another word.</summary>
    public bool IsPatient(IReadOnlyList<Word> words, int at, KinPhrase phrase) =>
        Patient is { } patient
        && (patient.Names(words, at) || (phrase.Owner != Owner.Another && patient.Kin.MayBe(phrase.Kin)));

    /// <summary>Whether what somebody has who is not the patient is known to be another's.</summary>
    public bool IsLeftOut(KinPhrase phrase) =>
        phrase.Kin.IsFamily
        || (
            phrase.Owner != Owner.Nobody
            && (
                phrase.Kin.Rank == KinRank.Animal
                || (Unclear is null && (WriterIsPatient || Patient is not null))
            )
        );

    /// <summary>Marks what is another's: ages of those who are left out, and what the writer tells of herself where another is the patient.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    /// <param name="scopes">Written.</param>
    public void Mark(IReadOnlyList<Word> words, Scope[] scopes)
    {
        foreach (var (at, _, verb) in LeftOut(words))
            Relatives.MarkAge(words, at, verb, scopes);
        if (Patient is not null)
            foreach (OwnClause clause in Own)
                scopes.AsSpan(clause.First, clause.End - clause.First).Fill(Scope.Family);
    }

    /// <summary>Says whose findings were read as the patient's and whose were left out; null where the text tells of the patient alone.</summary>
    /// <param name="words">As of <see cref="Word.Of"/>.</param>
    public string? Remark(IReadOnlyList<Word> words)
    {
        if (Unclear is not null)
            return null;
        string[] others =
        [
            .. LeftOut(words)
                .Select(one =>
                    one.Phrase.Owner == Owner.Writer
                        ? $"the writer's {one.Phrase.Kin.Name}"
                        : $"the {one.Phrase.Kin.Name}"
                )
                .Concat(Patient is not null && Own.Count > 0 ? ["the writer"] : [])
                .Distinct(),
        ];
        string? patient =
            Patient is { Kin: var kin } && (kin.Rank > KinRank.Partner || others.Length > 0)
                ? $"The writer's {kin.Name} is taken to be the patient"
            : Patient is null && WriterIsPatient && others.Length > 0
                ? "The writer is taken to be the patient"
            : null;
        if (others.Length == 0)
            return patient is null ? null : patient + ".";
        string left = $"what is told of {string.Join(", ", others)} is not read as the patient's findings.";
        return patient is null
            ? char.ToUpper(left[0], CultureInfo.InvariantCulture) + left[1..]
            : $"{patient}; {left}";
    }

    private IEnumerable<(int At, KinPhrase Phrase, int Verb)> LeftOut(IReadOnlyList<Word> words)
    {
        for (int i = 0; i < words.Count; i++)
            if (Relatives.Having(words, i, this) is { } verb)
                yield return (i, KinPhrase.At(words, i)!, verb);
    }

    private static string CannotTell(string one, string other) =>
        $"Complaints are told of {one} and of {other}: it cannot be told whose findings are the patient's.";
}
