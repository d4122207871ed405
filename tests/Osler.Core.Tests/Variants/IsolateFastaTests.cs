using System.Globalization;
using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Variants;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Core.Tests.Variants;

/// <summary>An isolate's changes from its sequence.</summary>
public sealed class IsolateFastaTests
{
    private static readonly (int Start, int End) KatG = (2153889, 2156111);

    [Fact]
    public void The_references_own_loci_have_no_change_and_are_determined()
    {
        var file = new StringBuilder();
        foreach (var (start, end) in H37Rv.Loci.Loci)
            file.Append(
                CultureInfo.InvariantCulture,
                $">NC_000962.3:{start}-{end}\n{H37Rv.Loci.Bases(start, end - start + 1).ToLowerInvariant()}\n"
            );
        var calls = Read(file.ToString());
        Assert.Empty(calls.Calls);
        Assert.True(
            H37Rv.Loci.Loci.All(locus => calls.Determined(locus.Start, locus.End)),
            "a position of a locus is not determined"
        );
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void An_assembled_locus_gives_back_the_changes_that_were_put_into_it(int seed, bool turned)
    {
        var (start, end) = KatG;
        var random = new KeyedRandom(seed, "changes");
        var changes = new List<Variant>();
        for (int at = start + 20; at < end - 40; at += random.Next(35, 90))
            changes.Add(Change(random, at));
        string locus = Applied(start, end, changes);
        var calls = Read($">katG\n{(turned ? Nucleotides.ReverseComplement(locus) : locus)}\n");
        Assert.Equal(
            CallSet.Of(changes).Calls.Select(call => call.Variant),
            calls.Calls.Select(call => call.Variant)
        );
        Assert.True(calls.Determined(start + 1, end - 1));
        Assert.Contains(
            "1 sequence was aligned to the locus",
            calls.Assumptions[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_an_aligned_locus_a_gap_is_a_deletion_and_at_the_ends_not_determined()
    {
        var (start, end) = KatG;
        char[] bases = H37Rv.Loci.Bases(start, end - start + 1).ToCharArray();
        bases.AsSpan(0, 30).Fill('-');
        bases.AsSpan(100, 6).Fill('-');
        bases[2155168 - start] = 'G';
        bases[300] = 'N';
        var calls = Read($">NC_000962.3:{start}-{end}\n{new string(bases)}\n");
        Assert.Equal(
            CallSet
                .Of([
                    new Variant(2155168, "C", "G"),
                    new Variant(start + 100, H37Rv.Loci.Bases(start + 100, 6), ""),
                ])
                .Calls.Select(call => call.Variant),
            calls.Calls.Select(call => call.Variant)
        );
        Assert.Contains(calls.Mutations, mutation => mutation.Hgvs == "katG_p.Ser315Thr");
        Assert.Equal(PositionState.Unknown, calls.StateAt(start + 29));
        Assert.Equal(PositionState.Reference, calls.StateAt(start + 30));
        Assert.Equal(PositionState.Unknown, calls.StateAt(start + 300));
        // Another gene's positions are not told of.
        Assert.Equal(PositionState.Unknown, calls.StateAt(761155));
    }

    [Fact]
    public void A_shorter_or_a_longer_sequence_determines_what_it_reaches()
    {
        var (start, end) = KatG;
        string locus = H37Rv.Loci.Bases(start, end - start + 1);
        var shorter = Read($">katG\n{locus[60..^40]}\n");
        Assert.Empty(shorter.Calls);
        Assert.Equal(PositionState.Unknown, shorter.StateAt(start + 59));
        Assert.True(shorter.Determined(start + 60, end - 40));
        Assert.Equal(PositionState.Unknown, shorter.StateAt(end - 39));
        var longer = Read(
            $">katG\n{H37Rv.Loci.Bases(start - 50, 50)}{locus}{H37Rv.Loci.Bases(end + 1, 70)}\n"
        );
        Assert.Empty(longer.Calls);
        Assert.True(longer.Determined(start, end));
    }

    [Fact]
    public void A_whole_chromosome_is_read_base_by_base_and_its_gaps_are_not_determined()
    {
        char[] bases = Chromosome();
        bases[761155 - 1] = 'T';
        bases[2155168 - 1] = '-';
        bases[7582 - 1] = 'R';
        var calls = Read($">my isolate\n{new string(bases)}\n");
        Assert.Equal([new Variant(761155, "C", "T")], calls.Calls.Select(call => call.Variant));
        Assert.Equal(PositionState.Unknown, calls.StateAt(2155168));
        Assert.Equal(PositionState.Unknown, calls.StateAt(7582));
        Assert.Equal(PositionState.Reference, calls.StateAt(7583));
        Assert.Contains(
            calls.Assumptions,
            said => said.Contains("gaps were taken as not determined", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_whole_chromosome_beside_another_sequence_is_refused()
    {
        string whole = $">genome\n{new string(Chromosome())}\n";
        string locus = $">katG\n{H37Rv.Loci.Bases(KatG.Start, KatG.End - KatG.Start + 1)}\n";
        foreach (
            string file in (string[])
                [
                    whole + whole.Replace(">genome", ">other", StringComparison.Ordinal),
                    whole + locus,
                    locus + whole,
                ]
        )
            Refuses(file, "a whole chromosome and another sequence");
    }

    [Theory]
    [InlineData(">contig_1\nACGTACGT\n", "name is no locus")]
    [InlineData(">NC_000962.3:2153889-\nACGT\n", "name is no locus")]
    [InlineData(">NC_000962.3:1000000-1000100\nACGT\n", "not among the stretches")]
    [InlineData(">katG\nACGT\n", "at most 2,000 more or fewer")]
    [InlineData(">katG\nMKLPE\n", "stands for no base")]
    [InlineData("##fileformat=VCFv4.2\n", "begins with '>'")]
    public void Wrong_sequences_are_refused(string file, string what) => Refuses(file, what);

    [Fact]
    public void Another_gene_another_length_or_another_species_is_refused()
    {
        Refuses($">katG\n{H37Rv.Loci.Bases(759807, KatG.End - KatG.Start + 1)}\n", "katG");
        Refuses($">katG\n{new string('N', KatG.End - KatG.Start + 1)}\n", "No base of any sequence is known");
        Refuses($">genome\n{new string('A', 2_000_000)}\n", "has 2,000,000 bases");
        Refuses($">genome\n{new string('A', H37Rv.Loci.Length)}\n", "only");
    }

    [Fact]
    public void Damaged_sequences_are_read_or_refused_and_never_break()
    {
        var (start, end) = (7302, 7400);
        string locus = H37Rv.Loci.Bases(start, end - start + 1);
        byte[] good = Encoding.ASCII.GetBytes(
            $">NC_000962.3:{start}-{end}\n{locus[..40]}\n{locus[40..]}\n>NC_000962.3:{start + 9}-{end}\n{locus[12..]}\n"
        );
        byte[][] seeds = [good, Vcf.Gzip(good)];
        int read = 0;
        for (int i = 0; i < 3000; i++)
        {
            var random = new KeyedRandom(20261126, "fuzz isolate FASTA", 0, i);
            byte[] file = [.. seeds[i % 4 == 0 ? 1 : 0]];
            for (int change = random.Next(1, 5); change > 0; change--)
                file[random.Next(file.Length)] =
                    random.Next(2) == 0 ? (byte)"ACGTN-\n>:0"[random.Next(10)] : (byte)random.Next(256);
            file = file[..random.Next(Math.Max(1, file.Length / 2), file.Length + 1)];
            try
            {
                read += IsolateFasta.Read(new MemoryStream(file), "x").Mutations.Length >= 0 ? 1 : 0;
            }
            catch (DataException fault)
            {
                Assert.DoesNotContain(fault.Message, char.IsControl);
            }
        }
        Assert.InRange(read, 100, 2900);
    }

    private static CallSet Read(string file) =>
        IsolateFasta.Read(new MemoryStream(Encoding.ASCII.GetBytes(file)), "isolate.fasta");

    private static void Refuses(string file, string what)
    {
        var fault = Assert.Throws<DataException>(() => Read(file));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.StartsWith("isolate.fasta", fault.Where, StringComparison.Ordinal);
    }

    private static char[] Chromosome()
    {
        char[] bases = new char[H37Rv.Loci.Length];
        Array.Fill(bases, 'N');
        foreach (var (start, end) in H37Rv.Loci.Loci)
            H37Rv.Loci.Bases(start, end - start + 1).CopyTo(0, bases, start - 1, end - start + 1);
        return bases;
    }

    private static Variant Change(KeyedRandom random, int at)
    {
        int length = random.Next(1, 8);
        return random.Next(3) switch
        {
            0 => new Variant(at, H37Rv.Loci.Bases(at, length), ""),
            1 => new Variant(at, "", Bases(random, length)),
            _ => new Variant(
                at,
                H37Rv.Loci.Bases(at, 1),
                "ACGT"
                    .Replace(H37Rv.Loci.Bases(at, 1), "", StringComparison.Ordinal)
                    .Substring(random.Next(3), 1)
            ),
        };
    }

    private static string Bases(KeyedRandom random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => "ACGT"[random.Next(4)]));

    private static string Applied(int start, int end, IEnumerable<Variant> changes)
    {
        var bases = new StringBuilder(H37Rv.Loci.Bases(start, end - start + 1));
        foreach (var change in changes.OrderByDescending(change => change.Position))
            bases
                .Remove(change.Position - start, change.Ref.Length)
                .Insert(change.Position - start, change.Alt);
        return bases.ToString();
    }
}
