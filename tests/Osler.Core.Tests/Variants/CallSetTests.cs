using System.Text;
using Osler.Core.Chance;
using Osler.Core.Variants;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

public sealed class CallSetTests
{
    // katG's codon 315, on the reverse strand: reference C at 2,155,168.
    private const int Place = 2_155_168;

    [Fact]
    public void A_called_allele_is_a_change_and_the_rest_is_assumed_and_said()
    {
        var calls = Vcf.Read($"{Place} C G");
        Assert.Equal([new Variant(Place, "C", "G")], calls.Calls.Select(call => call.Variant));
        Assert.Equal(PositionState.Variant, calls.StateAt(Place));
        Assert.Equal(PositionState.Reference, calls.StateAt(Place + 1));
        Assert.Contains(
            calls.Assumptions,
            sentence => sentence.Contains("whether or not they were sequenced")
        );
    }

    [Fact]
    public void Silence_can_be_taken_as_not_determined() =>
        Assert.Equal(
            PositionState.Unknown,
            Vcf.Read(Vcf.Of($"{Place} C G"), new CallSettings { Silence = Silence.Unknown })
                .StateAt(Place + 1)
        );

    [Fact]
    public void Blocks_of_a_gvcf_tell_where_the_reference_is()
    {
        var calls = Vcf.Read(
            $"{Place - 50} {H37Rv.Loci.At(Place - 50)} <NON_REF> . END={Place - 1} GT:DP:MIN_DP 0/0:30:20",
            $"{Place} C G,<NON_REF> PASS . GT:DP:AD 1/1:30:0,30,0",
            $"{Place + 1} T <NON_REF> . END={Place + 9} GT:DP 0/0:2",
            $"{Place + 10} {H37Rv.Loci.At(Place + 10)} <NON_REF> . END={Place + 20} GT:DP ./.:0"
        );
        Assert.Equal(PositionState.Reference, calls.StateAt(Place - 1));
        Assert.Equal(PositionState.Variant, calls.StateAt(Place));
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place + 5));
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place + 15));
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place + 21));
        Assert.DoesNotContain(calls.Assumptions, sentence => sentence.Contains("whether or not"));
    }

    [Theory]
    [InlineData("PASS . GT:DP ./.:40")]
    [InlineData("PASS . GT .")]
    [InlineData("LowQual . GT 1/1")]
    [InlineData("PASS . GT:FT 1/1:badReads")]
    [InlineData("PASS . GT:DP 1/1:4")]
    [InlineData("PASS DP=4 GT 1/1")]
    [InlineData("PASS . GT:AD 0/1:80,20")]
    public void What_is_not_called_filtered_thin_or_between_is_not_determined(string rest)
    {
        var calls = Vcf.Read($"{Place} C G {rest}");
        Assert.Empty(calls.Calls);
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place));
    }

    [Theory]
    [InlineData("PASS . GT 0/0", PositionState.Reference)]
    [InlineData("PASS . GT:AD 0/1:95,5", PositionState.Reference)]
    [InlineData("PASS . GT:AD 0/1:50,50", PositionState.Variant)]
    [InlineData("PASS . GT:AD 1:0,30", PositionState.Variant)]
    [InlineData("PASS . GT 1|1", PositionState.Variant)]
    [InlineData("PASS . GT ./1", PositionState.Variant)]
    // freebayes
    [InlineData("PASS . GT:RO:AO 0/1:95:5", PositionState.Reference)]
    [InlineData("PASS . GT:RO:AO 0/1:50:50", PositionState.Variant)]
    [InlineData("PASS . GT:RO:AO 0/1:80:20", PositionState.Unknown)]
    // Mutect2, DeepVariant, VarScan
    [InlineData("PASS . GT:AF 0/1:0.05", PositionState.Reference)]
    [InlineData("PASS . GT:VAF 0/1:0.2", PositionState.Unknown)]
    [InlineData("PASS . GT:FREQ 0/1:95.5%", PositionState.Variant)]
    // samtools, LoFreq
    [InlineData("PASS DP4=50,45,3,2 GT 0/1", PositionState.Reference)]
    [InlineData("PASS DP4=1,0,40,50 GT 1/1", PositionState.Variant)]
    // VarScan
    [InlineData("PASS . GT:RD:AD:FREQ 0/1:95:5:5%", PositionState.Reference)]
    [InlineData("PASS . GT:RD:AD:FREQ 1/1:5:95:95%", PositionState.Variant)]
    // What can't be read is not believed, and INFO's AF may be of genotypes.
    [InlineData("PASS . GT:AF 0/1:much", PositionState.Unknown)]
    [InlineData("PASS . GT:AF 0/1:1.5", PositionState.Unknown)]
    [InlineData("PASS . GT:FREQ 0/1:5,3%", PositionState.Unknown)]
    [InlineData("PASS . GT:AD 0/1:NaN,2", PositionState.Unknown)]
    [InlineData("PASS . GT:AD 1/1:40", PositionState.Unknown)]
    [InlineData("PASS DP4=1,2,30 GT 1/1", PositionState.Unknown)]
    [InlineData("PASS . GT:RO:AO 0/1:95:.", PositionState.Variant)]
    [InlineData("PASS AF=0.05 GT 0/1", PositionState.Variant)]
    // Few reads, whoever tells of them.
    [InlineData("PASS . GT:AD 1/1:0,4", PositionState.Unknown)]
    [InlineData("PASS . GT:AD 1/1:0,0", PositionState.Unknown)]
    [InlineData("PASS . GT:RO:AO 1/1:0:3", PositionState.Unknown)]
    [InlineData("PASS DP=100;DP4=0,0,2,1 GT 1/1", PositionState.Unknown)]
    // The reference is called beside more reads of another allele than errors leave.
    [InlineData("PASS . GT:AD 0/0:61,39", PositionState.Unknown)]
    [InlineData("PASS . GT:AF 0/0:0.25", PositionState.Unknown)]
    [InlineData("PASS . GT:AD 0/0:95,5", PositionState.Reference)]
    // AD before the others.
    [InlineData("PASS DP4=50,50,0,0 GT:AD:AF 0/1:10,90:0.01", PositionState.Variant)]
    public void Genotype_and_reads_decide(string rest, PositionState state) =>
        Assert.Equal(state, Vcf.Read($"{Place} C G {rest}").StateAt(Place));

    [Theory]
    [InlineData("1/1:100,0")]
    [InlineData("0/0:0,100")]
    [InlineData("0:10,90")]
    public void A_genotype_that_its_own_reads_contradict_is_not_determined_and_said(string sample)
    {
        var calls = Vcf.Read($"{Place} C G PASS . GT:AD {sample}");
        Assert.Empty(calls.Calls);
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place));
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("its own reads contradict"));
    }

    [Fact]
    public void Reads_of_several_alternate_alleles_are_told_in_each_way()
    {
        foreach (string told in (string[])["GT:AD 1/2:2,50,48", "GT:RO:AO 1/2:2:50,48", "GT:AF 1/2:0.5,0.48"])
            Assert.Equal(
                [0.5, 0.48],
                Vcf.Read($"{Place} C G,T PASS . {told}")
                    .Calls.Select(call => Math.Round(call.Share!.Value, 2))
            );
        // Strands do not tell one alternate allele from another.
        Assert.All(
            Vcf.Read($"{Place} C G,T PASS DP4=1,1,40,40 GT 1/2").Calls,
            call => Assert.Null(call.Share)
        );
    }

    [Fact]
    public void Sites_without_a_sample_are_weighed_by_their_strands()
    {
        const string columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";
        CallSet Read(string info) =>
            Vcf.Read(
                System.Text.Encoding.ASCII.GetBytes(
                    $"##fileformat=VCFv4.2\n{columns}\nNC_000962.3\t{Place}\t.\tC\tG\t50\tPASS\t{info}\n"
                )
            );
        Assert.Single(Read("DP=100;DP4=2,1,50,47").Calls);
        Assert.Empty(Read("DP=100;DP4=50,47,2,1").Calls);
        Assert.Equal(PositionState.Unknown, Read("DP=100;DP4=40,40,10,10").StateAt(Place));
        Assert.Empty(Read("DP=2000;AF=0.05").Calls);
        Assert.Single(Read("DP=2000;AF=0.95").Calls);
        Assert.Single(Read("DP=2000").Calls);
    }

    [Theory]
    [InlineData("* PASS . GT:AD 1/1:0,50")]
    [InlineData("T,* PASS . GT 2/2")]
    public void An_allele_that_an_earlier_deletion_takes_is_not_the_reference(string rest)
    {
        Assert.Equal(PositionState.Unknown, Vcf.Read($"{Place} C {rest}").StateAt(Place));
        // Where the deletion is told, the change is.
        string before = H37Rv.Loci.Bases(Place - 1, 2);
        var told = Vcf.Read($"{Place - 1} {before} {before[0]}", $"{Place} C {rest}");
        Assert.Equal(PositionState.Variant, told.StateAt(Place));
    }

    [Fact]
    public void A_file_without_a_record_is_said_to_be_one_and_determines_nothing()
    {
        var calls = Vcf.Read();
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("no record at all"));
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place));
    }

    [Fact]
    public void A_call_beside_another_allele_is_marked_as_mixed()
    {
        var calls = Vcf.Read($"{Place} C G PASS . GT:AD 0/1:40,60");
        Assert.True(Assert.Single(calls.Calls).Mixed);
        Assert.Equal(0.6, calls.Calls[0].Share);
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("beside another allele"));
    }

    [Theory]
    [InlineData("0/2", "T")]
    [InlineData("1/2", "G,T")]
    [InlineData("2", "T")]
    public void Of_several_alternate_alleles_the_called_ones_count(string genotype, string alleles) =>
        Assert.Equal(
            alleles.Split(','),
            Vcf.Read($"{Place} C G,T PASS . GT {genotype}").Calls.Select(call => call.Variant.Alt)
        );

    [Fact]
    public void A_named_sample_is_read_among_others()
    {
        byte[] file = Encoding.ASCII.GetBytes(
            Encoding.ASCII.GetString(Vcf.File(Vcf.Columns.Replace("isolate", "one\ttwo\tthree")))
                + $"NC_000962.3\t{Place}\t.\tC\tG\t.\tPASS\t.\tGT:AD\t0/0:9,0\t1/1:0,9\t./.:0,0\n"
        );
        Assert.Equal(
            PositionState.Reference,
            Vcf.Read(file, new CallSettings { Sample = "one" }).StateAt(Place)
        );
        Assert.Equal(
            PositionState.Variant,
            Vcf.Read(file, new CallSettings { Sample = "two" }).StateAt(Place)
        );
        Assert.Equal(
            PositionState.Unknown,
            Vcf.Read(file, new CallSettings { Sample = "three" }).StateAt(Place)
        );
    }

    [Fact]
    public void A_symbolic_deletion_takes_its_bases_away()
    {
        var calls = Vcf.Read($"{Place} C <DEL> PASS END={Place + 100} GT 1/1");
        Assert.Equal(100, Assert.Single(calls.Calls).Variant.Ref.Length);
        Assert.Equal(PositionState.Variant, calls.StateAt(Place + 100));
        Assert.Equal(
            calls.Calls.Select(call => call.Variant),
            Vcf.Read($"{Place} C <DEL> PASS SVTYPE=DEL;SVLEN=-100 GT 1/1").Calls.Select(call => call.Variant)
        );
    }

    [Theory]
    [InlineData("<INS>")]
    [InlineData("<DUP:TANDEM>")]
    [InlineData("C[NC_000962.3:5000[")]
    [InlineData("N")]
    [InlineData("R")]
    public void What_can_t_be_read_is_not_determined(string alternate)
    {
        var calls = Vcf.Read($"{Place} C {alternate}");
        Assert.Empty(calls.Calls);
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place));
    }

    [Fact]
    public void An_allele_that_a_deletion_took_away_is_passed_over() =>
        Assert.Empty(Vcf.Read($"{Place} C * PASS . GT 1/1").Calls);

    [Fact]
    public void Sites_without_a_sample_count_as_present_and_this_is_said()
    {
        var calls = Vcf.Read(
            Encoding.ASCII.GetBytes(
                "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                    + $"Chromosome\t{Place}\t.\tC\tG,T\t.\t.\t.\r\n"
            )
        );
        Assert.Equal(2, calls.Calls.Length);
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("no sample"));
    }

    [Fact]
    public void Gzip_and_bgzip_read_as_the_plain_file_does()
    {
        byte[] plain = Vcf.Of($"{Place} C G", Vcf.Snv(Place + 3, 'A'));
        byte[] blocks = [.. Vcf.Gzip(plain[..70]), .. Vcf.Gzip(plain[70..]), .. Vcf.Gzip([])];
        var calls = Vcf.Read(plain).Calls;
        Assert.NotEmpty(calls);
        Assert.Equal(calls, Vcf.Read(Vcf.Gzip(plain)).Calls);
        Assert.Equal(calls, Vcf.Read(blocks).Calls);
    }

    [Fact]
    public void A_stream_that_gives_a_byte_at_a_time_reads_alike()
    {
        byte[] plain = Vcf.Of($"{Place} C G", Vcf.Snv(Place + 3, 'A'));
        var calls = Vcf.Read(plain).Calls;
        foreach (byte[] file in (byte[][])[plain, Vcf.Gzip(plain)])
            Assert.Equal(calls, CallSet.Read(Vcf.Dripping(file), "isolate.vcf").Calls);
    }

    [Fact]
    public void Records_outside_of_the_loci_are_counted_and_left_out()
    {
        var calls = Vcf.Read("1000000 A C", $"{Place} C G");
        Assert.Equal((2, 1), (calls.Counts.Records, calls.Counts.Elsewhere));
        Assert.Equal(PositionState.Unknown, calls.StateAt(1_000_000));
    }

    /// <summary>Twin: files of many samples, read by splitting text.</summary>
    [Fact]
    public void Reads_what_splitting_the_lines_reads()
    {
        string[] genotypes = ["0/0", "1/1", "0/1", "./.", "1", "0", ".", "2/2", "1|2"];
        for (int i = 0; i < 200; i++)
        {
            var random = new KeyedRandom(13, "twin", 0, i);
            int samples = random.Next(1, 6);
            string[] names = [.. Enumerable.Range(0, samples).Select(sample => $"s{sample}")];
            var lines = new List<string>();
            for (int position = Place; position < Place + 300; position += random.Next(1, 20))
            {
                char there = H37Rv.Loci.At(position);
                string others = string.Join(',', "ACGT".Where(letter => letter != there).Take(2));
                string cells = string.Join(
                    '\t',
                    names.Select(_ => $"{genotypes[random.Next(genotypes.Length)]}:{random.Next(0, 12)}")
                );
                lines.Add(
                    $"NC_000962.3\t{position}\t.\t{there}\t{others}\t.\t{(random.Next(5) == 0 ? "q10" : "PASS")}\t.\tGT:DP\t{cells}"
                );
            }
            byte[] file = Encoding.ASCII.GetBytes(
                "##fileformat=VCFv4.3\n"
                    + Vcf.Columns.Replace("isolate", string.Join('\t', names), StringComparison.Ordinal)
                    + "\n"
                    + string.Join('\n', lines)
            );
            int wanted = random.Next(samples);
            var calls = Vcf.Read(file, new CallSettings { Sample = names[wanted] });
            var expected = new List<Variant>();
            foreach (string[] cell in lines.Select(line => line.Split('\t')))
            {
                string[] own = cell[9 + wanted].Split(':');
                string[] alleles = own[0].Split('/', '|');
                int position = int.Parse(cell[1], null);
                bool counts =
                    cell[6] == "PASS" && alleles.Any(allele => allele != ".") && int.Parse(own[1], null) >= 5;
                var called = alleles
                    .Where(allele => allele is not ("." or "0"))
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .ToArray();
                Assert.Equal(
                    !counts ? PositionState.Unknown
                        : called.Length > 0 ? PositionState.Variant
                        : PositionState.Reference,
                    calls.StateAt(position)
                );
                if (counts)
                    expected.AddRange(
                        called.Select(allele => new Variant(
                            position,
                            cell[3],
                            cell[4].Split(',')[allele[0] - '1']
                        ))
                    );
            }
            Assert.Equal(expected, calls.Calls.Select(call => call.Variant));
        }
    }

    [Fact]
    public void Alleles_in_one_record_or_in_several_are_the_same_changes() =>
        Assert.Equal(
            Vcf.Read($"{Place} C G,T PASS . GT 1/2").Calls.Select(call => call.Variant),
            Vcf.Read($"{Place} C G PASS . GT 0/1", $"{Place} C T PASS . GT 0/1")
                .Calls.Select(call => call.Variant)
        );
}
