using System.Text.Json;
using Osler.Core.Variants.Isolates;
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
    public void A_bundle_on_patients_takes_no_genome_and_no_option_of_genomes()
    {
        using var other = new SmallBundle();
        Assert.Equal(2, _cli.Run("predict", other.Path, _bundle.Vcf("isolate.vcf", "761155 C T")));
        Assert.Contains("does not read genomes", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("predict", other.Path, other.TablePath, "--sample", "x"));
        Assert.Contains("--sample is about VCF files", _cli.Error, StringComparison.Ordinal);
    }
}
