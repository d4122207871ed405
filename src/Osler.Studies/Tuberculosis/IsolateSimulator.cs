using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Ensembles;

namespace Osler.Studies.Tuberculosis;

/// <summary>Draws isolates whose lineages, mechanisms of resistance and true probabilities are known.</summary>
/// <remarks>
/// A tree of four lineages, each with the variants of its branch; strains within them with variants of their own; isolates of
/// a strain that differ in a variant or two, so that many are near-identical. A strain meets the regimens one after the other,
/// the next the likelier the more it has met, one lineage more often than the others: resistance runs in lineages, so that
/// their variants go with it without causing it. Within a strain under a drug mutations of <see cref="Mechanisms"/> arise, in
/// the strain's ancestor or in single isolates. Labels are drawn from the log-odds that the mutations add up to; drugs of the
/// later regimens are tested mostly where the first ones failed. One gene was not sequenced in some collections.
/// </remarks>
internal static class IsolateSimulator
{
    /// <summary>The simulator's name in study files.</summary>
    public const string Cohort = "tuberculosis";

    private const double Susceptible = -4.5; // log-odds of a label "resistant" without any cause
    private const int OfLineage = 25;
    private const int OfStrain = 6;
    private static readonly double[] s_lineages = [0.1, 0.35, 0.15, 0.4];

    // Lineage 2 (Beijing) meets drugs more often.
    private static readonly double[] s_pressure = [0.25, 0.6, 0.3, 0.4];

    /// <summary>Draws isolates.</summary>
    /// <param name="isolates">How many, at least 100.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="least">Variants of fewer isolates are no inputs.</param>
    public static ResistanceData Draw(int isolates, long seed, int least)
    {
        int strains = Math.Max(4, isolates / 6);
        string[] names = Names(strains);
        var numbers = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        int width = names.Length;
        sbyte[] variants = new sbyte[(long)isolates * width];
        int drugs = Mechanisms.Drugs.Length;
        float[] labels = new float[isolates * drugs];
        double[] truth = new double[isolates * drugs];
        int[] lineages = new int[isolates];
        var ancestors = new Strain[strains];
        for (int s = 0; s < strains; s++)
            ancestors[s] = Ancestor(new KeyedRandom(seed, "strain", 0, s), s, numbers);
        for (int i = 0; i < isolates; i++)
        {
            var random = new KeyedRandom(seed, "isolate", 0, i);
            Strain strain = ancestors[Drawn(random, strains)];
            lineages[i] = strain.Lineage;
            var own = variants.AsSpan(i * width, width);
            foreach (int variant in strain.Variants)
                own[variant] = 1;
            Mutate(random, strain.Regimens, own, numbers, arising: 0.35);
            // A variant or two of its own, somewhere in the genome.
            for (int more = random.Next(3); more > 0; more--)
                own[random.Next(OfLineage * s_lineages.Length, width - Mechanisms.All.Length)] = 1;
            Labels(
                random,
                own,
                numbers,
                strain.Regimens,
                labels.AsSpan(i * drugs, drugs),
                truth.AsSpan(i * drugs, drugs)
            );
            if (random.NextDouble() < 0.3)
                foreach (string unsequenced in (string[])["SNP_P_2715342_C10T_promoter_eis", "tlyA_C_snp"])
                    own[numbers[unsequenced]] = -1;
        }
        return new ResistanceData(
            "simulated isolates",
            ResistanceFiles.Fingerprint(names, variants, labels),
            [.. names],
            variants,
            ResistanceFiles.Frequent(variants, width, Math.Min(least, Math.Max(2, isolates / 100))),
            Mechanisms.Drugs,
            labels
        )
        {
            Simulated = true,
            Lineages = [.. lineages],
            TrueProbabilities = truth,
            Truth =
            [
                .. Mechanisms.All.SelectMany(mechanism =>
                    mechanism.Effects.IsEmpty
                        ? Mechanisms.Drugs.Select(drug => new KnownMechanism(
                            drug,
                            mechanism.Variant,
                            0,
                            mechanism.Role
                        ))
                        : mechanism.Effects.Select(effect => new KnownMechanism(
                            effect.Drug,
                            mechanism.Variant,
                            effect.LogOdds,
                            mechanism.Role
                        ))
                ),
            ],
        };
    }

