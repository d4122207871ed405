using System.Collections.Immutable;
using Osler.Core.Chance;

namespace Osler.Studies.Vignettes;

/// <summary>A written case and what it is a case of.</summary>
/// <param name="Text">The words.</param>
/// <param name="Class">Index of the condition; the number of conditions for "none of these".</param>
public readonly record struct Vignette(string Text, int Class);

/// <summary>Writes vignettes of conditions in many voices: what a patient has is drawn first, then how it is told.</summary>
/// <remarks>
/// The age is triangular between youngest, typical and oldest; each finding is there with its share, independently; half of the vignettes
/// tell few findings only. One in twelve tells two or three of those that the patient has, whichever, each as likely as not in general words ("chest pain"
/// for a tearing one), and nothing that is absent: these words alone fit several conditions. One in eighty is of no condition at all. Each vignette is drawn from its own key, so that it does not
/// depend on how many others there are.
/// </remarks>
public sealed class VignetteSimulator
{
    /// <summary>The name of the simulated cohort.</summary>
    public const string Cohort = "vignettes";

    /// <summary>The class of a text that is of no condition.</summary>
    public const string NoneOfThese = "none_of_these";

    private const int NoneIn = 80;

    // Vignettes of two or three findings, and of those with few, these among them.
    private const double BriefShare = 0.08;
    private const double FewShare = 0.5;

    private readonly VignetteTable _table;
    private readonly string[] _common;

    /// <param name="table">Conditions and ways to say their findings.</param>
    public VignetteSimulator(VignetteTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        // What several conditions have is what a person is asked for and denies.
        _common =
        [
            .. table
                .Conditions.SelectMany(condition => condition.Findings)
                .GroupBy(finding => finding.Finding, StringComparer.Ordinal)
                .Where(group =>
                    group.Count() >= 4
                    && table.Findings[group.Key].Any(way => Phrasing.KindOf(way) == WayKind.Noun)
                )
                .Select(group => group.Key)
                .Order(StringComparer.Ordinal),
        ];
        Classes = [.. table.Conditions.Select(condition => condition.Name), NoneOfThese];
    }

    /// <summary>Names of the classes: the conditions in the table's order, then <see cref="NoneOfThese"/>.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>Writes one vignette.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="index">Which, from 0.</param>
    public Vignette Draw(long seed, int index)
    {
        var random = new KeyedRandom(seed, "vignette", 0, index);
        if (random.Next(NoneIn) == 0)
            return new(VignetteText.OfNone(random), _table.Conditions.Length);
        // The conditions in turn, so that each has its share of any number.
        int @class = index % _table.Conditions.Length;
        return new(VignetteText.Of(Patient(_table.Conditions[@class], random), _table, random), @class);
    }

    /// <summary>Findings of several conditions, which can be said as nouns.</summary>
    internal IReadOnlyList<string> Common => _common;

    /// <summary>Draws a patient of a condition, which need not be of the table.</summary>
    internal SimulatedCase Patient(Condition condition, Random random)
    {
        double age = Triangular(condition.Ages, random);
        bool woman = random.NextDouble() < condition.Women;
        var had = condition.Findings.Where(finding => random.NextDouble() < finding.Share).ToList();
        foreach (var likely in condition.Findings.OrderByDescending(finding => finding.Share))
            if (had.Count < Math.Min(3, condition.Findings.Length) && !had.Contains(likely))
                had.Add(likely);
        // The telling begins with what is typical, more or less.
        var told = had.OrderBy(finding => random.NextDouble() - 0.7 * finding.Share)
            .Select(finding => finding.Finding)
            .ToList();
        double length = random.NextDouble();
        if (length < BriefShare)
            return new SimulatedCase(
                condition,
                age,
                woman,
                [
                    .. told.OrderBy(_ => random.Next())
                        .Take(random.Next(2, 4))
                        .Select(finding => random.Next(2) == 0 ? _table.General(finding) : finding)
                        .Distinct(),
                ],
                [],
                Lasting(condition, random)
            );
        if (length < FewShare)
            told = [.. told.Take(random.Next(2, 8))];
        var own = condition.Findings.Select(finding => finding.Finding).ToHashSet(StringComparer.Ordinal);
        var denied = condition.Absent.Where(_ => random.NextDouble() < 0.3).ToList();
        if (random.NextDouble() < 0.4)
            for (int i = random.Next(1, 4); i > 0; i--)
                if (_common[random.Next(_common.Length)] is var other && !own.Contains(other))
                    denied.Add(other);
        // What a condition often has and this patient has not is worth a denial too.
        if (
            random.NextDouble() < 0.15
            && condition.Findings.FirstOrDefault(finding =>
                finding.Share is > 0.2 and < 0.8 && !had.Contains(finding)
            )
                is { Finding: { } lacked }
        )
            denied.Add(lacked);
        return new SimulatedCase(
            condition,
            age,
            woman,
            [.. told],
            [.. denied.Distinct()],
            Lasting(condition, random)
        );
    }

    private static double Lasting(Condition condition, Random random) =>
        condition.Days.Shortest
        * Math.Pow(condition.Days.Longest / condition.Days.Shortest, random.NextDouble());

    // Kotz & van Dorp, Beyond Beta (2004), section 1.2: by inversion.
    private static double Triangular((double Low, double Mode, double High) ages, Random random)
    {
        double u = random.NextDouble();
        double rise = (ages.Mode - ages.Low) / (ages.High - ages.Low);
        return u < rise
            ? ages.Low + Math.Sqrt(u * (ages.High - ages.Low) * (ages.Mode - ages.Low))
            : ages.High - Math.Sqrt((1 - u) * (ages.High - ages.Low) * (ages.High - ages.Mode));
    }
}

/// <summary>A patient as drawn, before a word is written.</summary>
/// <param name="Condition">What the patient has.</param>
/// <param name="Age">In years.</param>
/// <param name="Woman">Or girl.</param>
/// <param name="Told">Findings in the order of telling.</param>
/// <param name="Denied">Findings said not to be there.</param>
/// <param name="Days">How long it has lasted.</param>
internal sealed record SimulatedCase(
    Condition Condition,
    double Age,
    bool Woman,
    ImmutableArray<string> Told,
    ImmutableArray<string> Denied,
    double Days
);
