using System.Globalization;
using System.Text.RegularExpressions;

namespace Osler.Core.Variants;

/// <summary>Numbers in names that a pattern takes apart.</summary>
internal static class MatchNumbers
{
    /// <summary>The whole number that a group matched; 0 where it is none, or too large.</summary>
    public static int Number(this Match match, string group) =>
        int.TryParse(
            match.Groups[group].ValueSpan,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out int number
        )
            ? number
            : 0;
}
