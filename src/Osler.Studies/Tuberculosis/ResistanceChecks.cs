using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;

namespace Osler.Studies.Tuberculosis;

/// <summary>Whether isolates and labels can be what they say they are.</summary>
internal static class ResistanceChecks
{
    // Mutations that nearly always mean resistance, by gene and amino acids.
    private static readonly ImmutableArray<(string Drug, string Gene, string Protein)> s_certain =
    [
        ("RIF", "rpoB", "S450L"),
        ("RIF", "rpoB", "D435V"),
        ("RIF", "rpoB", "H445Y"),
        ("INH", "katG", "S315T"),
        ("STR", "rpsL", "K43R"),
    ];

    // Carriers by which a coding is judged, at least.
    private const int Enough = 10;

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
        RequireCoding(data, "Say which number means resistant: --set genotypes.resistant=1 (or 0).");
        if (
            data.Inputs.All(input =>
                Enumerable.Range(0, data.Isolates).All(isolate => data.Variant(isolate, input) < 0)
            )
        )
            throw new DataException("No variant is determined in any isolate.", data.Source);
        return data with { Warnings = [.. data.Warnings, .. OneClass(data)] };
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
        int present = data.Variants.Count(value => value == 1);
        int known = data.Variants.Count(value => value >= 0);
        if (present > known / 2)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The variants' coding looks swapped: {100.0 * present / known:F0} % of them are present, where an isolate has few."
                ),
                data.Source,
                "Write 1 where the isolate has the variant, 0 where it has not, -1 or nothing where it was not determined."
            );
    }

    /// <summary>The drugs that can't be judged, a sentence each.</summary>
    public static IEnumerable<string> OneClass(ResistanceData data)
    {
        for (int drug = 0; drug < data.Drugs.Length; drug++)
            if (data.Count(drug) is var (resistant, susceptible) && (resistant == 0 || susceptible == 0))
                yield return resistant + susceptible == 0
                    ? $"No isolate has a known label of {data.Drugs[drug]}: it is neither learnt nor judged."
                    : $"Every isolate with a known label of {data.Drugs[drug]} is {(resistant == 0 ? "susceptible" : "resistant")}: it can't be judged.";
    }

    /// <param name="data">The isolates.</param>
    /// <param name="remedy">What to do about a swapped coding.</param>
    /// <exception cref="DataException">Mutations that mean resistance would go with susceptibility.</exception>
    public static void RequireCoding(ResistanceData data, string remedy)
    {
        (int carriers, int resistant) = (0, 0);
        string example = "";
        for (int variant = 0; variant < data.Width; variant++)
        {
            if (VariantName.Parse(data.Names[variant]) is not { Pooled: false } name)
                continue;
            foreach (var (drug, gene, protein) in s_certain)
            {
                int number = data.Drugs.IndexOf(drug);
                if (number < 0 || name.Gene != gene || name.Protein != protein)
                    continue;
                for (int isolate = 0; isolate < data.Isolates; isolate++)
                {
                    if (data.Variant(isolate, variant) != 1 || float.IsNaN(data.Label(isolate, number)))
                        continue;
                    carriers++;
                    resistant += data.Label(isolate, number) == 1 ? 1 : 0;
                    example = $"{gene} {protein} and {drug}";
                }
            }
        }
        if (carriers >= Enough && resistant < 0.3 * carriers)
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The labels' coding looks swapped: of {carriers} isolates with a mutation that means resistance (such as {example}), {carriers - resistant} would be susceptible."
                ),
                data.Source,
                remedy
            );
    }
}
