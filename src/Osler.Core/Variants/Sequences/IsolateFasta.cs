using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Sequences;

/// <summary>Reads an isolate's changes from its sequence: a whole chromosome on the reference's positions, or loci.</summary>
/// <remarks>
/// <para>
/// A file that holds one sequence as long as the reference is the chromosome base by base (a consensus, as <c>bcftools
/// consensus</c> or snippy's <c>.aligned.fa</c> make it). On it a gap stands for a deletion or for a place that no read
/// covers, which can't be told apart, so it is not determined; insertions have no place on it.
/// </para>
/// <para>
/// Else each sequence is a locus, named by its place (<c>NC_000962.3:2153889-2156111</c>) or by its gene (<c>katG</c>, read
/// in the gene's direction or the chromosome's). One that is as long as its locus and has gaps, or is much like it, is taken as aligned: a gap
/// within it is a deletion, gaps at its ends are not determined. Any other is aligned to the locus here
/// (<see cref="PairwiseAlignment"/>), its gaps left out: insertions and deletions are found, what lacks at its ends is not
/// determined. Positions of which the file says nothing are not determined, and so are ambiguous bases.
/// </para>
/// <para>Contigs of an assembly can't be placed; reads have to be mapped, and variants called, elsewhere.</para>
/// </remarks>
public static class IsolateFasta
{
    // Of strains of the species fewer than one base in a hundred of these loci differs.
    private const double LeastAlike = 0.9;
    private const double Aligned = 0.98;
    private const int MostShift = 2000;
    private const int ChromosomeFrom = 1_000_000;

    private static readonly string[] s_endings = [".fasta", ".fa", ".fna", ".fas"];

