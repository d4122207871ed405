using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Fuzz.Tests;

/// <summary>Readers of variants, annotations and sequences.</summary>
internal static class GenomeTargets
{
    private const string Head =
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tisolate\n";

    public static FuzzTarget Vcf { get; } =
        new(
            "vcf",
            CorpusFiles.AndPacked([
                .. CorpusFiles.Texts(
                    Head
                        + "NC_000962.3\t7582\t.\tA\tG\t50\tPASS\t.\tGT\t1/1\n"
                        + "NC_000962.3\t7585\t.\tG\tC,T\t50\tPASS\t.\tGT:DP:AD\t1/2:30:0,20,10\n"
                        + "NC_000962.3\t761155\t.\tC\tT\t50\tq10\tDP4=1,2,30,40;AF=0.97\tGT\t1\n"
                        + "NC_000962.3\t2155168\t.\tC\tG\t.\t.\t.\tGT:DP:RO:AO\t0/1:30:10:20\n",
                    Head
                        + "NC_000962.3\t7500\t.\tG\t<NON_REF>\t.\tPASS\tEND=7581\tGT:DP\t0/0:30\n"
                        + "NC_000962.3\t7582\t.\tA\tG,<NON_REF>\t.\tPASS\t.\tGT:DP:AD\t1/1:9:0,9,0\n"
                        + "NC_000962.3\t2155100\t.\tGCC\tG,*\t.\tPASS\t.\tGT:VAF\t./.:0.4\n"
                        + "NC_000962.3\t2155168\t.\tC\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=2155300\tGT\t1|1\n",
                    "##fileformat=VCFv4.1\n##contig=<ID=Chromosome,length=4411532>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                        + "Chromosome\t761155\t.\tC\tT\t50\tPASS\tAF=0.5\n"
                ),
                .. CorpusFiles.Real("tb-resistance", ".vcf"),
            ]),
            bytes => _ = CallSet.Read(new MemoryStream(bytes), "fuzzed").Mutations.Length
        )
        {
            Words = CorpusFiles.Texts(
                "\t",
                "\n",
                "./.",
                "1/1",
                "0/0",
                "PASS",
                "END=",
                "<DEL>",
                "<NON_REF>",
                "*",
                "GT:AD",
                "GT:RD:AD",
                "GT:FREQ",
                "33%",
                "4411532",
                "##contig=<ID=",
                "\r\n",
                ",",
                "NC_000962.3"
            ),
        };

    public static FuzzTarget Gff { get; } =
        new(
            "gff",
            CorpusFiles.AndPacked(
                CorpusFiles.Texts(
                    "##gff-version 3\nChromosome\tena\tgene\t100\t200\t.\t+\t.\tID=gene:a;Name=a%20b;biotype=protein_coding\n###\n"
                        + "Chromosome\tena\trRNA\t300\t400\t.\t-\t.\tName=r\n"
                        + "Chromosome\tena\tCDS\t2153889\t2156111\t.\t-\t0\tParent=gene:katG;gene=katG\n##FASTA\n>x\nACGT\n"
                )
            ),
            bytes => Gff3.Read(new MemoryStream(bytes), "fuzzed", H37Rv.Loci)
        )
        {
            Words = CorpusFiles.Texts(
                "\tgene\t",
                "%",
                "%zz",
                ";",
                "ID=",
                "Parent=",
                "##FASTA",
                "\t?\t",
                "4411533"
            ),
        };

    public static FuzzTarget Sequences { get; } =
        new(
            "fasta",
            CorpusFiles.AndPacked(
                CorpusFiles.Texts(">one first\nACGTACGTNNRY\nACGT\n>two\nGGGTTT\n", ">\r\nacgu*-\r\n")
            ),
            bytes => _ = Fasta.Read(new MemoryStream(bytes), "fuzzed").Count()
        )
        {
            Words = CorpusFiles.Texts(">", "\n", "N", "\r", ";"),
        };

    public static FuzzTarget Isolate { get; } =
        new(
            "isolate",
            CorpusFiles.AndPacked(CorpusFiles.Texts(Loci(0, 0), Loci(9, 40))),
            bytes => _ = IsolateFasta.Read(new MemoryStream(bytes), "fuzzed").Mutations.Length
        )
        {
            Words = CorpusFiles.Texts(">NC_000962.3:", ">katG\n", "-", "N", "ACGT", "\n"),
        };

    public static FuzzTarget Catalogue { get; } =
        new(
            "catalogue",
            CorpusFiles.Texts(
                "GENBANK_REFERENCE,CATALOGUE_NAME,CATALOGUE_VERSION,CATALOGUE_GRAMMAR,PREDICTION_VALUES,DRUG,MUTATION,PREDICTION,SOURCE,EVIDENCE,OTHER\n"
                    + "NC_000962.3,WHO,1.0,GARC1,RUS,INH,katG@S315T,R,{},{},{}\nNC_000962.3,WHO,1.0,GARC1,RUS,INH,katG@*?,U,{},{},{}\n"
                    + "NC_000962.3,WHO,1.0,GARC1,RUS,RIF,rpoB@1300_ins_3,R,{},{},{}\nNC_000962.3,WHO,1.0,GARC1,RUS,AMI,rrs@a1401g,R,{},{},{}\n",
                "Gene,Mutation,type,Drug,original_mutation,confers\nkatG,p.Ser315Thr,drug_resistance,isoniazid,,resistance\n"
                    + "rpoB,c.1296_1297insTTC,drug_resistance,rifampicin,,resistance\nrrs,n.1401A>G,drug_resistance,amikacin,,resistance\n"
            ),
            bytes => TemporaryFile.With(bytes, path => Osler.Core.Variants.Catalogues.Catalogue.Read(path))
        )
        {
            Words = CorpusFiles.Texts(
                "@",
                "_ins_",
                "_del_",
                "_indel",
                "*=",
                "!",
                "?",
                "del_1.0",
                "-15",
                "p.",
                "c.",
                "n.",
                "fs",
                "dup"
            ),
        };

    // Two records of one locus of gyrA, changed somewhere.
    private static string Loci(int later, int changed)
    {
        const int Start = 7302;
        char[] bases = H37Rv.Loci.Bases(Start, 99).ToCharArray();
        if (changed > 0)
            bases[changed] = bases[changed] == 'A' ? 'G' : 'A';
        string locus = new(bases);
        return $">NC_000962.3:{Start}-{Start + 98}\n{locus[..40]}\n{locus[40..]}\n>NC_000962.3:{Start + later}-{Start + 98}\n{locus[later..]}\n";
    }
}
