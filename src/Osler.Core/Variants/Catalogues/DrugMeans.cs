using Osler.Core.Metrics;

namespace Osler.Core.Variants.Catalogues;

/// <summary>The means over drugs that a model of drug resistance is judged by, in training and on other isolates.</summary>
public static class DrugMeans
{
    /// <summary>The outcome's name of the mean over first-line drugs.</summary>
    public const string FirstLine = "mean_first_line";

    /// <summary>That over the others.</summary>
    public const string SecondLine = "mean_second_line";

    /// <summary>The outcomes' names of all means that there may be.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [MultiLabelJudge.Mean, FirstLine, SecondLine];

    /// <summary>The means that there are, and the numbers of each one's drugs: over all, and where some but not all are of the first line, over either.</summary>
    /// <param name="drugs">The model's drugs.</param>
    /// <param name="firstLine">Which are of the first line, whether the model knows them or not.</param>
    public static IEnumerable<(string Outcome, int[] Drugs)> Of(
        IReadOnlyList<string> drugs,
        IReadOnlyCollection<string> firstLine
    )
    {
        int[] all = [.. Enumerable.Range(0, drugs.Count)];
        int[] first = [.. all.Where(drug => firstLine.Contains(drugs[drug]))];
        yield return (MultiLabelJudge.Mean, all);
        if (first.Length == 0 || first.Length == all.Length)
            yield break;
        yield return (FirstLine, first);
        yield return (SecondLine, [.. all.Except(first)]);
    }

    /// <summary>A mean's name in words.</summary>
    /// <param name="outcome">Of <see cref="Outcomes"/>.</param>
    public static string Words(string outcome) =>
        outcome switch
        {
            FirstLine => "first-line drugs",
            SecondLine => "second-line drugs",
            _ => "all drugs",
        };
}