    /// <summary>Is this a FASTA file by its name (.fasta, .fa, .fna or .fas, gzipped or not)?</summary>
    public static bool IsFasta(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return s_endings.Any(end =>
            path.EndsWith(end, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(end + ".gz", StringComparison.OrdinalIgnoreCase)
        );
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Plain or gzipped.</param>
    /// <param name="reference">Bases where they are known.</param>
    /// <param name="genes">By which loci and changes are named.</param>
    /// <exception cref="DataException">
    /// No FASTA; a chromosome beside other sequences; a sequence that names no locus, or is unlike its locus; a chromosome of another length or species.
    /// </exception>
    public static CallSet Read(string path, ReferenceSequence reference, GeneMap genes)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(genes);
        return Read(Fasta.Read(path, reference.Length + 1), path, reference, genes);
    }

    /// <summary>Reads a stream against the loci of H37Rv.</summary>
    /// <param name="stream">Read to its end and closed.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">As for a file.</exception>
    public static CallSet Read(Stream stream, string where) =>
        Read(Fasta.Read(stream, where, H37Rv.Loci.Length + 1), where, H37Rv.Loci, H37Rv.Genes);

    private static CallSet Read(
        IEnumerable<FastaRecord> records,
        string file,
        ReferenceSequence reference,
        GeneMap genes
    )
    {
        var changes = new SequenceChanges(reference);
        int before = 0;
        foreach (var record in records)
        {
            string where = $"{file}, sequence '{record.Name}'";
            if (changes.Chromosomes > 0 || (before++ > 0 && record.Bases.Length == reference.Length))
                throw new DataException(
                    "The file holds a whole chromosome and another sequence.",
                    where,
                    "Give each isolate a file of its own, with its chromosome alone or its loci."
                );
            if (record.Bases.Length == reference.Length)
                Chromosome(record.Bases, reference, changes, where);
            else
                Locus(record, reference, genes, changes, where);
        }
        return changes.Determined
            ? changes.ToCallSet(genes)
            : throw new DataException(
                "No base of any sequence is known.",
                file,
                "Give the sequences of an isolate."
            );
    }

    private static void Chromosome(
        string bases,
        ReferenceSequence reference,
        SequenceChanges changes,
        string where
    )
    {
        (int same, int known) = (0, 0);
        foreach (var (start, end) in reference.Loci)
        {
            int length = end - start + 1;
            var own = Alike(bases.AsSpan(start - 1, length), reference.Bases(start, length));
            (same, known) = (same + own.Same, known + own.Known);
        }
        if (same < Aligned * known)
            throw Unlike(same, known, reference.Name, where);
        foreach (var (start, end) in reference.Loci)
            for (int position = start; position <= end; position++)
                changes.Pair(position, bases[position - 1] == '-' ? 'N' : bases[position - 1]);
        changes.Chromosomes++;
    }

    private static void Locus(
        FastaRecord record,
        ReferenceSequence reference,
        GeneMap genes,
        SequenceChanges changes,
        string where
    )
    {
        var (start, end) = PlaceOf(record.Name, reference, genes) ?? throw NoLocus(record, reference, where);
        if (!reference.Knows(start) || !reference.Knows(end))
            throw new DataException(
                $"The locus from {start:N0} to {end:N0} is not among the stretches of {reference.Name} that are known here.",
                where,
                "Take it out, or give the whole chromosome with --reference."
            );
        string there = reference.Bases(start, end - start + 1);
        if (record.Bases.Length == there.Length)
            foreach (string strand in (string[])[record.Bases, Nucleotides.ReverseComplement(record.Bases)])
            {
                var (alike, compared) = Alike(strand, there);
                double least = strand.Contains('-', StringComparison.Ordinal) ? LeastAlike : Aligned;
                if (compared == 0 || alike < least * compared)
                    continue;
                Columns(strand, start, changes);
                changes.OnColumns++;
                return;
            }
        // Not sequenced, or masked.
        if (!record.Bases.AsSpan().ContainsAny("ACGT"))
            return;
        string bare = record.Bases.Replace("-", "", StringComparison.Ordinal);
        if (Math.Abs(bare.Length - there.Length) > MostShift)
            throw new DataException(
                $"The sequence has {bare.Length:N0} bases and its locus {there.Length:N0}; at most {MostShift:N0} more or fewer can be aligned.",
                where,
                "Cut it to its locus."
            );
        var (alignment, sequence) = Fitting(there, bare);
        var pairs = alignment?.Pairs ?? [];
        int same = pairs.Count(pair =>
            pair is { Reference: >= 0, Sequence: >= 0 } && there[pair.Reference] == sequence[pair.Sequence]
        );
        int unknown = pairs.Count(pair => pair.Sequence >= 0 && sequence[pair.Sequence] == 'N');
        if (same < LeastAlike * (pairs.Length - unknown) || pairs.Length - unknown < there.Length / 10)
            throw Unlike(same, pairs.Length - unknown, record.Name, where);
        changes.Aligned++;
        Pairs(pairs, sequence, start, changes);
    }

    // The strand that fits better; the other one is not tried where the first fits nearly as well as any can.
    private static (PairwiseAlignment? Alignment, string Sequence) Fitting(string there, string bases)
    {
        var own = PairwiseAlignment.Of(there, bases);
        if (own?.Score > 0.75 * Math.Min(there.Length, bases.Length))
            return (own, bases);
        string turned = Nucleotides.ReverseComplement(bases);
        var other = PairwiseAlignment.Of(there, turned);
        return other is not null && other.Score > (own?.Score ?? 0) ? (other, turned) : (own, bases);
    }

    // Gaps at the ends are where the sequence begins and ends.
    private static void Columns(string bases, int start, SequenceChanges changes)
    {
        int first = bases.AsSpan().IndexOfAnyExcept('-');
        int last = bases.AsSpan().LastIndexOfAnyExcept('-');
        for (int i = first; i <= last; i++)
            changes.Pair(start + i, bases[i]);
    }

    private static void Pairs(
        ImmutableArray<(int Reference, int Sequence)> pairs,
        string sequence,
        int start,
        SequenceChanges changes
    )
    {
        int before = start - 1;
        var inserted = new StringBuilder();
        foreach (var (reference, other) in pairs)
        {
            if (reference < 0)
            {
                inserted.Append(sequence[other]);
                continue;
            }
            changes.Insert(before + 1, inserted.ToString());
            inserted.Clear();
            before = start + reference;
            changes.Pair(before, other < 0 ? '-' : sequence[other]);
        }
    }

    // Of the bases that are known on both sides.
    private static (int Same, int Known) Alike(ReadOnlySpan<char> bases, string reference)
    {
        (int same, int known) = (0, 0);
        for (int i = 0; i < bases.Length; i++)
        {
            if (bases[i] is 'N' or '-' || reference[i] == 'N')
                continue;
            known++;
            same += bases[i] == reference[i] ? 1 : 0;
        }
        return (same, known);
    }

    /// <summary>The first and last position of a locus, by its gene's name or its place; null where it is neither.</summary>
    /// <param name="name">E.g. <c>katG</c> or <c>NC_000962.3:2153889-2156111</c>.</param>
    /// <param name="reference">Whose places.</param>
    /// <param name="genes">By name.</param>
    public static (int Start, int End)? PlaceOf(string name, ReferenceSequence reference, GeneMap genes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(genes);
        if (genes.Find(name) is { } gene)
            return (gene.Start, gene.End);
        int colon = name.LastIndexOf(':');
        int dash = name.LastIndexOf('-');
        return
            colon > 0
            && dash > colon
            && reference.IsNamed(name[..colon])
            && Number(name.AsSpan(colon + 1, dash - colon - 1)) is { } start
            && Number(name.AsSpan(dash + 1)) is { } end
            && start <= end
            && end <= reference.Length
            ? (start, end)
            : null;
    }

    private static int? Number(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : null;

    private static DataException NoLocus(FastaRecord record, ReferenceSequence reference, string where) =>
        record.Bases.Length >= ChromosomeFrom
            ? new DataException(
                $"The sequence has {record.Bases.Length:N0} bases and {reference.Name} {reference.Length:N0}, so it is not on its positions.",
                where,
                "Call variants against it (a VCF file), or make a consensus on its positions."
            )
            : new DataException(
                "The sequence's name is no locus.",
                where,
                $"Name it by its gene (katG) or its place ({reference.Name}:2153889-2156111). Contigs of an assembly can't be placed here: call variants, and give the VCF file."
            );

    private static DataException Unlike(int same, int known, string what, string where) =>
        new(
            known == 0
                ? $"No base of the sequence is known, or none beside one of {what}."
                : $"Of {known:N0} bases only {same:N0} are those of {what}.",
            where,
            "It is another locus, another species, or not aligned."
        );
}
