using System.Text;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

/// <summary>A file that was cut in its last line is noticed, as far as that line can tell.</summary>
public sealed class CutVcfTests
{
    private static byte[] Ending(string end, string first = "7582 A G") =>
        [.. Vcf.Of(first), .. Encoding.ASCII.GetBytes($"NC_000962.3\t{end}")];

    [Theory]
    [InlineData("2155168\t.\tC\tG\t50\tPASS", "7 columns; the header says 10")]
    [InlineData("2155168\t.\tC\tG\t50\tPASS\t.\tGT:DP\t", "fewer values than FORMAT has keys")]
    [InlineData("2155168\t.\tC\tG\t50\tPASS\t.\tGT:DP\t1/1", "fewer values than FORMAT has keys")]
    [InlineData("2155168\t.\tC\tG\t50\tPASS\t.\tGT\t0", "fewer alleles than that of the first record")]
    // Outside of the known loci, where no record is read further, too.
    [InlineData("1000000\t.\tC\tG\t50\tPASS\t.\tGT:DP:AD\t1/1:30", "fewer values than FORMAT has keys")]
    public void A_last_line_that_lacks_something_and_its_end_is_cut(string end, string what)
    {
        var fault = Vcf.Refused(Ending(end));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.Contains("it was cut", fault.Remedy, StringComparison.Ordinal);
        Assert.Contains("line 4", fault.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1/")]
    [InlineData("1|")]
    [InlineData("/")]
    public void A_genotype_that_ends_in_its_separator_is_none(string genotype)
    {
        string what = $"'{genotype}' is no genotype";
        Assert.Contains(what, Vcf.Refused(Vcf.Of($"7582 A G PASS . GT {genotype}")).What);
        Assert.Contains(what, Vcf.Refused(Ending($"7582\t.\tA\tG\t50\tPASS\t.\tGT\t{genotype}")).What);
    }

    [Fact]
    public void A_whole_last_line_without_an_end_is_read_and_this_is_said()
    {
        var calls = Vcf.Read(Ending("2155168\t.\tC\tG\t50\tPASS\t.\tGT\t1/1"));
        Assert.Equal(2, calls.Calls.Length);
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("last line has no end"));
        Assert.DoesNotContain(
            Vcf.Read(Vcf.Of("7582 A G")).Assumptions,
            sentence => sentence.Contains("last line has no end")
        );
    }

    [Fact]
    public void A_file_of_many_changes_that_stops_long_before_the_end_may_be_cut_behind_a_line()
    {
        const string what = "a file that was cut ends so";
        int[] positions = [.. Enumerable.Range(1, 40).Select(i => i * 50_000)];
        CallSet Of(IEnumerable<int> some, Silence silence = Silence.Auto) =>
            Vcf.Read(Vcf.Of([.. some.Select(Change)]), new() { Silence = silence });
        static string Change(int position)
        {
            string there = H37Rv.Loci.Knows(position) ? H37Rv.Loci.Bases(position, 1) : "A";
            return $"{position} {there} {(there == "G" ? "C" : "G")}";
        }
        var cut = Of(positions);
        Assert.Contains(cut.Assumptions, sentence => sentence.Contains(what));
        Assert.Equal(PositionState.Unknown, cut.StateAt(2155168));
        Assert.Equal(PositionState.Reference, cut.StateAt(7582));
        // Nothing is strange about few changes, about some that reach the end, or where silence is stated to be the reference's.
        foreach (
            var whole in (CallSet[])
                [Of(positions[..5]), Of([.. positions, 4_408_000]), Of(positions, Silence.Reference)]
        )
        {
            Assert.DoesNotContain(whole.Assumptions, sentence => sentence.Contains(what));
            Assert.Equal(PositionState.Reference, whole.StateAt(2155168));
        }
    }

    [Fact]
    public void A_file_of_all_sites_that_stops_before_the_last_locus_says_so()
    {
        var calls = Vcf.Read(Vcf.Of("7000 C . PASS END=8000 GT 0/0"));
        Assert.Contains(calls.Assumptions, sentence => sentence.Contains("ends at 8,000 of 4,411,532"));
        Assert.Equal(PositionState.Unknown, calls.StateAt(2155168));
    }

    [Fact]
    public void Values_left_away_are_no_cut_where_the_line_has_an_end() =>
        Assert.Single(Vcf.Read("7582 A G PASS . GT:DP:AD 1/1:30").Calls);

    [Fact]
    public void Wherever_a_file_is_cut_in_its_last_line_its_call_is_not_lost_in_silence()
    {
        byte[] whole = Vcf.Of("7582 A G", "2155168 C G PASS . GT:DP:AD 1/1:30:0,30");
        int start = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;
        for (int kept = start + 1; kept < whole.Length; kept++)
        {
            CallSet calls;
            try
            {
                calls = Vcf.Read(whole[..kept]);
            }
            catch (Osler.Core.Faults.DataException)
            {
                continue;
            }
            Assert.True(
                calls.StateAt(2_155_168) != PositionState.Reference,
                $"cut after {kept - start} bytes"
            );
            Assert.Contains(calls.Assumptions, sentence => sentence.Contains("last line has no end"));
        }
    }
}
