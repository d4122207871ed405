using System.Text;
using Osler.Core.Chance;
using Osler.Core.Variants;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

public sealed class AnnotationTests
{
    private static Mutation One(string record) => Assert.Single(Vcf.Read(record).Mutations);

    [Theory]
    [InlineData("2155168 C G", "katG_p.Ser315Thr", "katG@S315T", "c.944G>C", Effect.Missense)]
    [InlineData("761155 C T", "rpoB_p.Ser450Leu", "rpoB@S450L", "c.1349C>T", Effect.Missense)]
    [InlineData("4247429 A G", "embB_p.Met306Val", "embB@M306V", "c.916A>G", Effect.Missense)]
    [InlineData("1673425 C T", "fabG1_c.-15C>T", "fabG1@c-15t", "c.-15C>T", Effect.Upstream)]
    [InlineData("2289252 T C", "pncA_c.-11A>G", "pncA@a-11g", "c.-11A>G", Effect.Upstream)]
    [InlineData("1473246 A G", "rrs_n.1401A>G", "rrs@a1401g", "n.1401A>G", Effect.Rna)]
    [InlineData("4408100 GC G", "gid_p.Leu35fs", "gid@102_del_g", "c.102del", Effect.Frameshift)]
    [InlineData("1674048 G A", "fabG1_p.Leu203=", "fabG1@L203L&fabG1@g609a", "c.609G>A", Effect.Synonymous)]
    [InlineData("2288933 G C", "pncA_p.Tyr103*", "pncA@Y103!", "c.309C>G", Effect.StopGained)]
    [InlineData(
        "761080 TCGGCAC T",
        "rpoB_p.Gly426_Thr427del",
        "rpoB@1274_del_cggcac",
        "c.1276_1281del",
        Effect.Deletion
    )]
    [InlineData("761100 CAA AAT", "rpoB_p.Gln432Asn", "rpoB@Q432N", "c.1294_1296delinsAAT", Effect.Missense)]
    [InlineData("2289241 T G", "pncA_p.Met1?", "pncA@M1L", "c.1A>C", Effect.StartLost)]
    [InlineData("3074471 C T", "thyA_p.Met1=", "thyA@V1M", "c.1G>A", Effect.Synonymous)]
    public void Known_mutations_have_their_names(
        string record,
        string hgvs,
        string garc,
        string dna,
        Effect effect
    )
    {
        var mutation = One(record);
        Assert.Equal(
            (hgvs, garc, dna, effect),
            (mutation.Hgvs, mutation.Garc, mutation.Nucleotide, mutation.Effect)
        );
    }

    [Fact]
    public void Bases_of_one_codon_are_joined_across_records()
    {
        // embB's codon 306, ATG: to GTG and to ATA alone, together to GTA.
        var joined = Assert.Single(Vcf.Read("4247429 A G", "4247431 G A").Mutations);
        Assert.Equal(("embB_p.Met306Val", 2), (joined.Hgvs, joined.Calls.Length));
        Assert.Equal("c.916_918delinsGTA", joined.Nucleotide);
        Assert.Equal("embB@M306V", joined.Garc);
    }

    [Fact]
    public void Bases_of_different_molecules_are_not_joined() =>
        Assert.Equal(
            ["embB_p.Met306Val", "embB_p.Met306Ile"],
            Vcf.Read("4247429 A G PASS . GT 0/1", "4247431 G A PASS . GT 0/1").Mutations.Select(m => m.Hgvs)
        );

    [Fact]
    public void A_record_over_two_codons_is_one_mutation()
    {
        var mutation = One("7582 ACAG GCAC");
        Assert.Equal("gyrA_p.Asp94_Ser95delinsGlyThr", mutation.Hgvs);
        Assert.Equal(["D94G", "S95T"], mutation.GarcParts);
    }

    [Fact]
    public void Genes_that_overlap_each_get_the_mutation()
    {
        // embA ends at 4,246,517, embB begins at 4,246,514.
        var mutations = Vcf.Read(Vcf.Snv(4_246_515, 'A')).Mutations;
        Assert.Equal(["embA", "embB"], mutations.Select(mutation => mutation.Gene?.Name));
    }

    [Fact]
    public void A_whole_gene_may_be_lost()
    {
        var gene = H37Rv.Genes.Find("pncA")!;
        var lost = Vcf.Read(
            $"{gene.Start - 100} {H37Rv.Loci.At(gene.Start - 100)} <DEL> PASS END={gene.End + 100} GT 1/1"
        );
        Assert.Equal(
            Effect.GeneDeletion,
            Assert.Single(lost.Mutations, mutation => mutation.Gene == gene).Effect
        );
    }

    [Fact]
    public void Behind_a_gene_and_before_none_a_mutation_has_no_gene()
    {
        // rpoC ends at 767,320; the next gene that is known lies elsewhere.
        var mutation = One(Vcf.Snv(767_400, H37Rv.Loci.At(767_400) == 'A' ? 'C' : 'A'));
        Assert.Equal((null, Effect.Intergenic, ""), (mutation.Gene, mutation.Effect, mutation.Garc));
        Assert.StartsWith("NC_000962.3_g.767400", mutation.Hgvs, StringComparison.Ordinal);
    }

    /// <summary>Twin: the whole protein translated anew, before and after, for single bases on both strands.</summary>
    [Theory]
    [InlineData("katG")]
    [InlineData("rpoB")]
    [InlineData("pncA")]
    [InlineData("gyrB")]
    public void Proteins_agree_with_translating_all(string name)
    {
        var gene = H37Rv.Genes.Find(name)!;
        string before = Translated(gene, new Variant(gene.Start, "", ""));
        for (int i = 0; i < 300; i++)
        {
            var random = new KeyedRandom(3, name, 0, i);
            int position = random.Next(gene.Start + 3, gene.End - 5);
            string there = H37Rv.Loci.Bases(position, 1);
            string instead = "ACGT".Replace(there, "", StringComparison.Ordinal).Substring(random.Next(3), 1);
            var change = new Variant(position, there, instead);
            string after = Translated(gene, change);
            var mutation = Assert.Single(CallSet.Of([change]).Mutations, mutation => mutation.Gene == gene);
            int at = Enumerable.Range(0, before.Length).FirstOrDefault(j => before[j] != after[j], -1);
            if (at < 0)
                Assert.Equal(Effect.Synonymous, mutation.Effect);
            else
                Assert.Equal($"{before[at]}{at + 1}{after[at]}".Replace('*', '!'), mutation.GarcParts[0]);
        }
    }

    private static string Translated(Gene gene, Variant change)
    {
        var bases = new StringBuilder(H37Rv.Loci.Bases(gene.Start, gene.Length));
        bases
            .Remove(change.Position - gene.Start, change.Ref.Length)
            .Insert(change.Position - gene.Start, change.Alt);
        string text = bases.ToString();
        if (gene.Reverse)
            text = new string([
                .. text.Reverse().Select(letter => "TGCA"["ACGT".IndexOf(letter, StringComparison.Ordinal)]),
            ]);
        const string order = "TCAG";
        const string acids = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
        return string.Concat(
            text.Chunk(3)
                .Select(codon =>
                    acids[
                        order.IndexOf(codon[0], StringComparison.Ordinal) * 16
                            + order.IndexOf(codon[1], StringComparison.Ordinal) * 4
                            + order.IndexOf(codon[2], StringComparison.Ordinal)
                    ]
                )
        );
    }
}
