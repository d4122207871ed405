using System.Globalization;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>How models and measures are called.</summary>
internal static class Titles
{
    public static string Slug(Baseline baseline) => RecordShape.Snake(baseline.ToString());

    public static string Of(Baseline baseline) => Of(Slug(baseline));

    /// <summary>"Logistic regression" of <c>logistic_regression</c>.</summary>
    public static string Of(string slug)
    {
        string words = slug.Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
