using System.Globalization;

namespace Osler.Studies.Vignettes;

/// <summary>Tells a drawn patient's case in one of many voices.</summary>
internal static class VignetteText
{
    /// <summary>The case in words.</summary>
    public static string Of(SimulatedCase patient, VignetteTable table, Random random)
    {
        double voice = random.NextDouble();
        bool child = patient.Age < 13;
        var text =
            voice < 0.1 ? Telegram(patient, table, random)
            : !child && voice < 0.5
                ? Tell(patient, table, random, Person.First, VignetteOpening.OfOneself(patient, random))
            : child && voice < 0.6
                ? Tell(patient, table, random, Third(patient), VignetteOpening.OfParent(patient, random))
            : Tell(patient, table, random, Third(patient), VignetteOpening.OfCase(patient, random));
        return Spelling.Vary(text, random);
    }

    /// <summary>A text of no condition: a healthy person's visit, or something else altogether.</summary>
    public static string OfNone(Random random)
    {
        var sentences = new List<string>();
        if (random.NextDouble() < 0.5)
        {
            var other = Asides.Of("other");
            for (int i = random.Next(1, 4); i > 0; i--)
                sentences.Add(Phrasing.Say(other[random.Next(other.Length)], Person.First, random));
        }
        else
        {
            Person person =
                random.Next(2) == 0 ? Person.First
                : random.Next(2) == 0 ? Person.He
                : Person.She;
            foreach (var (kind, most) in ((string, int)[])[("healthy", 3), ("normal", 3), ("aside", 3)])
            {
                var ways = Asides.Of(kind);
                for (int i = random.Next(kind == "healthy" ? 1 : 0, most); i > 0; i--)
                    sentences.Add(Whole(ways[random.Next(ways.Length)], person, random));
            }
        }
        return Spelling.Vary(string.Join(' ', sentences.Select(Sentence)), random);
    }

    private static string Telegram(SimulatedCase patient, VignetteTable table, Random random)
    {
        var parts = new List<string>();
        if (random.NextDouble() < 0.8)
            parts.Add(
                $"{Ages.Short(patient.Age, random)}{(random.Next(2) == 0 ? " " : "")}{(patient.Woman ? "F" : "M")}"
            );
        Person person = Third(patient);
        for (int i = 0; i < patient.Told.Length; i++)
        {
            string said = Phrasing.Say(Nouns(table, patient.Told[i], random), person, random);
            parts.Add(
                i == 0 && random.NextDouble() < 0.6 ? $"{said} x {Ages.Lasting(patient.Days, random)}" : said
            );
        }
        foreach (string denied in patient.Denied)
            if (Noun(table, denied, random) is { } way && !way.Contains('{'))
                parts.Add($"no {Bare(Phrasing.Say(way, person, random))}");
        return string.Join(
            random.Next(2) == 0 ? ", "
                : random.Next(2) == 0 ? "; "
                : ". ",
            parts
        );
    }

    private static string Tell(
        SimulatedCase patient,
        VignetteTable table,
        Random random,
        Person person,
        (string Words, bool Subject) opening
    )
    {
        var sentences = new List<string>();
        var told = new Queue<string>(patient.Told);
        if (opening.Subject)
        {
            // "A boy of six presents with ...": the first findings are nouns.
            var nouns = TakeNouns(told, table, random, person, random.Next(1, 4));
            sentences.Add(
                nouns.Count == 0
                    ? $"{opening.Words} comes to the clinic"
                    : $"{opening.Words} {Pick(random, "presents with", "comes in with", "has", "is seen for", "is brought in with", "complains of", "has had", "came to the emergency room because of", "reports")} {List(nouns)}{For(patient, random, 0.6)}"
            );
        }
        else if (opening.Words.Length > 0)
            sentences.Add(opening.Words);
        int aside = random.Next(-1, patient.Told.Length + 1);
        while (told.Count > 0)
        {
            sentences.Add(OneSentence(told, patient, table, random, person, sentences.Count));
            if (aside-- == 0)
                sentences.Add(Aside(random, person));
        }
        if (Denials(patient, table, random, person) is { } denial)
            sentences.Insert(random.Next(Math.Min(1, sentences.Count), sentences.Count + 1), denial);
        if (random.NextDouble() < 0.45)
            sentences.Add(Aside(random, person));
        return string.Join(' ', sentences.Select(Sentence));
    }

    private static string OneSentence(
        Queue<string> told,
        SimulatedCase patient,
        VignetteTable table,
        Random random,
        Person person,
        int at
    )
    {
        string way = Any(table, told.Peek(), random);
        string lasting = at <= 1 ? For(patient, random, 0.5) : "";
        switch (Phrasing.KindOf(way))
        {
            case WayKind.Verb:
                told.Dequeue();
                string verb = Phrasing.Say(way, person, random);
                string more =
                    told.Count > 0
                    && random.Next(2) == 0
                    && Any(table, told.Peek(), random) is var second
                    && Phrasing.KindOf(second) == WayKind.Verb
                        ? $" and {Said(told, second, person, random)}"
                        : "";
                return $"{Lead(random, at)}{person.Subject} {Also(random, at)}{verb}{more}{lasting}";
            case WayKind.Clause:
                told.Dequeue();
                return $"{Lead(random, at)}{Phrasing.Say(way, person, random)}{lasting}";
            default:
                var nouns = TakeNouns(told, table, random, person, random.Next(1, 5));
                string have = person.IsFirst ? "have" : "has";
                string s = person.Subject;
                string start = random.Next(9) switch
                {
                    0 => $"There is {List(nouns)}",
                    1 => $"{s} {(person.IsFirst ? "get" : "gets")} {List(nouns)}",
                    2 => person.IsFirst
                        ? $"I have been having {List(nouns)}"
                        : $"on examination there is {List(nouns)}",
                    3 => $"{s} also {have} {List(nouns)}",
                    4 => $"then came {List(nouns)}",
                    5 => person.IsFirst ? $"I've had {List(nouns)}" : $"{s} is noted to have {List(nouns)}",
                    6 =>
                        $"{Pick(random, "it began with", "it started with", "the main problem is", "with it comes", "besides,", "other complaints are")} {List(nouns)}",
                    _ => $"{s} {have} {List(nouns)}",
                };
                return start + lasting;
        }
    }

