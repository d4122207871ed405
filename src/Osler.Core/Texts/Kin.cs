using System.Collections.Frozen;

namespace Osler.Core.Texts;

/// <summary>Female or male.</summary>
internal enum Sex
{
    Female,
    Male,
}

/// <summary>How near a relative is to being the one of whom a writer tells.</summary>
internal enum KinRank
{
    /// <summary>A child: "my son".</summary>
    Child,

    /// <summary>A wife, husband or partner.</summary>
    Partner,

    /// <summary>Parents, brothers and sisters and others, whose illnesses are a patient's family history too.</summary>
    Relative,

    /// <summary>Friends, neighbours, colleagues and relatives by marriage.</summary>
    Acquaintance,

    /// <summary>A dog or a cat, which is never the patient.</summary>
    Animal,
}

/// <summary>What somebody is to the one who tells, or to the patient.</summary>
/// <param name="Name">One word for all that mean the same: "mother" of "mum".</param>
/// <param name="Rank">How near.</param>
/// <param name="Sex">Null where the word does not tell.</param>
internal sealed record Kin(string Name, KinRank Rank, Sex? Sex)
{
    private static readonly FrozenDictionary<string, Kin> s_words = new[]
    {
        Of(KinRank.Child, Texts.Sex.Female, "daughter|stepdaughter", "girl"),
        Of(KinRank.Child, Texts.Sex.Male, "son|stepson", "boy"),
        Of(KinRank.Child, null, "child|kid|toddler|baby|infant|newborn|children|kids|twins"),
        Of(KinRank.Partner, Texts.Sex.Female, "wife|girlfriend|fiancee"),
        Of(KinRank.Partner, Texts.Sex.Male, "husband|boyfriend"),
        Of(KinRank.Partner, null, "partner|spouse|fiance"),
        Of(KinRank.Relative, Texts.Sex.Female, "mother|mum|mom|mummy|mommy|mama|mam|stepmother"),
        Of(KinRank.Relative, Texts.Sex.Male, "father|dad|daddy|papa|stepfather"),
        Of(
            KinRank.Relative,
            Texts.Sex.Female,
            "grandmother|grandma|granny|gran|nan|nana",
            "sister|stepsister",
            "aunt|auntie",
            "granddaughter",
            "niece"
        ),
        Of(
            KinRank.Relative,
            Texts.Sex.Male,
            "grandfather|grandpa|grandad|granddad",
            "brother|stepbrother",
            "uncle",
            "grandson",
            "nephew"
        ),
        Of(
            KinRank.Relative,
            null,
            "parents|parent",
            "grandparents|grandparent",
            "brothers",
            "sisters",
            "siblings|sibling",
            "grandchild|grandchildren",
            "cousin",
            "twin",
            "relatives|relative"
        ),
        Of(
            KinRank.Acquaintance,
            null,
            "friend|friends",
            "neighbour|neighbor|neighbours|neighbors",
            "colleague|colleagues|coworker|coworkers",
            "roommate|roommates|flatmate|flatmates|housemate|housemates",
            "classmate|classmates",
            "boss",
            "landlord|landlady"
        ),
        Of(KinRank.Animal, null, "dog|dogs|puppy", "cat|cats|kitten", "horse", "rabbit", "hamster", "parrot"),
    }
        .SelectMany(words => words)
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a word says somebody is; null where it is no such word.</summary>
    public static Kin? Of(string word) => s_words.GetValueOrDefault(word);

    /// <summary>Whether what such a relative has is family history where another is the patient.</summary>
    public bool IsFamily =>
        Rank == KinRank.Relative && Name is not ("granddaughter" or "grandson" or "grandchild");

    /// <summary>"woman" of a mother: how one says of a patient what a grown-up relative is; null where the word itself is as good.</summary>
    public string? Person =>
        (Rank, Sex) switch
        {
            (KinRank.Child, _) => null,
            (_, Texts.Sex.Female) => Noun is "mother" or "grandmother" or "aunt" or "wife"
                ? "woman"
                : "female",
            (_, Texts.Sex.Male) => Noun is "father" or "grandfather" or "uncle" or "husband" ? "man" : "male",
            _ => "patient",
        };

    /// <summary>A relative by marriage: "mother-in-law".</summary>
    public Kin InLaw() => this with { Name = $"{Name}-in-law", Rank = KinRank.Acquaintance };

    /// <summary>The one who is this to another: "brother's wife". Blood relatives of blood relatives are relatives, others are not.</summary>
    public Kin Of(Kin other) =>
        this with
        {
            Name = $"{other.Name}'s {Name}",
            Rank =
                Rank == KinRank.Animal ? Rank
                : IsFamily && other.IsFamily ? KinRank.Relative
                : KinRank.Acquaintance,
        };

    /// <summary>Whether both may be one and the same: "my son" and "my baby", not "my son" and "my daughter".</summary>
    public bool MayBe(Kin other) =>
        Rank == other.Rank
        && (
            Rank is KinRank.Child or KinRank.Partner
                ? Sex is null || other.Sex is null || Sex == other.Sex
                : this == other
        );

    // "wife" of "brother's wife", "mother" of "mother-in-law".
    private string Noun => Name[(Name.LastIndexOf(' ') + 1)..].Split('-')[0];

    // Words that mean the same are divided by |; the first names them.
    private static IEnumerable<KeyValuePair<string, Kin>> Of(
        KinRank rank,
        Sex? sex,
        params IEnumerable<string> words
    ) =>
        from same in words
        let kin = new Kin(same.Split('|')[0], rank, sex)
        from word in same.Split('|')
        select KeyValuePair.Create(word, kin);
}
