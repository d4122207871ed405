namespace Osler.Core.Words;

/// <summary>The first of many names, as a message may tell them: "a, b, c, …".</summary>
public static class Some
{
    /// <summary>At most so many of them, and a sign that there are more.</summary>
    /// <param name="names">All of them.</param>
    /// <param name="most">How many are told at most.</param>
    public static string Of(IReadOnlyCollection<string> names, int most)
    {
        ArgumentNullException.ThrowIfNull(names);
        return string.Join(", ", names.Take(most)) + (names.Count > most ? ", …" : "");
    }
}