    private sealed record Strain(int Lineage, int Regimens, ImmutableArray<int> Variants);

    // Some strains are large: outbreaks.
    private static int Drawn(KeyedRandom random, int strains) =>
        (int)(strains * Math.Pow(random.NextDouble(), 2));

    private static Strain Ancestor(KeyedRandom random, int number, Dictionary<string, int> numbers)
    {
        double drawn = random.NextDouble();
        int lineage = 0;
        while (lineage < s_lineages.Length - 1 && drawn >= s_lineages[lineage])
            drawn -= s_lineages[lineage++];
        int regimens = 0;
        // The more a strain has met, the likelier the next.
        while (
            regimens < Mechanisms.Regimens.Length
            && random.NextDouble() < s_pressure[lineage] + 0.1 * regimens
        )
            regimens++;
        sbyte[] own = new sbyte[numbers.Count];
        for (int v = 0; v < OfLineage; v++)
            own[lineage * OfLineage + v] = 1;
        for (int v = 0; v < OfStrain; v++)
            own[OfLineage * s_lineages.Length + number * OfStrain + v] = 1;
        Mutate(random, regimens, own, numbers, arising: 0.8);
        return new Strain(
            lineage,
            regimens,
            [.. Enumerable.Range(0, own.Length).Where(variant => own[variant] == 1)]
        );
    }

    // Mutations that arise under the regimens that a strain has met.
    private static void Mutate(
        KeyedRandom random,
        int regimens,
        Span<sbyte> own,
        Dictionary<string, int> numbers,
        double arising
    )
    {
        foreach (var mechanism in Mechanisms.All)
        {
            double chance = random.NextDouble();
            bool pressed = mechanism.Follows is { } cause
                ? own[numbers[cause]] == 1
                : Mechanisms
                    .Regimens.Take(regimens)
                    .Any(regimen => mechanism.Effects.Any(effect => regimen.Contains(effect.Drug)));
            // Variants that are pooled turn up without any pressure too.
            double share =
                pressed ? arising * mechanism.Share
                : mechanism.Role == "rare" ? 0.01
                : 0.001;
            if (chance < share)
                own[numbers[mechanism.Variant]] = 1;
        }
    }

    private static void Labels(
        KeyedRandom random,
        ReadOnlySpan<sbyte> own,
        Dictionary<string, int> numbers,
        int regimens,
        Span<float> labels,
        Span<double> truth
    )
    {
        for (int drug = 0; drug < Mechanisms.Drugs.Length; drug++)
        {
            string code = Mechanisms.Drugs[drug];
            double logOdds = Susceptible;
            foreach (var mechanism in Mechanisms.All)
                if (own[numbers[mechanism.Variant]] == 1)
                    foreach (var (of, added) in mechanism.Effects)
                        if (of == code)
                            logOdds += added;
            truth[drug] = Ensemble.Sigmoid(logOdds);
            bool resistant = random.NextDouble() < truth[drug];
            int regimen = Mechanisms
                .Regimens.Select((codes, i) => (codes, i))
                .First(pair => pair.codes.Contains(code))
                .i;
            double tested =
                regimen < 2 ? 0.97
                : regimen <= regimens ? 0.7
                : 0.25;
            labels[drug] = random.NextDouble() < tested ? (resistant ? 1 : 0) : float.NaN;
        }
    }

    private static string[] Names(int strains)
    {
        var names = new List<string>();
        for (int lineage = 0; lineage < s_lineages.Length; lineage++)
        for (int v = 0; v < OfLineage; v++)
            names.Add(Number("lineage", lineage + 1, v + 1));
        for (int strain = 0; strain < strains; strain++)
        for (int v = 0; v < OfStrain; v++)
            names.Add(Number("strain", strain + 1, v + 1));
        names.AddRange(Mechanisms.All.Select(mechanism => mechanism.Variant));
        return [.. names];
    }

    private static string Number(string of, int number, int variant) =>
        string.Create(CultureInfo.InvariantCulture, $"{of}_{number}_marker_{variant}");
}
