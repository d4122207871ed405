using System.Text.Json;
using Osler.Reports.Pages;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>A text with what each of its words adds: at a terminal, on a page, as JSON.</summary>
/// <param name="Text">The text.</param>
/// <param name="Words">Its words, in order.</param>
internal sealed record ShadedWords(string Text, IReadOnlyList<ShadedWord> Words)
{
    private const int MostListed = 8;

    // What would be shown as 0.0 is not listed.
    private const double LeastListed = 0.05;

    /// <summary>What the weights are, in words.</summary>
    public const string Meaning = "by how much the log-odds change without the word";

    /// <summary>The heaviest words of some texts that speak for something, and those that speak against it.</summary>
    public static (string For, string Against) Heaviest(params IReadOnlyList<ShadedWords> texts)
    {
        return (Listed(1), Listed(-1));

        string Listed(int sign)
        {
            string[] listed =
            [
                .. texts
                    .SelectMany(text => text.Words.Select(word => (text.Text, Word: word)))
                    .Where(one => sign * one.Word.Weight > LeastListed)
                    .OrderByDescending(one => sign * one.Word.Weight)
                    .Take(MostListed)
                    .Select(one =>
                        FormattableString.Invariant(
                            $"{one.Text.Substring(one.Word.Start, one.Word.Length)} ({one.Word.Weight:+0.0;-0.0})"
                        )
                    ),
            ];
            return listed.Length == 0 ? "nothing" : string.Join(", ", listed);
        }
    }

    /// <summary>The largest weight, whatever its sign; above 0.</summary>
    public double Largest => Words.Aggregate(1e-9, (most, word) => Math.Max(most, Math.Abs(word.Weight)));

    /// <summary>The text, shaded.</summary>
    /// <param name="caption">What the shading means.</param>
    /// <param name="largest">The weight of the darkest shade.</param>
    public ShadedText Shaded(string caption, double largest)
    {
        var runs = new List<(string, double)>();
        int at = 0;
        foreach (var word in Words)
        {
            if (word.Start < at)
                continue;
            if (word.Start > at)
                runs.Add((Text[at..word.Start], 0));
            runs.Add((Text.Substring(word.Start, word.Length), word.Weight / largest));
            at = word.Start + word.Length;
        }
        if (at < Text.Length)
            runs.Add((Text[at..], 0));
        return new ShadedText(caption, [.. runs]);
    }

    /// <summary>Writes the words as an array of <c>{"word", "start", "weight"}</c>.</summary>
    /// <param name="json">Within an object.</param>
    /// <param name="name">The array's name.</param>
    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        foreach (var word in Words)
        {
            json.WriteStartObject();
            json.WriteString("word", Text.AsSpan(word.Start, word.Length));
            json.WriteNumber("start", word.Start);
            json.WriteNumber("weight", word.Weight);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
