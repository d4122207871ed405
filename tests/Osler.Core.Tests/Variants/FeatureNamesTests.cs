using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Variants;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

/// <summary>The 6,483 names of the WDNN data set: each is read, turned into a change, and named again.</summary>
public sealed class FeatureNamesTests
{
    /// <summary>
    /// One names the base that H37Rv has: 1,319 isolates have it, all but a few of those whose names have the shorter
    /// spelling, which were compared with another strain.
    /// </summary>
    [Fact]
    public void All_names_are_read_and_one_is_no_change_of_the_reference() =>
        Assert.Equal(
            ["SNP_CN_4407904_GA_gid_S100F"],
            TuberculosisFiles
                .FeatureNames()
                .Select(FeatureName.Parse)
                .Where(feature => feature is { Pool: false, Change: null })
                .Select(feature => feature.Name)
        );

    /// <summary>
    /// 5,793 of the 6,342 names of changes come back letter for letter. The others: 535 insertions and deletions within
    /// genes in the shorter spelling, whose amino acid is not worked out again; one stop that stays a stop, marked Z; nine
    /// of several bases written without the new amino acid or with one number; three whose count differs by one.
    /// </summary>
    [Fact]
    public void A_name_s_change_gets_the_name_back()
    {
        int agree = 0;
        var others = new List<string>();
        foreach (string name in TuberculosisFiles.FeatureNames())
        {
            if (FeatureName.Parse(name).Change is not { } change)
                continue;
            if (name == WdnnName.Of(change) || name == WdnnName.ShortOf(change))
                agree++;
            else if (
                !(
                    name.StartsWith("INS_", StringComparison.Ordinal)
                    || name.StartsWith("DEL_", StringComparison.Ordinal)
                )
            )
                others.Add($"{name} {WdnnName.Of(change)} {WdnnName.ShortOf(change)}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{agree}\n{string.Join('\n', others)}");
        Assert.Equal(5793, agree);
        Assert.Equal(11, others.Count);
    }

    /// <summary>The authors' pools, worked out from the data set's own columns: 131 of 141 agree bit for bit.</summary>
    [Fact]
    public void Pools_are_the_authors_own()
    {
        string[] names = TuberculosisFiles.FeatureNames();
        var isolates = new List<int>[names.Length];
        var unknown = new HashSet<int>[names.Length];
        for (int i = 0; i < names.Length; i++)
            (isolates[i], unknown[i]) = ([], []);
        foreach (string line in TuberculosisFiles.Lines("wdnn_mutations_sparse_3601.csv.gz").Skip(1))
        {
            string[] cell = line.Split(',');
            int isolate = int.Parse(cell[0], null);
            int feature = int.Parse(cell[1], null);
            if (cell[2] == "1")
                isolates[feature].Add(isolate);
            else
                unknown[feature].Add(isolate);
        }
        var pools = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        var undetermined = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
            if (names[i][3] == '_' && names[i][..3] is "SNP" or "INS" or "DEL" && isolates[i].Count < 30)
            {
                string pool = FeatureName.PoolOf(names[i])!;
                (pools.TryGetValue(pool, out var own) ? own : pools[pool] = []).UnionWith(isolates[i]);
                (undetermined.TryGetValue(pool, out var of) ? of : undetermined[pool] = []).UnionWith(
                    unknown[i]
                );
            }
        var differing = new List<string>();
        for (int i = 0; i < names.Length; i++)
            if (names[i][3] != '_' || names[i][..3] is not ("SNP" or "INS" or "DEL"))
                if (!pools[names[i]].SetEquals(isolates[i]))
                {
                    differing.Add(names[i]);
                    // Where the gene was not sequenced the authors' sum of -1 counts as present.
                    Assert.True(
                        pools[names[i]].Union(undetermined[names[i]]).ToHashSet().SetEquals(isolates[i])
                    );
                }
        Assert.Equal(141, pools.Count);
        Assert.Equal(10, differing.Count);
        Assert.All(
            differing,
            name =>
                Assert.True(
                    name.StartsWith("eis_", StringComparison.Ordinal)
                        || name.StartsWith("rpsA_", StringComparison.Ordinal)
                )
        );
    }

    /// <summary>Twin: the pool by the rule on the written name, for changes of every sort in and between the genes.</summary>
    [Fact]
    public void A_change_s_pool_is_that_of_its_name()
    {
        var loci = H37Rv.Loci.Loci;
        int pooled = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var random = new KeyedRandom(5, "pools", 0, i);
            var (start, end) = loci[random.Next(loci.Count)];
            int position = random.Next(start + 1, end - 5);
            int length = random.Next(1, 5);
            string there = H37Rv.Loci.Bases(position, length);
            var change = random.Next(3) switch
            {
                0 => new Variant(position, there, ""),
                1 => new Variant(position, "", there),
                _ => new Variant(
                    position,
                    there,
                    new string([.. there.Select(letter => letter == 'A' ? 'C' : 'A')])
                ),
            };
            string? name = WdnnName.Of(change);
            string? pool = name is null ? null : FeatureName.PoolOf(name);
            Assert.Equal(pool, WdnnName.PoolOf(change));
            pooled += pool is null ? 0 : 1;
        }
        Assert.InRange(pooled, 5000, 19_000);
    }

    [Theory]
    [InlineData("katG")]
    [InlineData("SNP_CN_2155168_C944G")]
    [InlineData("SNP_CN_9999999999_C944G_S315T_katG")]
    [InlineData("SNP_CN_2155168_A944G_S315T_katG")]
    [InlineData("")]
    [InlineData("x\u001B[31m_C_snp")]
    public void Other_names_are_refused(string name) =>
        Assert.DoesNotContain(
            Assert.Throws<DataException>(() => FeatureName.Parse(name)).Message,
            char.IsControl
        );
}
