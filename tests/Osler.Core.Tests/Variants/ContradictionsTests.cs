using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

/// <summary>Records that can't all be true of one chromosome leave their place not determined, and this is said.</summary>
public sealed class ContradictionsTests
{
    // katG S315T.
    private const int Place = 2_155_168;

    private static readonly FeatureList s_katG = FeatureList.Parse(["SNP_CN_2155168_C944G_S315T_katG"]);

    [Theory]
    [InlineData("2155168 C G", "2155168 C G PASS . GT 0/0")]
    [InlineData("2155168 C G PASS . GT 0/0", "2155168 C G")]
    [InlineData("2155168 C G PASS . GT 0/1", "2155168 C G PASS . GT 0/0")]
    [InlineData("2155168 C G", "2155168 C . PASS . GT 0/0")]
    [InlineData("2155168 C . PASS . GT 0/0", "2155168 C G")]
    [InlineData("2155100 C <NON_REF> PASS END=2155200 GT 0/0", "2155168 C G")]
    [InlineData("2155168 C G", "2155168 C T")]
    public void A_change_that_another_record_contradicts_is_neither_present_nor_absent(
        string first,
        string second
    )
    {
        var calls = Vcf.Read(first, second);
        Assert.Empty(calls.Calls);
        Assert.Empty(calls.Mutations);
        Assert.Equal(PositionState.Unknown, calls.StateAt(Place));
        Assert.Equal(-1, FeatureVector.Of(calls, s_katG).Values[0]);
        Assert.Equal(1, calls.Counts.Contradictory);
        Assert.Contains(
            calls.Assumptions,
            sentence => sentence.Contains("contradict each other") && sentence.Contains("2,155,168 (katG)")
        );
    }

    [Fact]
    public void Overlapping_changes_that_put_different_bases_in_one_place_are_both_not_determined()
    {
        string three = H37Rv.Loci.Bases(Place, 3);
        var calls = Vcf.Read($"{Place} {three} GA{three[2]}", $"{Place} C T");
        Assert.Empty(calls.Calls);
        Assert.False(calls.Determined(Place, Place + 1));
        var inserted = Vcf.Read($"{Place} C CA", $"{Place} C CT");
        Assert.Empty(inserted.Calls);
        Assert.Equal(PositionState.Unknown, inserted.StateAt(Place));
        var deleted = Vcf.Read($"{Place} {three} {three[0]}", Vcf.Snv(Place + 1, 'C'));
        Assert.Empty(deleted.Calls);
    }

    [Fact]
    public void A_third_record_does_not_mend_what_two_contradict() =>
        Assert.Equal(
            PositionState.Unknown,
            Vcf.Read($"{Place} C G", $"{Place} C G PASS . GT 0/0", $"{Place} C G").StateAt(Place)
        );

    // Alleles that a tool split into records, parts of one change, and the same change twice.
    [Theory]
    [InlineData(1, "2155168 C G", "2155168 C T PASS . GT 0/0")]
    [InlineData(2, "2155168 C G PASS . GT 0/1", "2155168 C T PASS . GT 0/1")]
    [InlineData(1, "2155168 C G", "2155168 C G")]
    [InlineData(1, "2155168 C G", "2155168 C T q10")]
    [InlineData(1, "2155168 C G q10", "2155168 C T")]
    [InlineData(2, "2155168 C G", "2155168 C CA")]
    [InlineData(1, "2155168 C . PASS . GT 0/0", "2155168 C CA")]
    [InlineData(1, "2155168 C G", "2155169 T <NON_REF> PASS END=2155200 GT 0/0")]
    public void Records_that_can_all_be_true_are_no_contradiction(int calls, string first, string second)
    {
        string there = H37Rv.Loci.At(Place + 1).ToString();
        var read = Vcf.Read(first, second.Replace("2155169 T", $"2155169 {there}"));
        Assert.Equal(calls, read.Calls.Length);
        Assert.Equal(0, read.Counts.Contradictory);
    }

    [Fact]
    public void Reference_bases_told_within_a_deletion_leave_it_as_it_is()
    {
        string three = H37Rv.Loci.Bases(Place, 3);
        var calls = Vcf.Read(
            $"{Place} {three} {three[0]}",
            $"{Place + 1} {three[1]} . PASS . GT 0/0",
            $"{Place + 2} {three[2]} . PASS . GT 0/0"
        );
        Assert.Single(calls.Calls);
        Assert.Equal(PositionState.Variant, calls.StateAt(Place + 1));
    }

    [Fact]
    public void Sites_without_a_sample_list_alleles_and_contradict_nothing()
    {
        byte[] file = System.Text.Encoding.ASCII.GetBytes(
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                + $"Chromosome\t{Place}\t.\tC\tG\t.\t.\t.\nChromosome\t{Place}\t.\tC\tT\t.\t.\t.\n"
        );
        Assert.Equal(2, Vcf.Read(file).Calls.Length);
    }
}
