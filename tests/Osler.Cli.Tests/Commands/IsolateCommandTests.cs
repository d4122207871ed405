using System.Text.Json;
using Osler.Core.Variants.Isolates;
using Osler.Core.Variants.Reference;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed class IsolateCommandTests : IDisposable
{
    private readonly SmallGenotypeBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Predict_tells_of_an_isolate_in_words()
    {
        Assert.Equal(
            0,
            _cli.Run("predict", _bundle.Path, _bundle.Vcf("isolate.vcf", "761155 C T", "2155168 C G ./."))
        );
        Assert.Equal("", _cli.Error);
        CommandLine.AssertExpected("predict-isolate", _cli.Output);
    }

    [Fact]
    public void Predict_tells_of_isolates_in_json()
    {
        Assert.Equal(
            0,
            _cli.Run(
                "predict",
                _bundle.Path,
                _bundle.Vcf("one.vcf", "761155 C T"),
                _bundle.Vcf("two.vcf", "2155168 C G"),
                "--json"
            )
        );
        using var answer = JsonDocument.Parse(_cli.Output);
        Assert.Equal(IsolateFindings.Caution, answer.RootElement.GetProperty("caution").GetString());
        Assert.Equal(
            ["one.vcf: susceptible, resistant", "two.vcf: resistant, susceptible"],
            answer
                .RootElement.GetProperty("isolates")
                .EnumerateArray()
                .Select(isolate =>
                    $"{isolate.GetProperty("isolate").GetString()}: "
                    + string.Join(
                        ", ",
                        isolate
                            .GetProperty("drugs")
                            .EnumerateArray()
                            .Select(drug => drug.GetProperty("verdict").GetString())
                    )
                )
        );
    }

    [Fact]
    public void Predict_writes_a_page_with_a_catalogue_s_verdict()
    {
        string catalogue = _cli["catalogue.csv"];
        File.WriteAllText(
            catalogue,
            "CATALOGUE_NAME,CATALOGUE_VERSION,DRUG,MUTATION,PREDICTION,OTHER\nmade,1,RIF,rpoB@S450L,R,\nmade,1,INH,katG@*?,U,\n"
        );
        string page = _cli["isolate.html"];
        Assert.Equal(
            0,
            _cli.Run(
                "predict",
                _bundle.Path,
                _bundle.Vcf("isolate.vcf", "761155 C T"),
                "--catalogue",
                catalogue,
                "--out",
                page
            )
        );
        string html = File.ReadAllText(page);
        foreach (
            string part in (string[])
                ["rifampicin", "rpoB_p.Ser450Leu", "rpoB@S450L", "made 1", "no test of the bacteria"]
        )
            Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http",
            html.Replace("http-equiv", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Where_a_catalogue_says_resistant_and_the_model_does_not_it_can_t_be_told()
    {
        string catalogue = _cli["catalogue.csv"];
        File.WriteAllText(catalogue, "DRUG,MUTATION,PREDICTION\nINH,fabG1@c-15t,R\n");
        Assert.Equal(
            0,
            _cli.Run(
                "predict",
                _bundle.Path,
                _bundle.Vcf("isolate.vcf", "1673425 C T"),
                "--catalogue",
                catalogue
            )
        );
        Assert.Contains("isoniazid   cannot tell", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("by fabG1_c.-15C>T [fabG1@c-15t]", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    // The model says susceptible, or that it can't tell; the contradiction stands on the verdict's own line and in the summary.
    [InlineData("1673425 C T")]
    [InlineData("1673425 C T", "2155168 C G ./.")]
    public void A_catalogue_that_contradicts_the_model_stands_beside_its_verdict(params string[] records)
    {
        string catalogue = _cli["catalogue.csv"];
        File.WriteAllText(
            catalogue,
            "DRUG,MUTATION,PREDICTION,OTHER\nINH,fabG1@c-15t,R,\"{\"\"FINAL_CONFIDENCE_GRADING\"\": \"\"1) Assoc w R\"\"}\"\n"
        );
        string vcf = _bundle.Vcf("isolate.vcf", records);
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, vcf, "--catalogue", catalogue));
        Assert.Matches(
            @"isoniazid   cannot tell .*  catalogue: resistant, 1\) Assoc w R\n      The catalogue says resistant",
            _cli.Output
        );
        const string summary =
            "Model and catalogue contradict each other about isoniazid (cannot tell; catalogue: resistant, 1) Assoc w R).";
        Assert.Contains(summary, _cli.Output, StringComparison.Ordinal);
        Assert.Equal(
            0,
            _cli.Run("predict", _bundle.Path, vcf, "--catalogue", catalogue, "--out", _cli["page.html"])
        );
        Assert.Contains(summary, File.ReadAllText(_cli["page.html"]), StringComparison.Ordinal);
        using var json = new CommandLine();
        Assert.Equal(0, json.Run("predict", _bundle.Path, vcf, "--catalogue", catalogue, "--json"));
        using var answer = JsonDocument.Parse(json.Output);
        var drug = answer.RootElement.GetProperty("isolates")[0].GetProperty("drugs")[0];
        Assert.True(drug.GetProperty("contradicted").GetBoolean());
        Assert.Equal("1) Assoc w R", drug.GetProperty("catalogue").GetProperty("grade").GetString());
    }

    [Fact]
    public void Explain_tells_what_each_mutation_of_a_sequence_adds_and_where_it_lies()
    {
        using var bundle = new SmallLociBundle();
        string catalogue = _cli["catalogue.csv"];
        File.WriteAllText(catalogue, "DRUG,MUTATION,PREDICTION\nINH,katG@S315T,R\n");
        Assert.Equal(
            0,
            _cli.Run(
                "explain",
                bundle.Path,
                bundle.Fasta("isolate.fasta", 2155168, 1, "G"),
                "--catalogue",
                catalogue,
                "--out",
                _cli["why.json"]
            )
        );
        Assert.Contains(
            "isoniazid: log-odds +3.00, of H37Rv -3.00\n   +6.00  katG_p.Ser315Thr  catalogue: resistant\n"
                + "          katG, base 944; H37Rv 2,155,168; c.944G>C; p.Ser315Thr\n",
            _cli.Output,
            StringComparison.Ordinal
        );
        using var answer = JsonDocument.Parse(File.ReadAllText(_cli["why.json"]));
        var mutation = answer.RootElement.GetProperty("drugs")[0].GetProperty("mutations")[0];
        Assert.Equal(6, mutation.GetProperty("adds").GetDouble(), 3);
        Assert.Equal(944, mutation.GetProperty("places")[0].GetProperty("base").GetInt32());
        // One base of the reference less than it has, and what is inserted: no mutation of it is seen, and this is said.
        using var other = new CommandLine();
        Assert.Equal(0, other.Run("explain", bundle.Path, bundle.Fasta("other.fasta", 2155172, 0, "GT")));
        Assert.Contains(
            "Bases are inserted that the model can't see: katG_p.",
            other.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(
            2,
            _cli.Run("explain", bundle.Path, bundle.Fasta("a.fasta", 2155168, 1, "G"), "--row", "2")
        );
    }

    [Fact]
    public void Explain_of_a_variant_file_names_the_mutations_behind_the_inputs()
    {
        Assert.Equal(0, _cli.Run("explain", _bundle.Path, _bundle.Vcf("isolate.vcf", "2155168 C G")));
        Assert.Contains(" +6.00  katG_p.Ser315Thr\n", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_reads_loci_and_says_what_they_do_not_reach()
    {
        string fasta = _cli["isolate.fasta"];
        var (katG, rpoB) = (H37Rv.Genes.Find("katG")!, H37Rv.Genes.Find("rpoB")!);
        char[] resistant = H37Rv.Loci.Bases(katG.Start, katG.Length).ToCharArray();
        resistant[2155168 - katG.Start] = 'G';
        File.WriteAllText(
            fasta,
            $">katG\n{new string(resistant)}\n>rpoB\n{H37Rv.Loci.Bases(rpoB.Start, rpoB.Length)}\n"
        );
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, fasta, "--json"));
        using var both = JsonDocument.Parse(_cli.Output);
        Assert.Equal(["resistant", "susceptible"], Verdicts(both));

        File.WriteAllText(fasta, $">katG\n{new string(resistant)}\n");
        using var other = new CommandLine();
        Assert.Equal(0, other.Run("predict", _bundle.Path, fasta, "--json"));
        using var one = JsonDocument.Parse(other.Output);
        Assert.Equal(["resistant", "cannot_tell"], Verdicts(one));
        Assert.Contains("do not reach were taken as not determined", other.Output, StringComparison.Ordinal);

        static IEnumerable<string?> Verdicts(JsonDocument answer) =>
            answer
                .RootElement.GetProperty("isolates")[0]
                .GetProperty("drugs")
                .EnumerateArray()
                .Select(drug => drug.GetProperty("verdict").GetString());
    }

    [Fact]
    public void A_whole_chromosome_with_its_annotation_names_changes_outside_of_the_genes_of_resistance()
    {
        // Where the chromosome is not known here, it is made up: a gene that begins with ATG and goes on with lysines.
        char[] bases = new char[H37Rv.Loci.Length];
        Array.Fill(bases, 'A');
        (bases[1000], bases[1001]) = ('T', 'G');
        foreach (var (start, end) in H37Rv.Loci.Loci)
            H37Rv.Loci.Bases(start, end - start + 1).CopyTo(0, bases, start - 1, end - start + 1);
        File.WriteAllText(_cli["h37rv.fasta"], $">NC_000962.3\n{new string(bases)}\n");
        File.WriteAllText(
            _cli["genes.gff3"],
            "##gff-version 3\nNC_000962.3\tx\tgene\t1000\t1998\t.\t+\t.\tID=gene:Rv9;Name=made\n"
        );
        string vcf = _bundle.Vcf("isolate.vcf", "1004 A C", "2155168 C G");
        string[] whole = ["--reference", _cli["h37rv.fasta"], "--annotation", _cli["genes.gff3"]];
        Assert.Equal(0, _cli.Run(["predict", _bundle.Path, vcf, "--json", .. whole]));
        Assert.Contains("made_p.Lys2Thr", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("katG_p.Ser315Thr", _cli.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, _cli.Run("predict", _bundle.Path, vcf, "--annotation", _cli["genes.gff3"]));
        Assert.Contains("Give it with --reference", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(">contig_1\nACGTACGT\n", "", 3, "name is no locus")]
    [InlineData(">katG\nACGT\n", "--sample a", 2, "--sample is about VCF files")]
    public void A_wrong_sequence_gets_one_clear_error(string file, string options, int code, string what)
    {
        File.WriteAllText(_cli["isolate.fa"], file);
        Assert.Equal(
            code,
            _cli.Run([
                "predict",
                _bundle.Path,
                _cli["isolate.fa"],
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ])
        );
        Assert.Contains(what, _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
    }

    [Theory]
    [InlineData("--set age=5", "about a table's rows")]
    [InlineData("--uncovered maybe", "'reference' or 'unknown'")]
    [InlineData("--out x.csv", "no form as .csv")]
    [InlineData("--sample other", "do not include")]
    public void Wrong_requests_get_one_clear_error(string options, string what)
    {
        Assert.NotEqual(
            0,
            _cli.Run([
                "predict",
                _bundle.Path,
                _bundle.Vcf("isolate.vcf", "761155 C T"),
                .. options.Split(' '),
            ])
        );
        Assert.Contains(what, _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
    }

    [Fact]
    public void A_genome_of_another_build_is_bad_data()
    {
        Assert.Equal(3, _cli.Run("predict", _bundle.Path, _bundle.Vcf("isolate.vcf", "761155 A T")));
        Assert.Contains("another species or build", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_files_a_broken_one_is_named_and_the_others_are_answered()
    {
        string[] files =
        [
            _bundle.Vcf("one.vcf", "761155 C T"),
            _bundle.Vcf("broken.vcf", "761155 C T", "7582 A G"),
            _bundle.Vcf("two.vcf", "2155168 C G"),
        ];
        Assert.Equal(3, _cli.Run(["predict", _bundle.Path, .. files, "--json"]));
        Assert.Contains(
            "Refused broken.vcf: line 4: Position 7,582 comes after 761,155",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1 of 3 isolates were refused; the others were predicted",
            _cli.Error,
            StringComparison.Ordinal
        );
        using var answer = JsonDocument.Parse(_cli.Output);
        Assert.Equal(
            ["one.vcf", "two.vcf"],
            answer.RootElement.GetProperty("isolates").EnumerateArray().Select(Isolate)
        );
        Assert.Equal(
            ["broken.vcf"],
            answer.RootElement.GetProperty("refused").EnumerateArray().Select(Isolate)
        );
        using var words = new CommandLine();
        Assert.Equal(3, words.Run(["predict", _bundle.Path, .. files]));
        Assert.Contains("broken.vcf\n\n  Refused: line 4", words.Output, StringComparison.Ordinal);
        Assert.Contains("two.vcf\n\n  isoniazid   resistant", words.Output, StringComparison.Ordinal);

        static string? Isolate(JsonElement one) => one.GetProperty("isolate").GetString();
    }

    [Fact]
    public void Records_that_contradict_each_other_make_no_verdict()
    {
        Assert.Equal(
            0,
            _cli.Run("predict", _bundle.Path, _bundle.Vcf("isolate.vcf", "2155168 C G", "2155168 C G 0/0"))
        );
        Assert.Contains("isoniazid   cannot tell", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("2,155,168 (katG)", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_on_patients_takes_no_genome_and_no_option_of_genomes()
    {
        using var other = new SmallBundle();
        Assert.Equal(2, _cli.Run("predict", other.Path, _bundle.Vcf("isolate.vcf", "761155 C T")));
        Assert.Contains("does not read genomes", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("predict", other.Path, other.TablePath, "--sample", "x"));
        Assert.Contains("--sample is about VCF files", _cli.Error, StringComparison.Ordinal);
    }
}
