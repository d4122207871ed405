using System.Collections.Frozen;
using System.Text;
using static Osler.Core.Texts.WordLists;

namespace Osler.Core.Texts;

/// <summary>What a text's language seems to be.</summary>
public enum LanguageKind
{
    /// <summary>English, or a telegram that could be.</summary>
    English,

    /// <summary>Another language, by letters, small words or accents.</summary>
    Foreign,

    /// <summary>None: there is no word in it.</summary>
    Wordless,
}

/// <summary>Whether a text is English, as far as its letters and small words tell.</summary>
/// <param name="Kind">What it seems to be.</param>
/// <param name="Reason">Why it is no English, e.g. "it is written in Arabic letters"; null where it is.</param>
public readonly record struct Language(LanguageKind Kind, string? Reason)
{
    /// <summary>Whether it may be judged by a model that learnt English.</summary>
    public bool IsEnglish => Kind == LanguageKind.English;

    // Small words that mark a language; those of other languages that are English words too are left out.
    private static readonly (string Name, FrozenSet<string> Words)[] s_languages =
    [
        (
            "English",
            Set(
                "the and of with has have is are was for to his her my he she it on at had since who that this been from not an by she's he's i'm when without feels after as be i me in a"
            )
        ),
        (
            "German",
            Set(
                "der das und ist mit ein eine einen hat haben nicht seit ich wird bei auf dem den von zu im auch sich sie er es war wegen ohne sehr kopf schmerzen fieber tagen"
            )
        ),
        (
            "French",
            Set(
                "le la les des et est avec une un depuis dans pour pas qui sur du au aux je il elle ses sa ans fievre jours mal tete douleur sans ce cette"
            )
        ),
        (
            "Spanish",
            Set(
                "el los las una y con que por del tiene desde hace dolor fiebre anos su sus muy le al lo pero como esta dias cabeza"
            )
        ),
        (
            "Portuguese",
            Set(
                "os uma com nao tem dor febre ha dias seu sua muito pelo pela mais mas anos e ele ela da na cabeca"
            )
        ),
        (
            "Italian",
            Set(
                "il lo gli della di con una ha da che non dolore febbre giorni anni mi e al nel sono del testa molto"
            )
        ),
        (
            "Dutch",
            Set(
                "het een en van met heeft niet sinds dagen koorts pijn ik zijn haar maar ook bij aan jaar de zeer"
            )
        ),
        ("Swedish", Set("och att det som har inte med sedan feber ont dagar ar en ett av pa hon han mycket")),
        ("Polish", Set("nie od ma sie w z na bol goraczka dni jest lat glowy jego jej bardzo")),
        ("Turkish", Set("ve bir icin var ates cok ile bu agri oksuruk gundur yasinda basim")),
        (
            "Indonesian",
            Set("dan yang di dengan sakit demam hari sejak tidak ini dari saya sudah kepala selama")
        ),
        ("Vietnamese", Set("va bi sot dau ngay toi khong cua trong nguoi cho la co nhieu")),
    ];

    /// <summary>Judges a text.</summary>
    /// <remarks>
    /// A text of which more than a fifth of the letters is not Latin is not English. Of Latin letters the small words of twelve
    /// languages are counted; another language needs at least two hits and more than English has. Telegrams such as "fever,
    /// cough, chills" have no small words at all and pass; so would a telegram in another language, which its unknown words tell
    /// of later.
    /// </remarks>
    /// <param name="text">The text.</param>
    public static Language Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scripts = new Dictionary<string, int>();
        int letters = 0;
        foreach (Rune rune in text.EnumerateRunes())
            if (Rune.IsLetter(rune))
            {
                letters++;
                string script = Script(rune.Value);
                scripts[script] = scripts.GetValueOrDefault(script) + 1;
            }
        if (letters == 0)
            return new(LanguageKind.Wordless, "there is no word in it");
        if (letters - scripts.GetValueOrDefault("Latin") > letters / 5.0)
            return new(
                LanguageKind.Foreign,
                $"it is written in {scripts.Where(pair => pair.Key != "Latin").MaxBy(pair => pair.Value).Key} letters"
            );
        string[] words =
        [
            .. Word.Of(text).Where(word => word.Kind == WordKind.Letters).Select(word => word.Text),
        ];
        int[] hits = [.. s_languages.Select(language => words.Count(language.Words.Contains))];
        int best = 1;
        for (int i = 2; i < hits.Length; i++)
            if (hits[i] > hits[best])
                best = i;
        if (hits[best] >= 2 && hits[best] > hits[0])
            return new(LanguageKind.Foreign, $"its small words are {s_languages[best].Name}");
        int accented = text.Count(Letters.IsAccented);
        return hits[0] == 0 && words.Length >= 5 && accented > letters / 25.0
            ? new(LanguageKind.Foreign, "its letters carry accents that English has not")
            : new(LanguageKind.English, null);
    }

    // Blocks of Unicode 16 that letters of running text come from.
    private static string Script(int letter) =>
        letter switch
        {
            < 0x250 or (>= 0x1E00 and < 0x1F00) or (>= 0xFF21 and <= 0xFF5A) => "Latin",
            (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800) => "Latin",
            (>= 0x370 and < 0x400) or (>= 0x1F00 and < 0x2000) => "Greek",
            >= 0x400 and < 0x530 => "Cyrillic",
            >= 0x530 and < 0x590 => "Armenian",
            >= 0x590 and < 0x600 => "Hebrew",
            (>= 0x600 and < 0x780) or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) => "Arabic",
            >= 0x900 and < 0x980 => "Devanagari",
            >= 0x980 and < 0x0E00 => "Indian",
            >= 0x0E00 and < 0x0E80 => "Thai",
            >= 0x10A0 and < 0x1100 => "Georgian",
            (>= 0x1100 and < 0x1200) or (>= 0xAC00 and < 0xD7B0) => "Korean",
            >= 0x1200 and < 0x1380 => "Ethiopic",
            >= 0x3040 and < 0x3100 => "Japanese",
            (>= 0x3400 and < 0xA000) or (>= 0x20000 and < 0x32000) or (>= 0xF900 and < 0xFB00) => "Chinese",
            _ => "foreign",
        };
}
