namespace Osler.Core.Variants.Calls;

/// <summary>What is thought of a position of which a file says nothing.</summary>
public enum Silence
{
    /// <summary>
    /// Not determined where the file tells of reference positions elsewhere (gVCF blocks, records without an alternate
    /// allele); else taken for the reference, and this is said.
    /// </summary>
    Auto,

    /// <summary>The reference's base.</summary>
    Reference,

    /// <summary>Not determined.</summary>
    Unknown,
}

/// <summary>How calls are read from a VCF file.</summary>
public sealed record CallSettings
{
    /// <summary>The defaults.</summary>
    public static CallSettings Default { get; } = new();

    /// <summary>The sample's name; null where the file must hold at most one.</summary>
    public string? Sample { get; init; }

    /// <summary>Fewer reads over a position than these leave it not determined. 0 and more; default 5.</summary>
    public int MinimumDepth { get; init; } = 5;

    /// <summary>
    /// From this share of reads on an alternate allele counts as present, where reads are told (AD, RO and AO, AF, VAF, FREQ,
    /// or INFO's DP4). 0 to 1; default
    /// 0.4, as the authors of the WDNN data set filter.
    /// </summary>
    public double PresentFrom { get; init; } = 0.4;

    /// <summary>
    /// Below this share of reads an alternate allele counts as absent; between it and <see cref="PresentFrom"/> the
    /// position is not determined. 0 to 1; default 0.1.
    /// </summary>
    public double AbsentBelow { get; init; } = 0.1;

    /// <summary>Filters (column FILTER and the format's FT) with which a record counts; default PASS and none (".").</summary>
    public IReadOnlyList<string> AcceptedFilters { get; init; } = ["PASS", "."];

    /// <summary>What silence means; default <see cref="Silence.Auto"/>.</summary>
    public Silence Silence { get; init; } = Silence.Auto;

    /// <summary>
    /// Records whose REF differs from the reference; one more is refused as another species or build. 0 and more;
    /// default 0. Such a record's positions are not determined.
    /// </summary>
    public int AllowedMismatches { get; init; }
}