    private static string Said(Queue<string> told, string way, Person person, Random random)
    {
        told.Dequeue();
        return Phrasing.Say(way, person, random);
    }

    private static List<string> TakeNouns(
        Queue<string> told,
        VignetteTable table,
        Random random,
        Person person,
        int most
    )
    {
        var said = new List<string>();
        while (said.Count < most && told.Count > 0)
        {
            if (Noun(table, told.Peek(), random) is not { } way)
                break;
            said.Add(Said(told, way, person, random));
        }
        return said;
    }

    private static string? Denials(SimulatedCase patient, VignetteTable table, Random random, Person person)
    {
        string[] said =
        [
            .. patient
                .Denied.Select(finding => Noun(table, finding, random))
                .OfType<string>()
                // Nobody says "no fever of 38.9".
                .Where(way => !way.Contains('{'))
                .Select(way => Bare(Phrasing.Say(way, person, random))),
        ];
        if (said.Length == 0)
            return null;
        string s = person.Subject;
        string list =
            said.Length == 1
                ? said[0]
                : $"{string.Join(", ", said[..^1])} {Pick(random, "or", "and")} {said[^1]}";
        return random.Next(8) switch
        {
            0 => $"there is no {list}",
            1 => $"no {list}",
            2 => $"{s} {(person.IsFirst ? "deny" : "denies")} {list}",
            3 => $"{s} {(person.IsFirst ? "have" : "has")} not had {list}",
            4 => $"{s} {(person.IsFirst ? "don't" : "doesn't")} have {list}",
            5 => $"{(person.IsFirst ? "I am" : s + " is")} without {list}",
            6 => $"{s} never had {list}",
            _ => $"{s} {(person.IsFirst ? "have" : "has")} no {list}",
        };
    }

    private static string Aside(Random random, Person person)
    {
        var ways = Asides.Of(random.Next(5) == 0 ? "normal" : "aside");
        return Whole(ways[random.Next(ways.Length)], person, random);
    }

    private static string Whole(string way, Person person, Random random) =>
        Phrasing.KindOf(way) == WayKind.Verb
            ? $"{person.Subject} {Phrasing.Say(way, person, random)}"
            : Phrasing.Say(way, person, random);

    private static Person Third(SimulatedCase patient) => patient.Woman ? Person.She : Person.He;

    private static string For(SimulatedCase patient, Random random, double share)
    {
        if (random.NextDouble() >= share)
            return "";
        string lasting = Ages.Lasting(patient.Days, random);
        string begins = patient.Condition.Onset switch
        {
            Onset.Sudden => Pick(
                random,
                " that came on suddenly",
                ", all of a sudden",
                ", out of the blue",
                ""
            ),
            Onset.Gradual => Pick(
                random,
                ", slowly getting worse",
                " that came on gradually",
                ", little by little",
                ""
            ),
            Onset.Episodic => Pick(random, ", on and off", " that come and go", ", again and again", ""),
            _ => "",
        };
        return random.Next(6) switch
        {
            0 => $" for {lasting}",
            1 => $" over the past {lasting}",
            2 => $", which began {lasting} ago",
            3 => $" for about {lasting}{begins}",
            4 => $" since {lasting}",
            _ => begins,
        };
    }

    private static string Lead(Random random, int at) =>
        at > 1 && random.Next(6) == 0
            ? Pick(
                random,
                "Now ",
                "Also, ",
                "Since then ",
                "In addition, ",
                "Besides, ",
                "Lately ",
                "Moreover, "
            )
            : "";

    private static string Also(Random random, int at) => at > 0 && random.Next(5) == 0 ? "also " : "";

    private static string List(List<string> said) =>
        said.Count == 1 ? said[0] : $"{string.Join(", ", said[..^1])} and {said[^1]}";

    // "no a fever" is no English.
    private static string Bare(string said) =>
        said.StartsWith("a ", StringComparison.Ordinal) ? said[2..]
        : said.StartsWith("an ", StringComparison.Ordinal) ? said[3..]
        : said;

    private static string Any(VignetteTable table, string finding, Random random)
    {
        var ways = table.Findings[finding];
        return ways[random.Next(ways.Length)];
    }

    private static string Nouns(VignetteTable table, string finding, Random random) =>
        Noun(table, finding, random) ?? Any(table, finding, random);

    private static string? Noun(VignetteTable table, string finding, Random random)
    {
        string[] nouns = [.. table.Findings[finding].Where(way => Phrasing.KindOf(way) == WayKind.Noun)];
        return nouns.Length == 0 ? null : nouns[random.Next(nouns.Length)];
    }

    private static string Pick(Random random, params ReadOnlySpan<string> choices) =>
        choices[random.Next(choices.Length)];

    private static string Sentence(string words) =>
        words.Length == 0
            ? ""
            : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..].TrimEnd(',') + ".";
}
