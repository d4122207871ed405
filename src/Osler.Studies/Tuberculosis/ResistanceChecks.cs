using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Variants.Features;

namespace Osler.Studies.Tuberculosis;

/// <summary>Whether isolates and labels can be what they say they are.</summary>
internal static class ResistanceChecks
{
    // Mutations that nearly always mean resistance, by gene and amino acids, of ribosomal RNA by bases.
    private static readonly ImmutableArray<(string Drug, string Gene, string Change)> s_certain =
    [
        ("RIF", "rpoB", "S450L"),
        ("RIF", "rpoB", "D435V"),
        ("RIF", "rpoB", "H445Y"),
        ("INH", "katG", "S315T"),
        ("PZA", "pncA", "H51R"),
        ("EMB", "embB", "M306V"),
        ("CIP", "gyrA", "D94G"),
        ("MOXI", "gyrA", "D94G"),
        ("CAP", "rrs", "A1401G"),
        ("AMK", "rrs", "A1401G"),
        ("KAN", "rrs", "A1401G"),
        ("STR", "rpsL", "K43R"),
    ];

    // Carriers by which a coding is judged, at least.
    private const int Enough = 10;

    // A smaller share of resistant carriers can't be.
    private const double Least = 0.3;

    // Variants by which theirs is.
    private const int EnoughVariants = 20;

    /// <summary>The data with warnings about drugs that can't be judged.</summary>
    /// <exception cref="DataException">No input, no known label, or a coding that is swapped.</exception>
    public static ResistanceData Checked(ResistanceData data)
    {
        if (data.Inputs.IsEmpty)
            throw new DataException(
                "No variant is present in enough isolates to be an input.",
                data.Source,
                "Lower genotypes.least_isolates, or add isolates."
            );
        RequireLabels(data);
        RequireRare(data);
        RequireCoding(data, IsolateRemedies.OfRun);
        if (
            data.Inputs.All(input =>
                Enumerable.Range(0, data.Isolates).All(isolate => data.Variant(isolate, input) < 0)
            )
        )
            throw VariantCoding.NothingDetermined(data.Source);
        return data with { Warnings = [.. data.Warnings, .. OneClass(data), .. Contradicting(data)] };
    }

    /// <exception cref="DataException">No label is known.</exception>
    public static void RequireLabels(ResistanceData data)
    {
        if (Enumerable.Range(0, data.Drugs.Length).All(drug => data.Count(drug) is (0, 0)))
            throw new DataException(
                "Every label of every drug is unknown.",
                data.Source,
                "Check how labels are written: 0, 1, and -1 where a drug was not tested."
            );
    }

    /// <summary>Of a genome's variants an isolate has few; where most are there, 1 was written for absent.</summary>
    /// <exception cref="DataException">More than half are present.</exception>
    public static void RequireRare(ResistanceData data)
    {
        if (data.Width < EnoughVariants || data.Bases is not null)
            return;
        VariantCoding.RequireRare(
            data.Variants.Count(value => value == 1),
            data.Variants.Count(value => value >= 0),
            data.Source
        );
    }

    /// <summary>The drugs that can't be judged, a sentence each.</summary>
    public static IEnumerable<string> OneClass(ResistanceData data)
    {
        string[] unknown = [.. data.Drugs.Where((_, drug) => data.Count(drug) is (0, 0))];
        if (unknown.Length > 0)
            yield return $"No isolate has a known label of {string.Join(", ", unknown)}: {(unknown.Length == 1 ? "it is" : "they are")} neither learnt nor judged.";
        for (int drug = 0; drug < data.Drugs.Length; drug++)
            if (data.Count(drug) is (0, > 0) or (> 0, 0) && data.Count(drug) is var (resistant, _))
                yield return $"Every isolate with a known label of {data.Drugs[drug]} is {(resistant == 0 ? "susceptible" : "resistant")}: it can't be judged.";
    }

    /// <summary>Mutations that mean resistance and go with susceptibility here, a sentence each.</summary>
    public static IEnumerable<string> Contradicting(ResistanceData data) =>
        Carriers(data)
            .Where(one => one.All >= Enough && one.Resistant < Least * one.All)
            .Select(one =>
                $"Of {one.All} isolates with {one.Words}, which nearly always means resistance, {one.All - one.Resistant} are susceptible by their labels: the column of that mutation or the labels of {one.Drug} may be coded the other way round."
            );

    /// <param name="data">The isolates.</param>
    /// <param name="remedies">What to do about a swapped coding.</param>
    /// <exception cref="DataException">Mutations that mean resistance would go with susceptibility.</exception>
    public static void RequireCoding(ResistanceData data, IsolateRemedies remedies)
    {
        var found = Carriers(data).Where(one => one.All > 0).ToArray();
        (int carriers, int resistant) = (found.Sum(one => one.All), found.Sum(one => one.Resistant));
        // Where one mutation goes with resistance as it should, the labels are sound, and another's column is not.
        bool sound = found.Any(one => one.All >= Enough && one.Resistant >= (1 - Least) * one.All);
        if (carriers >= Enough && resistant < Least * carriers && !sound)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The labels' coding looks swapped: of {carriers} isolates with a mutation that means resistance (such as {found[^1].Words} and {found[^1].Drug}), {carriers - resistant} would be susceptible."
                ),
                data.Source,
                remedies.Swapped
            );
    }

    // The isolates with each mutation that means resistance and a known label of its drug, and how many of them resist it.
    private static IEnumerable<(string Drug, string Words, int All, int Resistant)> Carriers(
        ResistanceData data
    )
    {
        for (int variant = 0; variant < data.Width; variant++)
        {
            if (VariantName.Parse(data.Names[variant]) is not { Pooled: false } name)
                continue;
            foreach (var (drug, gene, change) in s_certain)
            {
                int number = data.Drugs.IndexOf(drug);
                if (number < 0 || name.Gene != gene || (name.Protein ?? name.Nucleotide) != change)
                    continue;
                float[] labels =
                [
                    .. Enumerable
                        .Range(0, data.Isolates)
                        .Where(isolate => data.Variant(isolate, variant) == 1)
                        .Select(isolate => data.Label(isolate, number))
                        .Where(label => !float.IsNaN(label)),
                ];
                yield return (drug, $"{gene} {change}", labels.Length, labels.Count(label => label == 1));
            }
        }
    }
}
