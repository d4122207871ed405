using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Variants.Calls;

namespace Osler.Core.Tests.Variants;

/// <summary>A wrong file gets one clear error: what, where, what to do.</summary>
public sealed class WrongVcfTests
{
    private static readonly byte[] Good = Vcf.Of(
        "7582 A G",
        "7585 G C",
        "761155 C T",
        "2155168 C G PASS . GT:DP:AD 1/1:30:0,30"
    );

    private static void Refuses(byte[] file, string what, CallSettings? settings = null)
    {
        var fault = Vcf.Refused(file, settings);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains("isolate.vcf", fault.Where, StringComparison.Ordinal);
        Assert.DoesNotContain("line 0", fault.Where, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    private static byte[] With(string from, string to) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Good).Replace(from, to, StringComparison.Ordinal));

    [Theory]
    [InlineData("chr1")]
    [InlineData("NC_002945.4")]
    [InlineData("NC_000962.2")]
    public void Of_another_species_or_build_by_the_contig_s_name(string contig) =>
        Refuses(With("NC_000962.3", contig), $"'{contig}' is not NC_000962.3");

    [Fact]
    public void Of_another_build_by_the_contig_s_length() =>
        Refuses(
            With("#CHROM", "##contig=<ID=NC_000962.3,length=4411529>\n#CHROM"),
            "4411529 bases; NC_000962.3 has 4,411,532"
        );

