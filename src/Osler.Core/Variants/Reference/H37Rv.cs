using System.Globalization;
using System.Reflection;

namespace Osler.Core.Variants.Reference;

/// <summary>
/// <i>Mycobacterium tuberculosis</i> H37Rv, NCBI's NC_000962.3 (the same sequence as AL123456.3 and ASM19595v2): its
/// genes of drug resistance and their surroundings; the rest of the chromosome is not carried along.
/// </summary>
/// <remarks>
/// Cole et al., Nature 393, 1998, doi:10.1038/31159. Made by <c>make.py</c> beside this file, which names the source
/// and its checksums. Genes are numbered as in NCBI's record, as the WHO catalogue does (gyrB from 5,240; older work,
/// the WDNN data set among it, counts gyrB from 5,123).
/// </remarks>
public static class H37Rv
{
    private const int Bases = 4_411_532;

    private static readonly string[] OtherNames =
    [
        "NC_000962",
        "AL123456.3",
        "AL123456",
        "Chromosome",
        "gi|448814763|ref|NC_000962.3|",
        "ref|NC_000962.3|",
        "gi|444893469|emb|AL123456.3|",
        "emb|AL123456.3|",
        "H37Rv",
        "h37rv",
    ];

    private static readonly Lazy<ReferenceSequence> LazyLoci = new(ReadLoci);
    private static readonly Lazy<GeneMap> LazyGenes = new(ReadGenes);

    /// <summary>The chromosome, known in 31 loci of 106,813 bases in all.</summary>
    public static ReferenceSequence Loci => LazyLoci.Value;

    /// <summary>The 45 genes whose mutations the catalogues list or the WDNN data set names.</summary>
    public static GeneMap Genes => LazyGenes.Value;

    private static ReferenceSequence ReadLoci()
    {
        var sequence = new ReferenceSequence("NC_000962.3", OtherNames, Bases);
        foreach (var record in Fasta.Read(Resource("h37rv-loci.fasta.gz"), "h37rv-loci.fasta.gz"))
        {
            string span = record.Name[(record.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            sequence.Add(
                int.Parse(
                    span.AsSpan(0, span.IndexOf('-', StringComparison.Ordinal)),
                    CultureInfo.InvariantCulture
                ),
                record.Bases
            );
        }
        return sequence;
    }

    private static GeneMap ReadGenes()
    {
        using var reader = new StreamReader(Resource("h37rv-genes.tsv"));
        var genes = new List<Gene>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.StartsWith("name\t", StringComparison.Ordinal))
                continue;
            string[] field = line.Split('\t');
            genes.Add(
                new Gene(
                    field[0],
                    field[1],
                    int.Parse(field[2], CultureInfo.InvariantCulture),
                    int.Parse(field[3], CultureInfo.InvariantCulture),
                    field[4] == "-",
                    field[5] == "coding",
                    field[6].Split(',', StringSplitOptions.RemoveEmptyEntries)
                )
            );
        }
        return new GeneMap(genes);
    }

    private static Stream Resource(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource {name} is missing.");
}
