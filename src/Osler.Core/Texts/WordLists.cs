using System.Collections.Frozen;

namespace Osler.Core.Texts;

/// <summary>Words in a row: as they are looked up in a text, and as they are listed in our rules.</summary>
internal static class WordLists
{
    /// <summary>The words of a list, divided by spaces.</summary>
    public static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The word at a place, empty before the first and behind the last.</summary>
    public static string Text(IReadOnlyList<Word> words, int at) =>
        at >= 0 && at < words.Count ? words[at].Text : "";
}
