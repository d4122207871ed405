using System.Collections.Immutable;

namespace Osler.Core.Texts;

/// <summary>English words for whole numbers.</summary>
public static class NumberWords
{
    /// <summary>"zero" to "nineteen", each at its number.</summary>
    public static ImmutableArray<string> Small { get; } =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];

    /// <summary>"twenty" to "ninety".</summary>
    public static ImmutableArray<string> Tens { get; } =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
}
