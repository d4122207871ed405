namespace Osler.Core.Variants.Annotation;

/// <summary>What a mutation does to its gene.</summary>
public enum Effect
{
    /// <summary>Other codons for the same amino acids.</summary>
    Synonymous,

    /// <summary>Other amino acids, as many as before.</summary>
    Missense,

    /// <summary>The protein ends too early.</summary>
    StopGained,

    /// <summary>The protein does not end where it did.</summary>
    StopLost,

    /// <summary>The first codon no longer begins a protein.</summary>
    StartLost,

    /// <summary>Bases lost or gained that are no multiple of three.</summary>
    Frameshift,

    /// <summary>Whole codons gained.</summary>
    Insertion,

    /// <summary>Whole codons lost.</summary>
    Deletion,

    /// <summary>Amino acids replaced by fewer or more others, in frame.</summary>
    Replacement,

    /// <summary>A part of the gene is lost together with what lies beside it, or the whole gene.</summary>
    GeneDeletion,

    /// <summary>Within a gene whose RNA works itself.</summary>
    Rna,

    /// <summary>Before a gene, where its promoter may be.</summary>
    Upstream,

    /// <summary>Between genes, before none.</summary>
    Intergenic,
}
