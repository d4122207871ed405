using Osler.Core.Faults;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Reference;

namespace Osler.Core.Tests.Variants;

public sealed class CataloguesTests
{
    private const string Header =
        "GENBANK_REFERENCE,CATALOGUE_NAME,CATALOGUE_VERSION,CATALOGUE_GRAMMAR,PREDICTION_VALUES,DRUG,MUTATION,PREDICTION,SOURCE,EVIDENCE,OTHER";

    [Theory]
    [InlineData("who2021_catalogue_GARC1_RUS.csv.gz", 1690)]
    [InlineData("nejm2018_catalogue_GARC1_RUS.csv.gz", 1089)]
    [InlineData("cryptic_v1.311_catalogue_GARC1_RUS.csv.gz", 1177)]
    [InlineData("tbdb_2023-10-16.csv", 2445)]
    public void Every_rule_of_the_real_catalogues_is_understood(string file, int rules)
    {
        var catalogue = Catalogue.Read(TuberculosisFiles.Path(file));
        Assert.Empty(catalogue.Unread);
        Assert.Equal(rules, catalogue.Rules);
    }

    [Fact]
    public void The_catalogues_agree_on_the_best_known_mutations()
    {
        foreach (
            string file in (string[])
                [
                    "who2021_catalogue_GARC1_RUS.csv.gz",
                    "cryptic_v1.311_catalogue_GARC1_RUS.csv.gz",
                    "tbdb_2023-10-16.csv",
                ]
        )
        {
            var judged = Catalogue
                .Read(TuberculosisFiles.Path(file))
                .Judge(Vcf.Read("761155 C T", "1473246 A G", "1673425 C T", "2155168 C G", "2289241 T G"));
            Assert.All(
                (string[])["RIF", "AMI", "KAN", "INH"],
                drug => Assert.Equal(ResistanceCall.Resistant, judged[drug]?.Call)
            );
        }
    }

    [Theory]
    [InlineData("RIF,rpoB@S450L,R", "761155 C T", ResistanceCall.Resistant)]
    [InlineData("RIF,rpoB@S450W,R", "761155 C T", ResistanceCall.Susceptible)]
    [InlineData("RIF,rpoB@S450?,U", "761155 C T", ResistanceCall.Uncertain)]
    [InlineData("RIF,rpoB@*=,S;RIF,rpoB@*?,U", "761155 C T", ResistanceCall.Uncertain)]
    [InlineData("PZA,pncA@*!,R;PZA,pncA@*?,U", "2288933 G C", ResistanceCall.Resistant)]
    [InlineData("PZA,pncA@*_fs,R", "2288933 GT G", ResistanceCall.Resistant)]
    [InlineData("PZA,pncA@*_indel,U", "2288933 GT G", ResistanceCall.Uncertain)]
    [InlineData("PZA,pncA@a-11g,R;PZA,pncA@-*?,U", "2289252 T C", ResistanceCall.Resistant)]
    [InlineData("RIF,rpoB@1274_del_cggcac,R", "761080 TCGGCAC T", ResistanceCall.Resistant)]
    [InlineData("RIF,rpoB@1275_indel,R", "761080 TCGGCAC T", ResistanceCall.Resistant)]
    [InlineData("RIF,rpoB@1400_indel,R", "761080 TCGGCAC T", ResistanceCall.Susceptible)]
    [InlineData("RIF,rpoB@S450L,S;RIF,rpoB@S450?,R", "761155 C T", ResistanceCall.Susceptible)]
    [InlineData("RIF,rpoB@S450L&rpoB@Q432N,R", "761155 C T", ResistanceCall.Susceptible)]
    public void The_most_particular_rule_judges(string rules, string record, ResistanceCall call)
    {
        string drug = rules[..3];
        Assert.Equal(call, Made(rules).Judge(Vcf.Read(record))[drug]?.Call);
    }

    [Fact]
    public void Mutations_named_together_must_all_be_there()
    {
        var verdict = Made("RIF,rpoB@S450L&rpoB@Q432N,R;RIF,rpoB@*?,U")
            .Judge(Vcf.Read("761100 CAA AAT", "761155 C T"))["RIF"];
        Assert.Equal(ResistanceCall.Resistant, verdict?.Call);
        Assert.Equal(2, verdict!.Evidence[0].Mutations.Length);
    }

    [Fact]
    public void Without_the_places_determined_nothing_is_susceptible()
    {
        var made = Made("RIF,rpoB@S450L,R");
        byte[] other = Vcf.Of("2155168 C G");
        Assert.Equal(ResistanceCall.Susceptible, made.Judge(Vcf.Read(other))["RIF"]?.Call);
        var unknown = made.Judge(Vcf.Read(other, new CallSettings { Silence = Silence.Unknown }))["RIF"];
        Assert.Equal((ResistanceCall.NotDetermined, 0.0), (unknown!.Call, unknown.Determined));
    }

    [Fact]
    public void A_feature_s_name_gets_its_grade()
    {
        var catalogue = Catalogue.Read(TuberculosisFiles.Path("who2021_catalogue_GARC1_RUS.csv.gz"));
        var (drug, evidence) = Assert.Single(catalogue.Grade("SNP_CN_2155168_C944G_S315T_katG"));
        Assert.Equal(("INH", "1) Assoc w R"), (drug.Code, evidence.Grade));
        Assert.Empty(catalogue.Grade("katG_C_snp"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "no catalogue")]
    [InlineData(Header + "\n,,,,,RIF,nonsense,R,,,\n", "No rule")]
    [InlineData(Header + "\n,,,\n", "No rule")]
    [InlineData(Header + "\n,,,,,RIF,\"rpoB@S450L,R,,,\n", "")]
    public void Wrong_files_are_refused(string text, string what)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Contains(
            what,
            Assert.Throws<DataException>(() => Catalogue.Read(path)).Message,
            StringComparison.Ordinal
        );
        File.Delete(path);
    }

    private static Catalogue Made(string rules)
    {
        string path = Path.GetTempFileName();
        File.WriteAllLines(
            path,
            [Header, .. rules.Split(';').Select(rule => $"{H37Rv.Loci.Name},made,1,GARC1,RUS,{rule},,,")]
        );
        try
        {
            return Catalogue.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
