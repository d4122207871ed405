using System.Text.Json;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

/// <summary>Isolates that are a table's rows get the verdicts that a VCF file gets, under their own names.</summary>
public sealed class VariantTableCommandTests : IDisposable
{
    private readonly SmallGenotypeBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Each_row_has_its_isolate_s_name_and_a_verdict_for_each_drug()
    {
        Assert.Equal(0, Predict("TB7,1,0,0\nTB3,,1,0\n\"x, y\",,,\n,0,0,0\n", "--out", _cli["answer.csv"]));
        string[][] lines = [.. File.ReadAllLines(_cli["answer.csv"]).Select(line => line.Split(','))];
        Assert.Equal("row,isolate,INH,INH_low,INH_high,INH_verdict", string.Join(',', lines[0][..6]));
        Assert.Equal(
            ["1,TB7,resistant,susceptible", "2,TB3,cannot_tell,resistant", "4,row 4,susceptible,susceptible"],
            lines.Where((_, i) => i is 1 or 2 or 4).Select(line => $"{line[0]},{line[1]},{line[5]},{line[9]}")
        );
        Assert.StartsWith("3,\"x, y\",", File.ReadAllLines(_cli["answer.csv"])[3], StringComparison.Ordinal);
        Assert.Contains(
            "\"INH: Not determined, and resistant if present: katG_p.Ser315Thr.\"",
            File.ReadAllLines(_cli["answer.csv"])[2],
            StringComparison.Ordinal
        );
        Assert.Contains("1 isolate has no determined variant at all", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_isolate_of_which_nothing_is_known_is_neither_resistant_nor_susceptible()
    {
        Assert.Equal(0, Predict("TB1,1,0,0\nTB2,,,\n", "--json"));
        using var answer = JsonDocument.Parse(_cli.Output);
        var isolates = answer.RootElement.GetProperty("isolates");
        Assert.Equal("TB2", isolates[1].GetProperty("isolate").GetString());
        Assert.All(
            isolates[1].GetProperty("drugs").EnumerateArray(),
            drug => Assert.Equal("cannot_tell", drug.GetProperty("verdict").GetString())
        );
        Assert.Equal(0, answer.RootElement.GetProperty("refused").GetArrayLength());
    }

    [Fact]
    public void A_catalogue_stands_beside_each_verdict()
    {
        File.WriteAllText(_cli["catalogue.csv"], "DRUG,MUTATION,PREDICTION\nINH,katG@S315T,R\n");
        Assert.Equal(
            0,
            Predict(
                "TB1,1,0,0\nTB2,0,0,0\n",
                "--catalogue",
                _cli["catalogue.csv"],
                "--out",
                _cli["answer.csv"]
            )
        );
        string[][] lines = [.. File.ReadAllLines(_cli["answer.csv"]).Select(line => line.Split(','))];
        Assert.Equal("INH_catalogue", lines[0][6]);
        // Of a codon a row tells one base: where it is absent the catalogue can't call the isolate susceptible.
        Assert.Equal(["resistant", "not_determined"], lines[1..].Select(line => line[6]));
        // No rules for the drug.
        Assert.Equal(["", ""], lines[1..].Select(line => line[11]));
        Assert.Equal(0, Predict("TB1,1,0,0\nTB2,0,0,0\n", "--catalogue", _cli["catalogue.csv"]));
        Assert.Matches("TB1  INH  resistant .*  catalogue: resistant\n", _cli.Output);
    }

    [Fact]
    public void In_words_each_drug_of_each_isolate_has_a_line()
    {
        Assert.Equal(0, Predict("TB1,1,0,0\nTB2,0,,0\n"));
        foreach (
            string part in (string[])
                [
                    "     1  TB1  INH  resistant ",
                    "     2  TB2  RIF  cannot tell",
                    "Not determined, and resistant if present: rpoB_p.Ser450Leu.",
                    "no test of the bacteria",
                ]
        )
            Assert.Contains(part, _cli.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" + ", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_isolate_may_be_typed_or_come_from_standard_input()
    {
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, "--set", $"{SmallGenotypeBundle.KatG}=1"));
        Assert.Contains("isoniazid   resistant", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("rifampicin  cannot tell", _cli.Output, StringComparison.Ordinal);
        using var piped = new CommandLine { Input = $"{Header("isolate")}\nTB9,1,0,0\n" };
        Assert.Equal(0, piped.Run("predict", _bundle.Path, "-"));
        Assert.Contains("     1  TB9  INH  resistant", piped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_column_names_isolates_where_none_is_called_so_and_else_their_rows_do()
    {
        File.WriteAllText(_cli["named.csv"], $"{Header("accession")}\nERR1,1,0,0\n");
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, _cli["named.csv"]));
        Assert.Contains("     1  ERR1  INH", _cli.Output, StringComparison.Ordinal);
        File.WriteAllText(_cli["bare.csv"], $"{Header("isolate")[8..]}\n1,0,0\n");
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, _cli["bare.csv"]));
        Assert.Contains("     1  row 1  INH", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("No column names the isolates", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TB1,,,\nTB2,,,\n", "No variant is determined in any isolate")]
    [InlineData("TB1,1,0,0\nTB2,7,0,0\n", "'7'")]
    public void A_table_that_can_t_be_right_is_bad_data(string rows, string what)
    {
        Assert.Equal(3, Predict(rows));
        Assert.Contains(what, _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
    }

    [Fact]
    public void A_table_together_with_a_file_is_refused()
    {
        string vcf = _bundle.Vcf("isolate.vcf", "761155 C T");
        File.WriteAllText(_cli["isolates.csv"], $"{Header("isolate")}\nTB1,1,0,0\n");
        Assert.Equal(2, _cli.Run("predict", _bundle.Path, vcf, _cli["isolates.csv"]));
        Assert.Contains("One table of variants", _cli.Error, StringComparison.Ordinal);
    }

    private static string Header(string isolate) =>
        $"{isolate},{SmallGenotypeBundle.KatG},{SmallGenotypeBundle.RpoB},{SmallGenotypeBundle.RarelyRpoB}";

    private int Predict(string rows, params string[] options)
    {
        File.WriteAllText(_cli["isolates.csv"], $"{Header("isolate")}\n{rows}");
        return _cli.Run(["predict", _bundle.Path, _cli["isolates.csv"], .. options]);
    }
}
