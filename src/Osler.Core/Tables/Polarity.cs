using System.Collections.Frozen;

namespace Osler.Core.Tables;

/// <summary>Which of two levels is the present one.</summary>
internal static class Polarity
{
    private static readonly FrozenSet<string> Yes = Words(
        "1 yes y si sí true t present positive pos + case diseased disease dead died death event malignant abnormal"
    );

    private static readonly FrozenSet<string> No = Words(
        "0 -1 no n false f absent negative neg control healthy alive survived censored benign normal not_present"
    );

    /// <summary>
    /// Which of two words is the present one: 0 or 1; null where they don't tell. A yes beside anything but a yes, or a
    /// no beside anything but a no, tells; a single letter does only beside its opposite, since f and m are the sexes. One or
    /// two letters that are neither tell nothing: DK, NK or UK beside a no say that it is not known.
    /// </summary>
    public static int? Present(string first, string second)
    {
        (int? one, int? other) = (Of(first), Of(second));
        if (one == other || one is null && Hides(first, second) || other is null && Hides(second, first))
            return null;
        return one == 1 || other == 0 ? 0 : 1;
    }

    /// <summary>
    /// Whether two numbers in ascending order tell that the greater is the present one: 0 and another, or -1 and 1. Of
    /// -1 and 0 either may be, and 7, 8 or 9, once or repeated, are the usual codes of what is not known.
    /// </summary>
    public static bool GreaterIsPresent(double lesser, double greater) =>
        lesser switch
        {
            0 => !IsCodeOfUnknown(greater),
            -1 => greater == 1,
            _ => false,
        };

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
        if (Present(levels[0].Name, levels[1].Name) == 0)
            levels.Reverse();
    }

    // 1 for a yes, 0 for a no, null for neither.
    private static int? Of(string level) =>
        Yes.Contains(level.Trim()) ? 1
        : No.Contains(level.Trim()) ? 0
        : null;

    private static bool Hides(string neither, string known) => IsLetters(neither, 2) || IsLetters(known, 1);

    private static bool IsLetters(string level, int most) =>
        level.Trim() is var word && word.Length <= most && word.All(char.IsLetter);

    private static bool IsCodeOfUnknown(double number) =>
        Numbers.Text(number) is [('7' or '8' or '9') and var digit, .. var rest] && rest.All(d => d == digit);

    private static FrozenSet<string> Words(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
