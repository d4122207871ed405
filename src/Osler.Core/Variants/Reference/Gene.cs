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

    /// <summary>Is it known by this name?</summary>
    /// <param name="name">A name or a locus.</param>
    public bool IsNamed(string name) =>
        name == Name || name == Locus || OtherNames.Contains(name, StringComparer.Ordinal);
}
