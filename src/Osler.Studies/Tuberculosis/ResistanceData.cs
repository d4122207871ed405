using System.Collections.Immutable;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>Isolates, their variants, and which drugs they resist.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Fingerprint">SHA-256 of variants and labels.</param>
/// <param name="Names">Names of the variants, [variants].</param>
/// <param name="Variants">[isolates, variants] row-major: 1 present, 0 absent, -1 not determined.</param>
/// <param name="Inputs">The variants that go into the network, ascending numbers.</param>
/// <param name="Drugs">Codes of the drugs.</param>
/// <param name="Labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
internal sealed record ResistanceData(
    string Source,
    string Fingerprint,
    ImmutableArray<string> Names,
    sbyte[] Variants,
    ImmutableArray<int> Inputs,
    ImmutableArray<string> Drugs,
    float[] Labels
)
{
    /// <summary>Whether the isolates are simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>What the simulator knows: which variants cause which drug's resistance; empty for real isolates.</summary>
    public ImmutableArray<KnownMechanism> Truth { get; init; } = [];

    /// <summary>[isolates, drugs] the probabilities that a simulator drew labels from; null of real isolates.</summary>
    public double[]? TrueProbabilities { get; init; }

    /// <summary>The lineage of each isolate where it is known; empty else.</summary>
    public ImmutableArray<int> Lineages { get; init; } = [];

    /// <summary>
    /// Where variants are the bases at positions of loci, and codes 0 to 4 (A, C, G, T, lost): which positions; null where
    /// they are variants that are present or absent.
    /// </summary>
    public LociBases? Bases { get; init; }

    /// <summary>Variants that are inputs together, beside those that are by themselves.</summary>
    public ImmutableArray<VariantPool> Pools { get; init; } = [];

    /// <summary>Inputs that the network sees in their pools alone.</summary>
    public ImmutableHashSet<int> PooledOnly { get; init; } = [];

    /// <summary>Whether nothing named the variants, so that they have numbers for names.</summary>
    public bool Nameless { get; init; }

    /// <summary>Whether all labels were words (R, S), which say what they mean.</summary>
    public bool LabelsAreLetters { get; init; }

    /// <summary>What a reader should know, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    public int Isolates => Labels.Length / Drugs.Length;

    public int Width => Names.Length;

    /// <summary>Features of an isolate as its network gets them: one for each input, or five for each position of loci.</summary>
    public int Features =>
        Bases is null
            ? Inputs.Length - PooledOnly.Count + Pools.Length
            : Inputs.Length * LociBases.Letters.Length;

    /// <summary>Whether variants are named as in the published data set, by which catalogues can be looked up.</summary>
    public bool Named => Names.Any(name => VariantName.Parse(name) is not null);

    public sbyte Variant(int isolate, int variant) => Variants[isolate * Width + variant];

    public float Label(int isolate, int drug) => Labels[isolate * Drugs.Length + drug];

    /// <summary>Isolates whose label of a drug is known.</summary>
    public int[] Known(int drug, IEnumerable<int> among) =>
        [.. among.Where(isolate => !float.IsNaN(Label(isolate, drug)))];

    /// <summary>Resistant and susceptible isolates of a drug.</summary>
    public (int Resistant, int Susceptible) Count(int drug)
    {
        var (resistant, susceptible, _) = DrugLabels.Of(Labels, Drugs.Length, drug);
        return (resistant, susceptible);
    }

    /// <summary>[isolates, inputs] row-major as tables have them: 0, 1, NaN where not determined.</summary>
    public double[] Rows() => Rows(Inputs);

    /// <summary>As the other, of some variants.</summary>
    /// <param name="variants">Numbers; below 0 for one that the data don't have, which is not determined.</param>
    public double[] Rows(ImmutableArray<int> variants)
    {
        double[] rows = new double[(long)Isolates * variants.Length];
        for (int i = 0; i < Isolates; i++)
        for (int j = 0; j < variants.Length; j++)
        {
            int value = variants[j] < 0 ? -1 : Variant(i, variants[j]);
            rows[i * variants.Length + j] = value < 0 ? double.NaN : value;
        }
        return rows;
    }

    /// <summary>With the variants of pools among the inputs.</summary>
    public ResistanceData Pooled(ImmutableArray<VariantPool> pools)
    {
        var added = pools.SelectMany(pool => pool.Variants).Except(Inputs).ToImmutableHashSet();
        return this with { Pools = pools, PooledOnly = added, Inputs = [.. Inputs, .. added.Order()] };
    }

    /// <summary>Names of the inputs, in order.</summary>
    public ImmutableArray<string> InputNames => [.. Inputs.Select(input => Names[input])];
}

/// <summary>Variants of which any means the same, by a catalogue.</summary>
/// <param name="Name">What to call it, no variant's name.</param>
/// <param name="Variants">Their numbers, ascending.</param>
internal sealed record VariantPool(string Name, ImmutableArray<int> Variants);

/// <summary>A mutation that raises resistance to a drug, as a simulator drew it.</summary>
/// <param name="Drug">The drug's code.</param>
/// <param name="Variant">The variant's name.</param>
/// <param name="LogOdds">What it adds to the log-odds of resistance.</param>
/// <param name="Role">"cause", "compensatory" or "rare".</param>
internal sealed record KnownMechanism(string Drug, string Variant, double LogOdds, string Role);
