using Osler.Studies.Tests.Weights;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

public sealed class VariantNameTests
{
    [Theory]
    [InlineData("SNP_CN_2155168_C944G_S315T_katG", "katG S315T", "katG", false)]
    [InlineData("SNP_CN_2155167_GT_katG_S315R", "katG S315R", "katG", false)]
    [InlineData("SNP_CN_3073805_CA_thyA_E223*", "thyA E223*", "thyA", false)]
    [InlineData("SNP_CN_7582_ACAG281-284GCAC_DS94-95GT_gyrA", "gyrA DS94-95GT", "gyrA", false)]
    [InlineData("SNP_P_1673425_C15T_promoter_fabG1-inhA", "fabG1-inhA upstream C15T", "fabG1-inhA", false)]
    [InlineData("SNP_P_2726141_CA.52_ahpC", "ahpC upstream CA.52", "ahpC", false)]
    [InlineData("SNP_N_1473246_A1401G_rrs", "rrs A1401G", "rrs", false)]
    [InlineData("INS_F_4247020_i506CC_embB_G169G", "embB i506CC", "embB", false)]
    [InlineData("DEL_CF_4408101_d102C_34_gid", "gid d102C", "gid", false)]
    [InlineData("katG_C_snp", "katG, rare coding substitutions", "katG", true)]
    [InlineData("embA-embB_NC_snp", "embA-embB, rare non-coding substitutions", "embA-embB", true)]
    [InlineData("gid_F_indel", "gid, rare frame shifts", "gid", true)]
    public void A_name_is_taken_apart(string text, string shown, string gene, bool pooled)
    {
        VariantName name = VariantName.Parse(text)!;
        Assert.Equal((shown, gene, pooled), (name.Shown, name.Gene, name.Pooled));
    }

    [Theory]
    [InlineData("age")]
    [InlineData("lineage_1_marker_2")]
    [InlineData("SNP_CN_x_C944G_S315T_katG")]
    [InlineData("")]
    public void What_is_no_name_of_the_convention_is_none(string text) =>
        Assert.Null(VariantName.Parse(text));

    [Fact]
    public void Every_variant_of_the_published_data_set_is_understood()
    {
        string path = SharedData.Path("tb-resistance", "wdnn_feature_names_6483.txt");
        Assert.All(File.ReadLines(path), line => Assert.NotNull(VariantName.Parse(line.Trim())));
    }
}
