using System.Globalization;
using System.Text.RegularExpressions;
using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Exams;

/// <summary>Osler's own table of conditions told in words, a passage each: the corpus of retrieval where none is given.</summary>
internal static partial class ConditionPassages
{
    /// <summary>A condition's name, whom it befalls, and every way to say each of its findings.</summary>
    public static IEnumerable<Passage> Of(VignetteTable table) =>
        table.Conditions.Select(condition => new Passage(condition.Name, Told(condition, table)));

    private static string Told(Condition condition, VignetteTable table)
    {
        string findings = string.Join(
            ". ",
            condition.Findings.Select(finding =>
                string.Join(", ", table.Findings[finding.Finding].Select(Plain))
            )
        );
        string absent = string.Join(
            ", ",
            condition.Absent.Select(finding => "no " + finding.Replace('_', ' '))
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{condition.Title}. {condition.Onset} onset. From {condition.Ages.Youngest:0} to {condition.Ages.Oldest:0} years. {findings}. {absent}"
        );
    }

    // Alternatives side by side, without the signs that only the simulator reads.
    private static string Plain(string way) => Signs().Replace(way, " ");

    [GeneratedRegex(
        @"@[sopSOP]\b|\{[^}]*\}|[+=~/\[\]|]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Signs();
}
