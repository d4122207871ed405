using System.Globalization;
using System.Text;

namespace Osler.Studies.Vignettes;

/// <summary>Who tells a vignette of whom.</summary>
/// <param name="Subject">I, he, she.</param>
/// <param name="Object">me, him, her.</param>
/// <param name="Possessive">my, his, her.</param>
/// <param name="Self">myself, himself, herself.</param>
/// <param name="IsFirst">Whether the patient speaks.</param>
public sealed record Person(string Subject, string Object, string Possessive, string Self, bool IsFirst)
{
    /// <summary>The patient.</summary>
    public static Person First { get; } = new("I", "me", "my", "myself", true);

    /// <summary>Another person, of a woman.</summary>
    public static Person She { get; } = new("she", "her", "her", "herself", false);

    /// <summary>Another person, of a man.</summary>
    public static Person He { get; } = new("he", "him", "his", "himself", false);
}

/// <summary>What kind of words a way to say a finding is.</summary>
internal enum WayKind
{
    /// <summary>"a fever".</summary>
    Noun,

    /// <summary>"cough up blood", of the patient.</summary>
    Verb,

    /// <summary>"bright light hurts".</summary>
    Clause,
}

/// <summary>Turns a way to say a finding into words: draws among alternatives and numbers, and bends verbs.</summary>
internal static class Phrasing
{
    /// <summary>The kind of a way.</summary>
    public static WayKind KindOf(string way) =>
        way[0] switch
        {
            '+' => WayKind.Verb,
            '=' => WayKind.Clause,
            _ => WayKind.Noun,
        };

    /// <summary>The words, without a capital at the front or a stop at the end.</summary>
    /// <param name="way">As in <c>findings.tsv</c>.</param>
    /// <param name="person">Of whom.</param>
    /// <param name="random">Draws.</param>
    public static string Say(string way, Person person, Random random)
    {
        string drawn = Draw(way.TrimStart('+', '='), random);
        var words = new List<string>();
        foreach (string word in drawn.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            words.Add(Bend(word, person));
        return string.Join(' ', words).Replace(" ,", ",", StringComparison.Ordinal);
    }

    private static string Bend(string word, Person person) =>
        word switch
        {
            "@s" => person.Subject,
            "@o" => person.Object,
            "@p" => person.Possessive,
            "@pself" => person.Self,
            "{have}" => person.IsFirst ? "have" : "has",
            "{be}" => person.IsFirst ? "am" : "is",
            "{do}" or "do~" => person.IsFirst ? "do" : "does",
            "don't" => person.IsFirst ? "don't" : "doesn't",
            _ => Ended(word, person),
        };

    private static string Ended(string word, Person person)
    {
        int mark = word.IndexOf('~', StringComparison.Ordinal);
        if (mark < 0)
            return word;
        string verb = word[..mark];
        string behind = word[(mark + 1)..];
        if (person.IsFirst)
            return verb + behind;
        string ended =
            verb.EndsWith("ch", StringComparison.Ordinal)
            || verb.EndsWith("sh", StringComparison.Ordinal)
            || verb[^1] is 's' or 'x' or 'o' or 'z'
                ? verb + "es"
            : verb[^1] == 'y' && verb.Length > 1 && verb[^2] is not ('a' or 'e' or 'o' or 'u')
                ? verb[..^1] + "ies"
            : verb + "s";
        return ended + behind;
    }

    // Alternatives may hold a slash as "\/", and numbers stand in braces.
    private static string Draw(string way, Random random)
    {
        var drawn = new StringBuilder(way.Length);
        for (int i = 0; i < way.Length; i++)
        {
            if (way[i] == '[')
            {
                int end = way.IndexOf(']', i);
                string[] choices = way[(i + 1)..end]
                    .Replace("\\/", "\u0001", StringComparison.Ordinal)
                    .Split('/');
                drawn.Append(Draw(choices[random.Next(choices.Length)].Replace('\u0001', '/'), random));
                i = end;
            }
            else if (way[i] == '{' && i + 1 < way.Length && char.IsAsciiDigit(way[i + 1]))
            {
                int end = way.IndexOf('}', i);
                drawn.Append(Number(way[(i + 1)..end], random));
                i = end;
            }
            else if (way[i] == '\\')
                continue;
            else
                drawn.Append(way[i]);
        }
        return drawn.ToString();
    }

    private static string Number(string range, Random random)
    {
        string[] ends = range.Split('-');
        double low = double.Parse(ends[0], CultureInfo.InvariantCulture);
        double high = double.Parse(ends[1], CultureInfo.InvariantCulture);
        int decimals = Math.Max(Decimals(ends[0]), Decimals(ends[1]));
        double unit = Math.Pow(10, -decimals);
        int steps = (int)Math.Round((high - low) / unit);
        return (low + unit * random.Next(steps + 1)).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    private static int Decimals(string number) =>
        number.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? number.Length - at - 1 : 0;
}
