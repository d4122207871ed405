using Osler.Core.Faults;

namespace Osler.Core.Variants.Reference;

/// <summary>A reference chromosome, whole or only in the stretches (loci) that are known.</summary>
public sealed class ReferenceSequence
{
    // Index: the position, from 1; 0 where the base is not known.
    private readonly byte[] _bases;
    private readonly List<(int Start, int End)> _loci = [];

    /// <param name="name">The chromosome's name, with its version.</param>
    /// <param name="otherNames">Other names under which files know the same sequence.</param>
    /// <param name="length">Bases, known or not.</param>
    internal ReferenceSequence(string name, IEnumerable<string> otherNames, int length)
    {
        Name = name;
        OtherNames = [.. otherNames];
        Length = length;
        _bases = new byte[length + 1];
    }

    /// <summary>The chromosome's name, with its version, e.g. <c>NC_000962.3</c>.</summary>
    public string Name { get; }

    /// <summary>Other names of the same sequence.</summary>
    public IReadOnlyList<string> OtherNames { get; }

    /// <summary>Bases, known or not.</summary>
    public int Length { get; }

    /// <summary>The known stretches, ascending, apart from each other; both ends included, from 1.</summary>
    public IReadOnlyList<(int Start, int End)> Loci => _loci;

    /// <summary>The base at a position in capitals; N where it is not known or outside.</summary>
    /// <param name="position">From 1.</param>
    public char At(int position) =>
        (uint)(position - 1) < (uint)Length && _bases[position] != 0 ? (char)_bases[position] : 'N';

    /// <summary>Is the base at this position known?</summary>
    /// <param name="position">From 1; false outside.</param>
    public bool Knows(int position) => (uint)(position - 1) < (uint)Length && _bases[position] != 0;

    /// <summary>Is any base from start to end (included) known?</summary>
    /// <param name="start">From 1.</param>
    /// <param name="end">Included; may be before the start, and then nothing is.</param>
    public bool KnowsAny(int start, int end)
    {
        if (end < start)
            return false;
        if (Knows(start))
            return true;
        foreach (var locus in _loci)
            if (locus.Start <= end && locus.End >= start)
                return true;
        return false;
    }

    /// <summary>The bases from a position on, N where one is not known.</summary>
    /// <param name="start">From 1.</param>
    /// <param name="length">Bases; 0 or more.</param>
    public string Bases(int start, int length) =>
        string.Create(
            length,
            (this, start),
            static (target, source) =>
            {
                for (int i = 0; i < target.Length; i++)
                    target[i] = source.Item1.At(source.start + i);
            }
        );

    /// <summary>Is this one of the sequence's names?</summary>
    /// <param name="name">A contig's name in a file.</param>
    public bool IsNamed(string name) => name == Name || OtherNames.Contains(name, StringComparer.Ordinal);

    /// <summary>Reads a whole chromosome from a FASTA file (plain or gzipped) that holds it alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The chromosome that it must be: same length, same bases where they are known.</param>
    /// <exception cref="DataException">Several sequences, another length, other bases: another species or version.</exception>
    public static ReferenceSequence FromFasta(string path, ReferenceSequence like)
    {
        ArgumentNullException.ThrowIfNull(like);
        var sequence = new ReferenceSequence(like.Name, like.OtherNames, like.Length);
        bool found = false;
        foreach (var record in Fasta.Read(path, like.Length + 1))
        {
            if (found)
                throw new DataException(
                    "The file holds several sequences; one chromosome is needed.",
                    path,
                    "Keep the chromosome alone."
                );
            found = true;
            if (record.Bases.Length != like.Length)
                throw new DataException(
                    $"The sequence has {record.Bases.Length:N0} bases; {like.Name} has {like.Length:N0}.",
                    path,
                    $"It is another species or another version; {like.Name} is needed."
                );
            sequence.Add(1, record.Bases);
        }
        if (!found)
            throw new DataException("The file holds no sequence.", path);
        foreach (var (start, end) in like.Loci)
            for (int position = start; position <= end; position++)
                if (sequence.At(position) != like.At(position))
                    throw new DataException(
                        $"Position {position:N0} is {sequence.At(position)}; in {like.Name} it is {like.At(position)}.",
                        path,
                        $"It is another species or another version; {like.Name} is needed."
                    );
        return sequence;
    }

    internal void Add(int start, string bases)
    {
        for (int i = 0; i < bases.Length; i++)
            _bases[start + i] = bases[i] == 'N' ? (byte)0 : (byte)bases[i];
        _loci.Add((start, start + bases.Length - 1));
    }
}
