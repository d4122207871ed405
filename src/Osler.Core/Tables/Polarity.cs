using System.Collections.Frozen;

namespace Osler.Core.Tables;

/// <summary>Which of two levels is the present one.</summary>
internal static class Polarity
{
    private static readonly FrozenSet<string> Yes = Words(
        "1 yes y true t present positive pos + case diseased disease dead died death event malignant abnormal"
    );

    private static readonly FrozenSet<string> No = Words(
        "0 -1 no n false f absent negative neg control healthy alive survived censored benign normal not_present"
    );

    /// <summary>1 for a yes, 0 for a no, null for neither.</summary>
    public static int? Of(string level) =>
        Yes.Contains(level.Trim()) ? 1
        : No.Contains(level.Trim()) ? 0
        : null;

    /// <summary>
    /// Puts the absent level first where the words tell which it is; else leaves the order. Two numbers stay
    /// ascending: of the codes 1 and 2, the 1 is no yes.
    /// </summary>
    public static void Order<T>(List<(string Name, T Counted)> levels)
    {
        if (
            levels.Count != 2
            || levels.TrueForAll(level => Numbers.TryParse(level.Name, decimalComma: false, out _))
        )
            return;
        (int? first, int? second) = (Of(levels[0].Name), Of(levels[1].Name));
        if (first != second && (first == 1 || second == 0))
            levels.Reverse();
    }

    private static FrozenSet<string> Words(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
