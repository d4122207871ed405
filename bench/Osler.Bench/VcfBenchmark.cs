using System.Diagnostics;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Variants;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;

namespace Osler.Bench;

/// <summary>VCF files to feature vectors.</summary>
internal static class VcfBenchmark
{
    private const int Features = 222;

    /// <summary>
    /// Writes a file of single-base records: of the whole chromosome, as a caller writes all sites of an isolate (a change
    /// every thousandth), or of changes alone within the known loci.
    /// </summary>
    public static int Write(string file, string kind, long records)
    {
        var random = new KeyedRandom(1, "vcf benchmark");
        var reference = H37Rv.Loci;
        using var writer = new StreamWriter(file);
        writer.Write(
            "##fileformat=VCFv4.2\n##contig=<ID=NC_000962.3,length=4411532>\n##FILTER=<ID=PASS,Description=\"All filters passed\">\n"
                + "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
                + "##INFO=<ID=MQ,Number=1,Type=Float,Description=\"Quality\">\n"
                + "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
                + "##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"Reads\">\n"
                + "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
                + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tisolate\n"
        );
        bool changes = kind == "changes";
        long written = 0;
        for (int position = 1; position <= reference.Length && written < records; position++)
        {
            bool known = reference.Knows(position);
            if (changes && !known)
                continue;
            char there = known ? reference.At(position) : "ACGT"[random.Next(4)];
            int depth = random.Next(20, 90);
            bool changed = changes || random.Next(1000) == 0;
            string alternate = changed ? Other(there, random) : ".";
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"NC_000962.3\t{position}\t.\t{there}\t{alternate}\t{random.Next(100, 3000)}\tPASS\tDP={depth};MQ=59.{random.Next(10)}\tGT:AD:DP\t{(changed ? $"1/1:0,{depth}" : $"0/0:{depth}")}:{depth}\n"
                )
            );
            written++;
        }
        return 0;
    }

    /// <summary>
    /// Reads a file into a feature vector four times; prints the seconds of the first, in which the runtime compiles, and of
    /// the quickest, records, sum and MiB.
    /// </summary>
    public static int Run(string file)
    {
        const int passes = 4;
        var features = FeatureList.Parse(Names());
        var walls = new List<double>();
        string answer = "";
        for (int pass = 0; pass < passes; pass++)
        {
            long start = Stopwatch.GetTimestamp();
            var calls = CallSet.Read(file);
            var vector = FeatureVector.Of(calls, features);
            walls.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            answer = string.Create(
                CultureInfo.InvariantCulture,
                $"{calls.Counts.Records}\t{vector.Values.Sum(value => (int)value)}"
            );
        }
        long peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{walls[0]:F3}\t{walls.Min():F3}\t{answer}\t{peak}")
        );
        return 0;
    }

    private static HashSet<string> Names()
    {
        var random = new KeyedRandom(2, "vcf benchmark features");
        var names = new HashSet<string>(StringComparer.Ordinal)
        {
            "katG_C_snp",
            "rpoB_C_snp",
            "rrs_NF_indel",
        };
        while (names.Count < Features)
        {
            var gene = H37Rv.Genes.Genes[random.Next(H37Rv.Genes.Genes.Count)];
            int position = random.Next(gene.Start, gene.End);
            char there = H37Rv.Loci.At(position);
            if (WdnnName.Of(new Variant(position, $"{there}", Other(there, random))) is { } name)
                names.Add(name);
        }
        return names;
    }

    private static string Other(char there, KeyedRandom random)
    {
        while (true)
        {
            char other = "ACGT"[random.Next(4)];
            if (other != there)
                return $"{other}";
        }
    }
}
