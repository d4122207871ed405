using System.Text;
using System.Text.RegularExpressions;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;

namespace Osler.Core.Tests.Variants;

/// <summary>The WHO's 1,429 graded variants: their HGVS names, made by snpEff, and ours; their grades and our verdicts.</summary>
public sealed class CatalogueVcfTests
{
    private const string File = "who2021_variant_db.sorted.vcf.gz";

    [Fact]
    public void Bases_are_those_of_the_reference_but_for_one_record()
    {
        var calls = CallSet.Read(TuberculosisFiles.Path(File), new CallSettings { AllowedMismatches = 1 });
        Assert.Equal((1429, 1, 0), (calls.Counts.Records, calls.Counts.Mismatches, calls.Counts.Elsewhere));
        Assert.Equal(PositionState.Unknown, calls.StateAt(1_476_409));
    }

    /// <summary>
    /// Of the 1,322 variants for which it gives a name of the DNA, 1,215 agree in DNA and protein. The others: snpEff does
    /// not shift to the most 3' place (a record padded on both sides, a second copy of more bases), or calls a repeat an
    /// insertion (89); calls a shifted frame whose first new codon is a stop 'fs' (HGVS: a stop), or names the place of a
    /// protein's repeat otherwise (18).
    /// </summary>
    [Fact]
    public void Names_agree_but_for_places_among_repeats()
    {
        int both = 0;
        int protein = 0;
        int named = 0;
        var worse = new List<string>();
        foreach (string[] cells in Records())
        {
            string gene = Info(cells, "GENE");
            string dna = Info(cells, "HGVS_NUCLEOTIDE");
            string acids = Info(cells, "HGVS_PROTEIN");
            if (dna is "." or "")
                continue;
            named++;
            var ours = Assert.Single(Read(cells).Mutations, mutation => mutation.Gene?.Name == gene);
            bool sameDna = Plain(dna) == Plain(ours.Nucleotide);
            bool sameProtein = SameProtein(acids, ours);
            both += sameDna && sameProtein ? 1 : 0;
            protein += sameProtein ? 1 : 0;
            if (!sameDna && ours.Calls.All(call => call.Variant.IsSubstitution))
                worse.Add($"{dna} {ours.Nucleotide}");
        }
        Assert.Equal((1322, 1215, 1298), (named, both, protein));
        Assert.Empty(worse);
    }

    [Fact]
    public void Every_variant_that_the_WHO_grades_as_resistant_is_judged_so()
    {
        var catalogue = Catalogue.Read(TuberculosisFiles.Path("who2021_catalogue_GARC1_RUS.csv.gz"));
        int resistant = 0;
        var missed = new List<string>();
        foreach (string[] cells in Records())
        {
            var judged = catalogue.Judge(Read(cells));
            foreach (string grade in Info(cells, "ANTIBIOTICS").Split(','))
            {
                string[] pair = grade.Split('|');
                if (pair[1] is not ("1" or "2") || judged[pair[0]] is not { } verdict)
                    continue;
                resistant++;
                if (verdict.Call != ResistanceCall.Resistant)
                    missed.Add($"{cells[1]} {pair[0]}");
            }
        }
        Assert.Empty(missed);
        Assert.Equal(1103, resistant);
    }

    [Fact]
    public void The_example_sample_has_the_resistances_of_its_mutations()
    {
        var calls = CallSet.Read(TuberculosisFiles.Path("example_sample_variants.vcf"));
        Assert.Equal(
            [
                "gyrA_p.Asp94His",
                "rpoB_p.Ser450Leu",
                "rpsL_p.Lys88Arg",
                "fabG1_p.Leu203=",
                "katG_p.Ser315Thr",
                "pncA_p.Gln10Pro",
                "eis_c.-10G>A",
                "embB_p.Gly406Ala",
            ],
            calls.Mutations.Select(mutation => mutation.Hgvs)
        );
        var judged = Catalogue
            .Read(TuberculosisFiles.Path("who2021_catalogue_GARC1_RUS.csv.gz"))
            .Judge(calls);
        Assert.Equal(
            ["RIF", "INH", "PZA", "EMB", "STM", "KAN", "LEV", "MXF", "ETH"],
            judged
                .Verdicts.Where(verdict => verdict.Call == ResistanceCall.Resistant)
                .Select(verdict => verdict.Drug.Code)
                .Order(Order)
        );
    }

    private static readonly Comparer<string> Order = Comparer<string>.Create(
        (a, b) => Place(a).CompareTo(Place(b))
    );

    private static int Place(string drug) =>
        Array.IndexOf(["RIF", "INH", "PZA", "EMB", "STM", "KAN", "LEV", "MXF", "ETH"], drug);

    private static IEnumerable<string[]> Records() =>
        TuberculosisFiles.Lines(File).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));

    private static CallSet Read(string[] cells) =>
        Vcf.Read(
            Encoding.ASCII.GetBytes(
                "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
                    + string.Join('\t', cells[..7])
                    + "\t.\n"
            ),
            new CallSettings { AllowedMismatches = 1 }
        );

    private static string Info(string[] cells, string key) =>
        Array
            .Find(cells[7].Split(';'), pair => pair.StartsWith(key + "=", StringComparison.Ordinal))
            ?[(key.Length + 1)..]
        ?? "";

    private static bool SameProtein(string theirs, Mutation ours) =>
        ours.Protein is null ? theirs is "." or ""
        : ours.Protein.EndsWith('=') ? theirs.Length > 5 && theirs[2..5] == theirs[^3..]
        : ours.Protein.Replace("Ter", "*", StringComparison.Ordinal)
            == theirs.Replace("Ter", "*", StringComparison.Ordinal);

    private static string Plain(string name) =>
        Regex.Replace(
            name,
            "(?<what>del|dup)[ACGT]+",
            "${what}",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
}
