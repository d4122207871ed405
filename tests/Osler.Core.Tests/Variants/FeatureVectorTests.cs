using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;

namespace Osler.Core.Tests.Variants;

public sealed class FeatureVectorTests
{
    private static FeatureList Selected() =>
        FeatureList.Parse(TuberculosisFiles.Lines("wdnn_selected222_3601.csv.gz").First().Split(',').Skip(1));

    private static Dictionary<string, sbyte> Of(CallSet calls, FeatureList features) =>
        features
            .Features.Zip(FeatureVector.Of(calls, features).Values)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);

    [Fact]
    public void An_isolate_s_changes_are_its_features()
    {
        var vector = Of(CallSet.Read(TuberculosisFiles.Path("example_sample_variants.vcf")), Selected());
        Assert.Equal(
            [
                "SNP_CN_2155168_C944G_S315T_katG",
                "SNP_CN_4247730_G1217C_G406A_embB",
                "SNP_CN_761155_C1349T_S450L_rpoB",
                "SNP_CN_781822_A263G_K88R_rpsL",
                "eis_NC_snp",
                "gyrA_C_snp",
                "pncA_C_snp",
            ],
            vector.Where(pair => pair.Value == 1).Select(pair => pair.Key).Order(StringComparer.Ordinal)
        );
        Assert.All(vector.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void What_is_not_determined_is_not_absent()
    {
        var features = FeatureList.Parse([
            "SNP_CN_2155168_C944G_S315T_katG",
            "SNP_CN_761155_C1349T_S450L_rpoB",
            "katG_C_snp",
        ]);
        var calls = Vcf.Read(
            Vcf.Of("761155 C T PASS . GT ./.", "2155168 C G"),
            new CallSettings { Silence = Silence.Reference }
        );
        Assert.Equal([1, -1, 0], FeatureVector.Of(calls, features).Values.Select(value => (int)value));
        var silent = Vcf.Read(Vcf.Of("2155168 C G"), new CallSettings { Silence = Silence.Unknown });
        Assert.Equal([1, -1, -1], FeatureVector.Of(silent, features).Values.Select(value => (int)value));
    }

    [Fact]
    public void Rare_changes_count_to_their_pool_and_listed_ones_do_not()
    {
        var features = FeatureList.Parse([
            "SNP_CN_2155168_C944G_S315T_katG",
            "katG_C_snp",
            "katG_F_indel",
            "rrs_NF_indel",
        ]);
        Assert.Equal([1, 0, 0, 0], Values("2155168 C G"));
        Assert.Equal(
            [0, 1, 0, 0],
            Values(
                Vcf.Snv(2_155_300, Osler.Core.Variants.Reference.H37Rv.Loci.At(2_155_300) == 'A' ? 'C' : 'A')
            )
        );
        Assert.Equal([0, 0, 1, 0], Values("2155168 C CG"));
        Assert.Equal([0, 0, 0, 1], Values("1473246 A G"));

        int[] Values(string record) =>
            [.. FeatureVector.Of(Vcf.Read(record), features).Values.Select(value => (int)value)];
    }

    [Fact]
    public void A_record_of_several_bases_counts_whole_where_it_is_a_feature_and_else_base_by_base()
    {
        string[] names =
        [
            "SNP_CN_7582_ACAG281-284GCAC_DS94-95GT_gyrA",
            "SNP_CN_7582_AG_gyrA_D94G",
            "SNP_CN_7585_G284C_S95T_gyrA",
        ];
        Assert.Equal([1, 0, 0], Values(names));
        Assert.Equal([1, 1], Values(names[1..]));

        static int[] Values(string[] names) =>
            [
                .. FeatureVector
                    .Of(Vcf.Read("7582 ACAG GCAC"), FeatureList.Parse(names))
                    .Values.Select(value => (int)value),
            ];
    }

    [Fact]
    public void Of_two_spellings_of_one_change_the_longer_is_set()
    {
        var features = FeatureList.Parse(["DEL_F_4408101_d101C_gid_G34G", "DEL_CF_4408101_d102C_34_gid"]);
        var calls = Vcf.Read("4408100 GC G");
        Assert.Equal([0, 1], FeatureVector.Of(calls, features).Values.Select(value => (int)value));
        Assert.Equal(calls.Calls, FeatureVector.Of(calls, features).Behind(1));
    }

    [Fact]
    public void A_name_twice_or_none_is_refused()
    {
        Assert.Throws<DataException>(() => FeatureList.Parse(["katG_C_snp", "katG_C_snp"]));
        Assert.Throws<DataException>(() => FeatureList.Parse([]));
    }

    /// <summary>Every listed change of the 222, written as a record, sets its own column.</summary>
    [Fact]
    public void Each_of_the_222_is_found()
    {
        var features = Selected();
        var missed = new List<string>();
        foreach (var feature in features.Features)
        {
            if (feature.Change is not { } change)
                continue;
            var vector = FeatureVector.Of(CallSet.Of([change]), features);
            if (
                vector.Values.Count(value => value == 1) != 1
                || vector.Values[features.Features.IndexOf(feature)] != 1
            )
                missed.Add(feature.Name);
        }
        // The other spelling of DEL_CF_4408101_d102C_34_gid.
        Assert.Equal(["DEL_F_4408101_d101C_gid_G34G"], missed);
    }

    /// <summary>
    /// The 2,222 isolates that were sequenced whole, each written as its changes and coded anew: 2,144 rows of 222 are the
    /// authors' own. 99 of 493,284 cells differ, all where a rare record of several bases holds a base that is a feature:
    /// the authors count the record to the pool alone, we count the base.
    /// </summary>
    [Fact]
    public void Isolates_are_coded_as_the_authors_coded_them()
    {
        var names = TuberculosisFiles.FeatureNames().Select(FeatureName.Parse).ToArray();
        var features = Selected();
        var place = features
            .Features.Select((feature, i) => (feature.Name, i))
            .ToDictionary(pair => pair.Name, pair => pair.i);
        var isolates = new Dictionary<int, (List<int> Present, bool Whole)>();
        foreach (string line in TuberculosisFiles.Lines("wdnn_mutations_sparse_3601.csv.gz").Skip(1))
        {
            string[] cell = line.Split(',');
            int isolate = int.Parse(cell[0], null);
            if (!isolates.TryGetValue(isolate, out var own))
                own = ([], true);
            if (cell[2] == "1")
                own.Present.Add(int.Parse(cell[1], null));
            isolates[isolate] = (own.Present, own.Whole && cell[2] == "1");
        }
        int whole = 0;
        int equal = 0;
        var differing = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (present, _) in isolates.Values.Where(isolate => isolate.Whole))
        {
            whole++;
            var vector = FeatureVector.Of(
                CallSet.Of(present.Select(i => names[i].Change).OfType<Osler.Core.Variants.Variant>()),
                features
            );
            sbyte[] theirs = new sbyte[features.Features.Length];
            foreach (int i in present)
                if (place.TryGetValue(names[i].Name, out int at))
                    theirs[at] = 1;
            bool same = true;
            for (int i = 0; i < theirs.Length; i++)
                if (theirs[i] != vector.Values[i])
                {
                    same = false;
                    differing[features.Features[i].Name] =
                        differing.GetValueOrDefault(features.Features[i].Name) + 1;
                }
            equal += same ? 1 : 0;
        }
        Assert.Equal((2222, 2144, 99), (whole, equal, differing.Values.Sum()));
    }
}
