using System.Collections.Immutable;

namespace Osler.Core.Variants.Reference;

/// <summary>A gene: where it lies and how it is read.</summary>
/// <param name="Name">As the catalogues write it, e.g. <c>katG</c>.</param>
/// <param name="Locus">Its systematic name, e.g. <c>Rv1908c</c>.</param>
/// <param name="Start">Smallest position, from 1, included.</param>
/// <param name="End">Largest position, included.</param>
/// <param name="Reverse">Read from the end to the start, on the other strand.</param>
/// <param name="Coding">Translated to a protein; else its RNA works itself.</param>
/// <param name="OtherNames">Other names.</param>
public sealed record Gene(
    string Name,
    string Locus,
    int Start,
    int End,
    bool Reverse,
    bool Coding,
    IReadOnlyList<string> OtherNames
)
{
    /// <summary>Bases.</summary>
    public int Length => End - Start + 1;

    /// <summary>Does it contain this position?</summary>
    /// <param name="position">On the chromosome, from 1.</param>
    public bool Contains(int position) => position >= Start && position <= End;

    /// <summary>
    /// The position within the gene in its own direction: 1 for the first base, -1 for the one before it (there is no 0),
    /// more than <see cref="Length"/> behind it.
    /// </summary>
    /// <param name="position">On the chromosome, from 1.</param>
    public int Number(int position)
    {
        int number = Reverse ? End - position + 1 : position - Start + 1;
        return number > 0 ? number : number - 1;
    }

    /// <summary>The reverse of <see cref="Number"/>.</summary>
    /// <param name="number">Within the gene; not 0.</param>
    public int Position(int number)
    {
        int from = number > 0 ? number : number + 1;
        return Reverse ? End - from + 1 : Start + from - 1;
    }

    /// <summary>Bases of the chromosome in the gene's own direction, or the gene's in that of the chromosome.</summary>
    internal string OnStrand(string bases) => Reverse ? Nucleotides.ReverseComplement(bases) : bases;

    /// <summary>The reference's base at a number within the gene, as the gene reads it.</summary>
    /// <param name="number">As of <see cref="Position"/>.</param>
    /// <param name="reference">Where the gene is.</param>
    internal char BaseAt(int number, ReferenceSequence reference)
    {
        char there = reference.At(Position(number));
        return Reverse ? Nucleotides.Complement(there) : there;
    }

    /// <summary>The positions of a codon's three bases, in the gene's own direction.</summary>
    /// <param name="number">From 1.</param>
    internal ImmutableArray<int> Codon(int number) =>
        [.. Enumerable.Range(number * 3 - 2, 3).Select(Position)];
}
