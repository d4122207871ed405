using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Features;

/// <summary>A stretch between genes as the WDNN data set names it.</summary>
/// <param name="Start">From 1.</param>
/// <param name="End">Included.</param>
/// <param name="Promoter">Named as a promoter (P), else as lying between genes (I).</param>
/// <param name="Reverse">Counted upwards from <paramref name="Start"/>; else downwards to the first base behind.</param>
/// <param name="Long">In the longer spelling, e.g. <c>promoter_pncA</c>.</param>
/// <param name="Short">In the shorter one, e.g. <c>pncA</c>, which always counts downwards.</param>
/// <param name="ShortEnd">Where the shorter spelling's count ends, if elsewhere.</param>
internal sealed record WdnnRegion(
    int Start,
    int End,
    bool Promoter,
    bool Reverse,
    string Long,
    string Short,
    int ShortEnd
)
{
    private readonly string? _snps = FeatureName.PoolOf($"SNP_I_{Long}");
    private readonly string? _indels = FeatureName.PoolOf($"INS_I_{Long}");

    /// <summary>The pool of its rare changes; null where it has none.</summary>
    public string? Pool(bool indel) => indel ? _indels : _snps;
}

/// <summary>
/// The genes and the stretches between them by the coordinates of the WDNN data set, worked out from its 6,483 names: an
/// annotation of about 2013, in which gyrB begins 117 bases earlier than in NCBI's record.
/// </summary>
internal static class WdnnRegions
{
    private static readonly WdnnRegion[] Between =
    [
        Before(4998, 5122, "gyrB-gyrA"),
        Inside(7268, 7301, "gyrB", "gyrA"),
        Inside(9819, 9913, "gyrA", "Rv0007"),
        Before(408600, 409361, "iniB-iniA-iniC"),
        Inside(410802, 410837, "iniB", "iniA"),
        Inside(414239, 414380, "iniC", "lpqJ", shortEnd: 414364),
        Before(759311, 759806, "rpoB"),
        Inside(763326, 763369, "rpoB", "rpoC"),
        Before(780722, 781559, "rpsL"),
        Inside(1471578, 1471845, "murA", "rrs"),
        Inside(1473383, 1473657, "rrs", "rrl"),
        Inside(1476796, 1476898, "rrl", "rrf", shortEnd: 1476896),
        Before(1672458, 1673439, "fabG1-inhA"),
        Inside(1674184, 1674201, "fabG1", "inhA"),
        Inside(1675012, 1675016, "inhA", "hemZ"),
        Inside(1833380, 1833541, "polA", "rpsA"),
        Behind(2103043, 2103183, "ndh"),
        Inside(2156112, 2156148, "katG", "furA", shortEnd: 2156145),
        Behind(2289242, 2289281, "pncA"),
        Inside(2519366, 2519395, "kasA", "kasB"),
        Inside(2713785, 2714123, "Rv2415c", "eis"),
        Inside(2715333, 2715471, "eis", "Rv2417c"),
        Before(2726088, 2726192, "ahpC"),
        Inside(2726781, 2726805, "ahpC", "ahpD", shortEnd: 2726804),
        Inside(3073600, 3073679, "dfrA", "thyA"),
        Behind(3074472, 3074635, "thyA"),
        Behind(3337918, 3337994, "ddl"),
        Inside(3841421, 3841548, "alr", "Rv3792"),
        Before(4243148, 4243232, "embA-embB"),
        Inside(4249811, 4249877, "embB", "Rv3796"),
        Inside(4325900, 4326003, "menG", "ethA"),
        Behind(4327474, 4327548, "ethA"),
        Before(4408203, 4408333, "gid"),
    ];

    private static readonly string[] Named =
    [
        "gyrB",
        "gyrA",
        "iniB",
        "iniA",
        "iniC",
        "rpoB",
        "rpsL",
        "rrs",
        "rrl",
        "fabG1",
        "inhA",
        "rpsA",
        "tlyA",
        "ndh",
        "katG",
        "pncA",
        "acpM",
        "kasA",
        "eis",
        "oxyR'",
        "ahpC",
        "thyA",
        "ddlA",
        "alr",
        "embC",
        "embA",
        "embB",
        "ethA",
        "gid",
    ];

    private static readonly Lazy<Gene[]> LazyGenes = new(() =>
        [
            .. Named
                .Select(name => H37Rv.Genes.Find(name)!)
                .Select(gene =>
                    gene.Name switch
                    {
                        "gyrB" => gene with { Start = 5123 },
                        "ddlA" => gene with { Name = "ddl" },
                        _ => gene,
                    }
                ),
        ]
    );

    /// <summary>The genes that the data set names.</summary>
    public static IReadOnlyList<Gene> Genes => LazyGenes.Value;

    /// <summary>The gene that contains a position; of two that overlap the one that begins first.</summary>
    public static Gene? GeneAt(int position)
    {
        foreach (var gene in LazyGenes.Value)
            if (gene.Contains(position))
                return gene;
        return null;
    }

    /// <summary>The gene of that name.</summary>
    public static Gene? Find(string name) => Genes.FirstOrDefault(gene => gene.Name == name);

    /// <summary>The stretch between genes that contains a position.</summary>
    public static WdnnRegion? RegionAt(int position)
    {
        foreach (var region in Between)
            if (position >= region.Start && position <= region.End)
                return region;
        return null;
    }

    /// <summary>From where to where the changes of a pool lie; the gene, or the stretch between genes.</summary>
    /// <param name="pool">E.g. <c>katG_C_snp</c>, <c>gyrA-gyrB_NC_snp</c>.</param>
    public static (int Start, int End) SpanOfPool(string pool)
    {
        string place = pool[..pool.IndexOf('_', StringComparison.Ordinal)];
        if (!pool.Contains("_NC_", StringComparison.Ordinal) && Find(place) is { } gene)
            return (gene.Start, gene.End);
        var regions = Between
            .Where(region =>
                Sorted(region.Short) == place
                || region.Long.Split('_').Contains(place, StringComparer.Ordinal)
            )
            .ToArray();
        return regions.Length > 0 ? (regions[0].Start, regions[0].End) : (1, 0);

        static string Sorted(string name) => string.Join('-', name.Split('-').Order(StringComparer.Ordinal));
    }

    private static WdnnRegion Before(int start, int end, string name) =>
        new(start, end, true, false, $"promoter_{name}", name, end);

    private static WdnnRegion Behind(int start, int end, string name) =>
        new(start, end, true, true, $"promoter_{name}", name, end);

    private static WdnnRegion Inside(int start, int end, string left, string right, int? shortEnd = null) =>
        new(start, end, false, false, $"inter_{left}_{right}", $"{left}-{right}", shortEnd ?? end);
}
