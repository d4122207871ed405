using System.Globalization;

namespace Osler.Core.Words;

/// <summary>A count with its noun in the right number: "1 row", "12,040 rows".</summary>
public static class Counted
{
    /// <summary>The count, and "row" or "rows".</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="one">What one is called; of several it gets an s.</param>
    public static string Of(long count, string one) => Of(count, one, one + "s");

    /// <summary>The count, and what follows it: "1 cell is", "2 cells are".</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="one">What follows 1.</param>
    /// <param name="several">What follows any other count.</param>
    public static string Of(long count, string one, string several) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : several);
}
