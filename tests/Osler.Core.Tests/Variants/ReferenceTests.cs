using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

public sealed class ReferenceTests
{
    private static MemoryStream Bytes(string text) => new(Encoding.ASCII.GetBytes(text));

    [Fact]
    public void The_loci_are_what_their_summary_says()
    {
        Assert.Equal(31, H37Rv.Loci.Loci.Count);
        Assert.Equal(106_813, H37Rv.Loci.Loci.Sum(locus => locus.End - locus.Start + 1));
        Assert.Equal(45, H37Rv.Genes.Genes.Count);
        Assert.All(
            H37Rv.Genes.Genes,
            gene => Assert.DoesNotContain('N', H37Rv.Loci.Bases(gene.Start, gene.Length))
        );
    }

    [Fact]
    public void Genes_lie_where_the_annotation_s_file_puts_them()
    {
        var map = Gff3.Read(TuberculosisFiles.Path("h37rv_genome.gff.gz"), H37Rv.Loci);
        Assert.InRange(map.Genes.Count, 4000, 4300);
        foreach (var gene in H37Rv.Genes.Genes)
        {
            // The file has no oxyR', and names ribosomal RNA by name alone.
            var other = map.Find(gene.Locus) ?? map.Find(gene.Name);
            if (gene.Name == "oxyR'")
                continue;
            Assert.Equal(
                (gene.Name, gene.Start, gene.End, gene.Reverse),
                (gene.Name, other!.Start, other.End, other.Reverse)
            );
        }
    }

    [Fact]
    public void Numbers_within_a_gene_have_no_zero_and_go_both_ways()
    {
        foreach (var gene in (Gene[])[H37Rv.Genes.Find("katG")!, H37Rv.Genes.Find("rpoB")!])
            for (int position = gene.Start - 50; position <= gene.End + 50; position++)
            {
                int number = gene.Number(position);
                Assert.NotEqual(0, number);
                Assert.Equal(position, gene.Position(number));
            }
    }

    [Fact]
    public void Fasta_is_read_in_capitals_with_ambiguous_letters_as_N()
    {
        var records = Fasta.Read(Bytes(">a first\nacgu\nRYN\n\n>b\nAC-GT\r\n"), "x").ToArray();
        Assert.Equal([new("a", "ACGTNNN"), new FastaRecord("b", "AC-GT")], records);
        Assert.Equal(
            records,
            Fasta.Read(new MemoryStream(Vcf.Gzip(Encoding.ASCII.GetBytes(">a\nACGTNNN\n>b\nAC-GT"))), "x")
        );
    }

    [Theory]
    [InlineData("ACGT\n", "begins with '>'")]
    [InlineData(">a\n>b\nA\n", "no bases")]
    [InlineData(">a\nMKLPE\n", "stands for no base")]
    [InlineData(">a\nA\n>a\nC\n", "same name")]
    [InlineData(">\nA\n", "needs a name")]
    [InlineData(">a\n\0\n", "0x00")]
    public void Wrong_fasta_is_refused(string text, string what) =>
        Assert.Contains(
            what,
            Assert.Throws<DataException>(() => Fasta.Read(Bytes(text), "x").Count()).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_genome_of_another_species_is_refused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, ">other\nACGTACGT\n");
        var fault = Assert.Throws<DataException>(() => ReferenceSequence.FromFasta(path, H37Rv.Loci));
        Assert.Contains("8 bases; NC_000962.3 has 4,411,532", fault.What, StringComparison.Ordinal);
        File.WriteAllText(path, ">NC_000962.3\n" + new string('A', H37Rv.Loci.Length) + "\n");
        fault = Assert.Throws<DataException>(() => ReferenceSequence.FromFasta(path, H37Rv.Loci));
        Assert.Contains("another species or another version", fault.Remedy, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("hello\n", "##gff-version 3")]
    [InlineData("##gff-version 2\n", "another version")]
    [InlineData("##gff-version 3\nChromosome\tx\tgene\t1\t9\n", "5 cells")]
    [InlineData("##gff-version 3\nchr1\tx\tgene\t1\t9\t.\t+\t.\tID=a\n", "is not NC_000962.3")]
    [InlineData("##gff-version 3\nChromosome\tx\tgene\t9\t1\t.\t+\t.\tID=a\n", "can't be")]
    [InlineData("##gff-version 3\nChromosome\tx\tgene\t1\t9999999\t.\t+\t.\tID=a\n", "can't be")]
    [InlineData("##gff-version 3\nChromosome\tx\tgene\tone\t9\t.\t+\t.\tID=a\n", "no position")]
    [InlineData("##gff-version 3\nChromosome\tx\tgene\t1\t9\t.\t?\t.\tID=a\n", "strand")]
    [InlineData("##gff-version 3\n", "no genes")]
    public void Wrong_annotation_is_refused(string text, string what) =>
        Assert.Contains(
            what,
            Assert.Throws<DataException>(() => Gff3.Read(Bytes(text), "x", H37Rv.Loci)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Damaged_sequences_and_annotations_are_read_or_refused_and_never_break()
    {
        byte[] fasta = Encoding.ASCII.GetBytes(">one first\nACGTACGTNNRY\nACGT\n>two\nGGGTTT\n");
        byte[] gff = Encoding.ASCII.GetBytes(
            "##gff-version 3\nChromosome\tena\tgene\t100\t200\t.\t+\t.\tID=gene:a;Name=a%20b;biotype=protein_coding\n###\n"
                + "Chromosome\tena\trRNA\t300\t400\t.\t-\t.\tName=r\n"
        );
        byte[][] seeds = [fasta, gff, Vcf.Gzip(fasta), Vcf.Gzip(gff)];
        int read = 0;
        for (int i = 0; i < 8000; i++)
        {
            var random = new KeyedRandom(20261126, "fuzz FASTA and GFF", 0, i);
            byte[] file = [.. seeds[i % 4]];
            for (int change = random.Next(1, 5); change > 0; change--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            file = file[..random.Next(Math.Max(1, file.Length / 2), file.Length + 1)];
            try
            {
                read +=
                    i % 2 == 0
                        ? Fasta.Read(new MemoryStream(file), "x").Count()
                        : Gff3.Read(new MemoryStream(file), "x", H37Rv.Loci).Genes.Count;
            }
            catch (DataException fault)
            {
                Assert.DoesNotContain(fault.Message, char.IsControl);
            }
        }
        Assert.InRange(read, 100, 7900);
    }
}