    [Theory]
    [InlineData("##contig=<ID=NC_002945.4,length=4349904>\n", "NC_002945.4")]
    [InlineData("##contig=<ID=chr1,length=248956422>\n##contig=<ID=chr2>\n", "chr1")]
    public void Of_another_species_by_the_header_s_contigs_though_it_has_no_record(
        string contigs,
        string first
    )
    {
        string none = Encoding.ASCII.GetString(Vcf.Of());
        Refuses(Headed(contigs), $"'{first}' is not NC_000962.3");
        // Beside the reference, by a name or by its length, others may stand.
        foreach (string own in (string[])["ID=NC_000962.3", "ID=mine,length=4411532"])
            Assert.Empty(Vcf.Read(Headed($"{contigs}##contig=<{own}>\n")).Calls);

        byte[] Headed(string lines) =>
            Encoding.ASCII.GetBytes(none.Replace("#CHROM", lines + "#CHROM", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mark_of_byte_order_is_no_fault() =>
        Assert.Equal(Vcf.Read(Good).Calls, Vcf.Read([0xEF, 0xBB, 0xBF, .. Good]).Calls);

    [Fact]
    public void Of_another_build_by_its_bases()
    {
        Refuses(Vcf.Of("7582 T G"), "REF has T at 7,582; NC_000962.3 has A");
        var calls = Vcf.Read(Vcf.Of("7582 T G"), new CallSettings { AllowedMismatches = 1 });
        Assert.Equal(PositionState.Unknown, calls.StateAt(7582));
        Refuses(Vcf.Of("7582 T G", "7583 T G"), "REF", new CallSettings { AllowedMismatches = 1 });
    }

    [Fact]
    public void Unsorted() => Refuses(Vcf.Of("7585 G C", "7582 A G"), "not sorted");

    [Fact]
    public void Beyond_the_end() => Refuses(Vcf.Of("4411533 A G"), "beyond the end");

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("7,582")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void A_position_that_is_none(string position) => Refuses(With("7582", position), "position");

    [Theory]
    [InlineData("2/2", "calls allele 2; the record lists 1")]
    [InlineData("0/99999", "calls allele 99999")]
    [InlineData("a/b", "no genotype")]
    [InlineData("1/1/1/1/1/1/1/1/1/1", "more than 8")]
    public void A_genotype_out_of_range(string genotype, string what) =>
        Refuses(Vcf.Of($"7582 A G PASS . GT {genotype}"), what);

    [Fact]
    public void Two_samples_where_one_is_expected()
    {
        var fault = Vcf.Refused(With("isolate", "anna\tben"));
        Assert.Contains("2 samples where one isolate is expected", fault.What, StringComparison.Ordinal);
        Assert.Contains("--sample", fault.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_that_is_not_there() =>
        Refuses(Good, "do not include the one", new CallSettings { Sample = "other" });

    [Theory]
    [InlineData("##fileformat=VCFv4.2", "##fileformat=VCFv3.3", "VCFv4")]
    [InlineData("#CHROM\tPOS", "#CHROM\tPOSITION", "The columns must be")]
    [InlineData("FORMAT\tisolate", "FORMAT", "at least one sample")]
    [InlineData("FORMAT\tisolate", "FORMAT\tisolate\tghost", "10 columns; the header says 11")]
    [InlineData("FORMAT\tisolate", "FORMAT\tx\tx", "same name")]
    [InlineData("\t50\t", "\t", "9 columns; the header says 10")]
    [InlineData("#CHROM", "CHROM", "no line of column names")]
    public void A_header_that_lies(string from, string to, string what)
    {
        byte[] file = With(from, to);
        Refuses(
            file,
            what,
            what.Contains("11", StringComparison.Ordinal) ? new CallSettings { Sample = "ghost" } : null
        );
    }

    [Fact]
    public void No_sequence_of_bases()
    {
        Refuses(Vcf.Of("7582 A G;DROP"), "no sequence of bases");
        Refuses(Vcf.Of("7582 @ G"), "no sequence of bases");
        Refuses(Vcf.Of("7582 A A"), "same as REF");
    }

    [Theory]
    [InlineData("END=5", "can't be")]
    [InlineData("END=x", "no whole number")]
    [InlineData("END=99999999", "beyond the end")]
    public void A_block_s_end_that_can_t_be(string info, string what) =>
        Refuses(Vcf.Of($"7582 A <NON_REF> . {info} GT 0/0"), what);

    [Theory]
    [InlineData("BCF\u0002\u0002....", "BCF")]
    [InlineData(">NC_000962.3\nACGT\n", "FASTA")]
    [InlineData("@read\nACGT\n+\nIIII\n", "FASTQ")]
    [InlineData("PK\u0003\u0004", "zip")]
    [InlineData("hello\n", "VCFv4")]
    public void Other_files_are_named(string content, string word) =>
        Refuses(Encoding.ASCII.GetBytes(content), word);

    [Fact]
    public void Other_files_are_named_however_few_bytes_come_at_once()
    {
        byte[] content = Encoding.ASCII.GetBytes("CRAM\u0003....");
        foreach (byte[] file in (byte[][])[content, Vcf.Gzip(content)])
            Assert.Contains(
                "CRAM",
                Assert.Throws<DataException>(() => CallSet.Read(Vcf.Dripping(file), "isolate.vcf")).What,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Absent_empty_or_a_folder()
    {
        string folder = Directory.CreateTempSubdirectory("osler-vcf-").FullName;
        string empty = Path.Combine(folder, "empty.vcf");
        File.WriteAllBytes(empty, []);
        Assert.Contains(
            "folder",
            Assert.Throws<DataException>(() => CallSet.Read(folder)).What,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "empty",
            Assert.Throws<DataException>(() => CallSet.Read(empty)).What,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no such file",
            Assert.Throws<DataException>(() => CallSet.Read(Path.Combine(folder, "absent.vcf"))).What,
            StringComparison.Ordinal
        );
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Truncated_gzip_is_noticed_wherever_it_ends()
    {
        byte[] packed = Vcf.Gzip(Good);
        for (int kept = 3; kept < packed.Length; kept += 7)
            Assert.Throws<DataException>(() => Vcf.Read(packed[..kept]));
    }

    [Fact]
    public void A_line_without_end_is_refused_within_bounded_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() =>
            CallSet.Read(new Endless(Encoding.ASCII.GetBytes("##fileformat=VCFv4.2\n")), "isolate.vcf")
        );
        Assert.Contains("longer than", fault.What, StringComparison.Ordinal);
        // The longest line is held here: less were a sign that another thread reads, whose memory is not counted.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1L << 26, 600_000_000);
    }

    [Fact]
    public void A_very_large_file_is_read_within_bounded_memory()
    {
        // 256 MB of records, of which half pass between two looks at what is held.
        byte[] header = Vcf.Of();
        byte[] record = Encoding.ASCII.GetBytes("NC_000962.3\t7582\t.\tA\t.\t50\tPASS\t.\tGT\t0/0\n");
        byte[] block = [.. Enumerable.Repeat(record, 1000).SelectMany(bytes => bytes)];
        int blocks = (256 << 20) / block.Length;
        var held = new List<long>();
        var calls = CallSet.Read(
            new Repeated(
                header,
                block,
                blocks,
                left =>
                {
                    if (left == blocks / 4 * 3 || left == blocks / 4)
                        held.Add(GC.GetTotalMemory(forceFullCollection: true));
                }
            ),
            "isolate.vcf"
        );
        Assert.Equal(1000L * blocks, calls.Counts.Records);
        Assert.True(held[1] - held[0] < 64_000_000, $"{held[1] - held[0]:N0} more bytes are held.");
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_never_break()
    {
        byte[][] seeds =
        [
            Good,
            Vcf.Gzip(Good),
            Vcf.Of(
                "7500 G <NON_REF> . END=7581 GT:DP 0/0:30",
                "7582 A G,<NON_REF> PASS . GT:DP:AD 1/1:9:0,9,0"
            ),
        ];
        int read = 0;
        for (int i = 0; i < 6000; i++)
        {
            var random = new KeyedRandom(20261126, "fuzz VCF", 0, i);
            byte[] file = [.. seeds[i % seeds.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                int at = random.Next(file.Length);
                file = random.Next(4) switch
                {
                    0 =>
                    [
                        .. file[..at],
                        .. file[Math.Min(file.Length, at + random.Next(1, 9))..],
                        (byte)'\n',
                    ],
                    1 =>
                    [
                        .. file[..at],
                        (byte)"\t\n0123456789/|.:;,<>ACGT*=\0"[random.Next(27)],
                        .. file[at..],
                    ],
                    2 => file[..Math.Max(1, at)],
                    _ => [.. file[..at], (byte)random.Next(256), .. file[(at + 1)..]],
                };
            }
            try
            {
                read += Vcf.Read(file).Mutations.Length >= 0 ? 1 : 0;
            }
            catch (DataException fault)
            {
                Assert.DoesNotContain(fault.Message, char.IsControl);
            }
        }
        Assert.InRange(read, 100, 5900);
    }

    /// <summary>A beginning, then a block so many times.</summary>
    private sealed class Repeated(byte[] beginning, byte[] block, int times, Action<int> tell)
        : Osler.Core.Files.ForwardStream(Null)
    {
        private byte[] _now = beginning;
        private int _left = times;
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            if (_at == _now.Length)
            {
                if (_left-- <= 0)
                    return 0;
                tell(_left);
                (_now, _at) = (block, 0);
            }
            int read = Math.Min(buffer.Length, _now.Length - _at);
            _now.AsSpan(_at, read).CopyTo(buffer);
            _at += read;
            return read;
        }
    }

    /// <summary>A beginning, then the letter A without end.</summary>
    private sealed class Endless(byte[] beginning) : Osler.Core.Files.ForwardStream(Null)
    {
        private int _at;

        public override int Read(Span<byte> buffer)
        {
            int head = Math.Min(buffer.Length, beginning.Length - _at);
            beginning.AsSpan(_at, head).CopyTo(buffer);
            _at += head;
            buffer[head..].Fill((byte)'A');
            return buffer.Length;
        }
    }
}
