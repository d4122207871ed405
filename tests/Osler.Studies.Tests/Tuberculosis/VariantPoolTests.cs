using Osler.Core.Preprocessing;
using Osler.Studies.Tests.Weights;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

/// <summary>Variants that a catalogue grades alike as inputs together.</summary>
public sealed class VariantPoolTests
{
    // Variants 0 and 1 are inputs; 2 is too rare and in a pool with 1. Isolates: nothing, 1, 2, unknown.
    private static readonly ResistanceData s_data = new ResistanceData(
        "made up",
        "",
        ["SNP_CN_1_A1C_gene", "SNP_CN_2_A2C_gene", "SNP_CN_3_A3C_gene"],
        [0, 0, 0, 0, 1, 0, 1, 0, 1, 1, -1, -1],
        [0, 1],
        ["INH"],
        [0, 1, 1, 0]
    ).Pooled([new VariantPool("the pool", [1, 2])]);

    [Fact]
    public void A_rare_variant_is_seen_in_its_pool_alone_and_every_feature_is_centred()
    {
        Assert.Equal([0, 1, 2], s_data.Inputs);
        double[] rows = s_data.Rows();
        FittedPreprocessing fitted = GenotypePreprocessing.Fit(s_data, rows, [0, 1, 2, 3]);
        Assert.Equal(["SNP_CN_1_A1C_gene", "SNP_CN_2_A2C_gene", "the pool"], fitted.FeatureNames);
        Assert.Equal(s_data.Features, fitted.Width);
        float[] shares = [1 / 2f, 1 / 3f, 2 / 3f];
        Assert.Equal(shares, GenotypePreprocessing.Shares(fitted));
        float[] features = new float[4 * 3];
        fitted.Apply(rows, 4, features);
        float[] expected = [0, 0, 0, 0, 1, 1, 1, 0, 1, 1, shares[1], shares[2]];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i] - shares[i % 3], features[i], 1e-6f);
    }

    [Fact]
    public void Three_times_in_ten_training_sees_an_isolate_as_a_table_without_rare_variants_has_it()
    {
        var examples = new ResistanceExamples([1, 2], 1, [1, 0], 1, barer: [-1, -2], seed: 3);
        Assert.True(examples.Varies);
        float[] seen = new float[2];
        int bare = 0;
        for (int epoch = 0; epoch < 1000; epoch++)
        {
            examples.Inputs([0, 1], epoch, training: true, seen);
            Assert.Equal([1, 2], seen.Select(Math.Abs));
            bare += seen.Count(value => value < 0);
            examples.Inputs([0, 1], epoch, training: false, seen);
            Assert.Equal([1, 2], seen);
        }
        Assert.InRange(bare, 500, 700);
        Assert.False(new ResistanceExamples([1, 2], 1, [1, 0], 1).Varies);
    }

    [Fact]
    public void The_world_health_organizations_catalogue_pools_the_published_variants_by_gene_and_drugs()
    {
        string path = SharedData.Path("tb-resistance", "wdnn_train_3601.npz");
        StudyFile study = StudyFile.Open("tuberculosis", [], data: path);
        ResistanceData data = ResistanceFiles.Read(path, study.Genotypes!);
        var pools = CatalogueLookup.Open(study, data)!.Pools();

        int a1401g = data.Names.IndexOf("SNP_N_1473246_A1401G_rrs");
        Assert.True(a1401g >= 0);
        var pool = Assert.Single(pools, pool => pool.Variants.Contains(a1401g));
        Assert.Equal("rrs, graded as resistant to AMK, KAN, CAP", pool.Name);
        Assert.Contains(pools, pool => pool.Name == "katG, graded as resistant to INH");
        Assert.All(pools, pool => Assert.Equal(pool.Variants.Order(), pool.Variants));
        Assert.Equal(pools.Length, pools.Select(pool => pool.Name).Distinct().Count());
        ResistanceData pooled = data.Pooled(pools);
        Assert.Equal(221 + pools.Length, pooled.Features);
        Assert.True(pooled.PooledOnly.Count > 400);
    }
}
