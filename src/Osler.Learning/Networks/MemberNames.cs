using System.Globalization;

namespace Osler.Learning.Networks;

/// <summary>Names of weights in an ensemble: <c>members.3.fc.weight</c> is member 3's <c>fc.weight</c>.</summary>
internal static class MemberNames
{
    /// <summary>The name of a member's weight.</summary>
    /// <param name="member">From 0.</param>
    /// <param name="alone">The name as it would be without the ensemble.</param>
    public static string Of(int member, string alone) =>
        FormattableString.Invariant($"members.{member}.{alone}");

    /// <summary>The name as it would be without the ensemble; empty for one that is none of an ensemble's.</summary>
    public static string Alone(string name)
    {
        string[] parts = name.Split('.', 3);
        return parts.Length == 3 ? parts[2] : "";
    }

    /// <summary>Whose weight it is.</summary>
    public static int Member(string name) =>
        int.Parse(name.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture);
}
