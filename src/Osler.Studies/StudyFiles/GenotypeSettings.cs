using System.Collections.Immutable;

namespace Osler.Studies;

/// <summary>How a study reads variants of genomes and what they resist; a study that has these settings is one on genotypes.</summary>
/// <remarks>
/// <c>data.path</c> is an archive (<c>.npz</c>) with the arrays <c>X</c> and <c>y</c>, or a table with a column for each
/// variant: 0 absent, 1 present, -1 (or empty) not determined. <c>data.outcome</c> names what is judged in common.
/// </remarks>
public sealed record GenotypeSettings
{
    /// <summary>Accession of the genome that positions count in.</summary>
    public string Reference { get; init; } = "NC_000962.3";

    /// <summary>
    /// Table of the drugs' labels where <c>data.path</c> is a table, relative to it; by default the one file beside it whose
    /// name has "label" in it.
    /// </summary>
    public string? Labels { get; init; }

    /// <summary>The column that names an isolate in both tables; null where both have the same rows in the same order.</summary>
    public string? Isolate { get; init; } = "isolate";

    /// <summary>The number that means resistant in the labels, 0 or 1; another is susceptible, -1 and empty are unknown.</summary>
    public int Resistant
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            field = value;
        }
    }

    /// <summary>The drugs, in the order of the labels; empty: as the data name them.</summary>
    public ImmutableArray<string> Drugs { get; init; } = [];

    /// <summary>Drugs whose mean is reported as that of first-line treatment.</summary>
    public ImmutableArray<string> FirstLine { get; init; } = ["RIF", "INH", "PZA", "EMB"];

    /// <summary>Variants of fewer isolates are no inputs, unless the archive itself says which are; at least 1, by default 30.</summary>
    public int LeastIsolates
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 30;

    /// <summary>
    /// Whether the network sees the bases of loci, aligned to the reference, in place of variants; <c>data.path</c> is then a
    /// folder of FASTA (or VCF) files, one isolate each, with the table of labels in it.
    /// </summary>
    public bool Sequences { get; init; }

    /// <summary>
    /// The loci whose bases are seen, by gene (<c>katG</c>) or place (<c>NC_000962.3:2153889-2156111</c>); empty: the
    /// positions that any isolate's file determines.
    /// </summary>
    public ImmutableArray<string> Loci { get; init; } = [];

    /// <summary>
    /// Variants that are no inputs although enough isolates have them: those that tell of how isolates were sequenced
    /// rather than of the isolates. Names that the data don't have are passed over.
    /// </summary>
    public ImmutableArray<string> LeaveOut { get; init; } = [];

    /// <summary>
    /// Whether, within each drug, resistant and susceptible isolates weigh alike, as in the paper: a label weighs what the
    /// other class's share of the training isolates is. By default false, which leaves probabilities calibrated.
    /// </summary>
    public bool Balanced { get; init; }

    /// <summary>How often the cross-validation is repeated with new folds; 1 to 20, by default 5.</summary>
    public int Repeats
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 20);
            field = value;
        }
    } = 5;

    /// <summary>
    /// Isolates that differ in at most so many determined variants are near-identical, and stay on one side of a second
    /// cross-validation; at least 0, by default 2. Null leaves that cross-validation out.
    /// </summary>
    public int? ClusterDistance
    {
        get;
        init
        {
            if (value is { } distance)
                ArgumentOutOfRangeException.ThrowIfNegative(distance, nameof(value));
            field = value;
        }
    } = 2;

    /// <summary>
    /// Catalogues of graded mutations (GARC1 or TBProfiler tables) to compare with, relative to the data; empty: those that
    /// lie beside the data.
    /// </summary>
    public ImmutableArray<string> Catalogues { get; init; } = [];

    /// <summary>
    /// Whether variants that the first of the catalogues grades as resistant to a drug are inputs together too, gene by gene,
    /// those among them that are too rare to be inputs by themselves as well.
    /// </summary>
    public bool CataloguePools { get; init; }
}
