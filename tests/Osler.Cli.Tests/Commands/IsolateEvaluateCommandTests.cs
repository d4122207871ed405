using System.Globalization;
using System.Text;
using System.Text.Json;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

/// <summary>A bundle on drug resistance judged on other isolates: tables, and folders of VCF files.</summary>
public sealed class IsolateEvaluateCommandTests : IDisposable
{
    private const int Isolates = 40;

    private readonly SmallGenotypeBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Each_drug_is_judged_at_the_frozen_threshold_on_the_isolates_that_were_tested()
    {
        Tables();
        Assert.Equal(0, Evaluate("--out", _cli["out"]));
        using var results = Results();
        var data = results.RootElement.GetProperty("data");
        Assert.Equal(Isolates, data.GetProperty("isolates").GetInt32());
        // Every fifth isolate was not tested for isoniazid.
        Assert.Equal(8, data.GetProperty("drugs").GetProperty("INH").GetProperty("unknown").GetInt32());
        Assert.False(data.GetProperty("same_data_as_training").GetBoolean());
        Assert.Equal(1, Value(results, "INH", "auroc"));
        Assert.Equal(1, Value(results, "INH", "sensitivity"));
        // A quarter of those with rpoB S450L are called resistant and are not.
        Assert.Equal(1, Value(results, "RIF", "sensitivity"));
        Assert.Equal(30.0 / 35, Value(results, "RIF", "specificity")!.Value, 1e-9);
        Assert.Equal(
            (Value(results, "INH", "auroc") + Value(results, "RIF", "auroc")) / 2,
            Value(results, "mean", "auroc")
        );
        Assert.Equal(Value(results, "RIF", "auroc"), Value(results, "mean_first_line", "auroc"));
        Assert.Equal(Value(results, "INH", "auroc"), Value(results, "mean_second_line", "auroc"));
        string page = File.ReadAllText(Path.Combine(_cli["out"], "report.html"));
        foreach (
            string part in (string[])["id=\"discrimination\"", "id=\"calibration\"", "isoniazid", "0.500"]
        )
            Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.DoesNotContain("TB7", page, StringComparison.Ordinal);
        Assert.Contains("INH", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Vcf_files_of_the_same_isolates_get_the_same_figures()
    {
        Tables();
        Assert.Equal(0, Evaluate("--out", _cli["table"]));
        string folder = Vcfs();
        Assert.Equal(0, _cli.Run("evaluate", _bundle.Path, "--data", folder, "--out", _cli["vcf"]));
        using var table = Results("table");
        using var vcf = Results("vcf");
        foreach (string drug in (string[])["INH", "RIF"])
        foreach (string measure in (string[])["auroc", "brier", "sensitivity", "specificity"])
            Assert.Equal(Value(table, drug, measure), Value(vcf, drug, measure));
    }

    [Fact]
    public void A_vcf_file_that_can_not_be_read_or_has_no_labels_is_left_out_and_said()
    {
        string folder = Vcfs();
        // Another base than the reference's, as another build has.
        File.Copy(_bundle.Vcf("other.vcf", "761155 A T"), Path.Combine(folder, "TB0.vcf"), overwrite: true);
        File.Copy(_bundle.Vcf("more.vcf", "761155 C T"), Path.Combine(folder, "unknown.vcf"));
        Assert.Equal(0, _cli.Run("evaluate", _bundle.Path, "--data", folder, "--out", _cli["out"]));
        Assert.Contains("Refused TB0.vcf: REF has A", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("1 files have no row of labels", _cli.Error, StringComparison.Ordinal);
        using var results = Results();
        Assert.Equal(
            Isolates - 1,
            results.RootElement.GetProperty("data").GetProperty("isolates").GetInt32()
        );
    }

    [Fact]
    public void Labels_may_be_letters_under_the_drugs_names_in_any_order_beside_other_columns()
    {
        Tables();
        Assert.Equal(0, Evaluate("--out", _cli["numbers"]));
        var lines = new StringBuilder("isolate,lineage,rifampicin,isoniazid,LEV\n");
        for (int i = Isolates - 1; i >= 0; i--)
        {
            string[] own = Labels(i).Split(',');
            lines.Append(
                CultureInfo.InvariantCulture,
                $"TB{i},L{i % 4},{Letter(own[1])},{Letter(own[0])},S\n"
            );
        }
        File.WriteAllText(_cli["labels.csv"], lines.ToString());
        Assert.Equal(0, Evaluate("--out", _cli["letters"]));
        using var numbers = Results("numbers");
        using var letters = Results("letters");
        foreach (string drug in (string[])["INH", "RIF"])
            Assert.Equal(Value(numbers, drug, "brier"), Value(letters, drug, "brier"));
    }

    [Fact]
    public void Rows_without_names_go_together_by_their_order_and_other_columns_are_passed_over()
    {
        Tables();
        Assert.Equal(0, Evaluate("--out", _cli["named"]));
        string[] variants = File.ReadAllLines(_cli["variants.csv"]);
        File.WriteAllLines(
            _cli["variants.csv"],
            variants.Select((line, i) => i == 0 ? $"sample,{line[8..]},age" : $"{line},{i}")
        );
        string[] labels = File.ReadAllLines(_cli["labels.csv"]);
        File.WriteAllLines(
            _cli["labels.csv"],
            labels.Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])
        );
        Assert.Equal(0, Evaluate("--out", _cli["ordered"]));
        Assert.Contains("by their order", _cli.Error, StringComparison.Ordinal);
        using var named = Results("named");
        using var ordered = Results("ordered");
        foreach (string drug in (string[])["INH", "RIF"])
            Assert.Equal(Value(named, drug, "brier"), Value(ordered, drug, "brier"));
    }

    [Fact]
    public void A_drug_without_labels_is_undefined_and_said()
    {
        Tables();
        string[] lines = File.ReadAllLines(_cli["labels.csv"]);
        File.WriteAllLines(_cli["labels.csv"], lines.Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal(0, Evaluate("--out", _cli["out"]));
        Assert.Contains("No isolate has a known label of RIF", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("RIF (no case)", _cli.Output, StringComparison.Ordinal);
        using var results = Results();
        Assert.Null(Value(results, "RIF", "auroc"));
        Assert.Equal(Value(results, "INH", "auroc"), Value(results, "mean", "auroc"));
    }

    [Fact]
    public void An_input_that_the_table_lacks_is_not_determined_and_said()
    {
        Tables(header: $"isolate,{SmallGenotypeBundle.KatG},other,{SmallGenotypeBundle.RarelyRpoB}");
        Assert.Equal(0, Evaluate());
        Assert.Contains(
            "1 of the model's 3 inputs are not in the data",
            _cli.Error,
            StringComparison.Ordinal
        );
        // By how much it matters, and which column it may be.
        Assert.Contains("rpoB_p.Ser450Leu (rifampicin, log-odds +6.0)", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(
            "1 column is none of the model's inputs and passed over: other",
            _cli.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_table_in_which_nothing_is_determined_is_refused()
    {
        Tables();
        string[] lines = File.ReadAllLines(_cli["variants.csv"]);
        File.WriteAllLines(_cli["variants.csv"], lines.Select((line, i) => i == 0 ? line : $"TB{i - 1},,,"));
        Assert.Equal(3, Evaluate());
        Assert.Contains("No variant is determined in any isolate", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_column_with_swapped_coding_is_told_by_what_its_mutation_means()
    {
        // Rifampicin's labels follow rpoB S450L, so that the labels are sound.
        Tables(labels: i => $"{Labels(i).Split(',')[0]},{(i % 4 == 1 ? 0 : 1)}");
        Assert.Equal(0, Evaluate());
        Assert.DoesNotContain("the other way round", _cli.Error, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(_cli["variants.csv"]);
        File.WriteAllLines(
            _cli["variants.csv"],
            lines.Select(line =>
                line.Split(',') is [var isolate and not "isolate", var katG, .. var rest]
                    ? $"{isolate},{(katG == "1" ? 0 : 1)},{string.Join(',', rest)}"
                    : line
            )
        );
        Assert.Equal(0, Evaluate("--out", _cli["out"]));
        Assert.Contains(
            "Of 16 isolates with katG S315T, which nearly always means resistance, 16 are susceptible",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "katG S315T",
            File.ReadAllText(Path.Combine(_cli["out"], "report.html")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_catalogue_is_judged_beside_the_model_on_tables_and_on_files_alike()
    {
        File.WriteAllText(
            _cli["made_catalogue.csv"],
            "CATALOGUE_NAME,CATALOGUE_VERSION,DRUG,MUTATION,PREDICTION,OTHER\nmade,1,RIF,rpoB@S450L,R,\nmade,1,RIF,rpoB@*?,U,\n"
        );
        string[] beside = ["--catalogue", _cli["made_catalogue.csv"]];
        Tables();
        Assert.Equal(0, Evaluate([.. beside, "--out", _cli["table"]]));
        Assert.Contains("By looking up made 1", _cli.Output, StringComparison.Ordinal);
        Assert.Contains(
            "made 1 is looked up among the 3 variants that the data name, of which it grades 1 as resistant",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Calls by looking up: made 1",
            File.ReadAllText(Path.Combine(_cli["table"], "report.html")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            0,
            _cli.Run(["evaluate", _bundle.Path, "--data", Vcfs(), .. beside, "--out", _cli["vcf"]])
        );
        using var table = Results("table");
        using var vcf = Results("vcf");
        foreach (var results in (JsonDocument[])[table, vcf])
        {
            // Half of those with rpoB S450L resist rifampicin; of isoniazid the catalogue knows nothing.
            Assert.Equal(1, Value(results, "RIF", "sensitivity", "catalogue_made"));
            Assert.Equal(30.0 / 35, Value(results, "RIF", "specificity", "catalogue_made")!.Value, 1e-9);
            Assert.DoesNotContain(
                results.RootElement.GetProperty("measures").EnumerateArray(),
                measure =>
                    measure.GetProperty("model").GetString() == "catalogue_made"
                    && measure.GetProperty("outcome").GetString() == "INH"
            );
        }
    }

    [Fact]
    public void Which_number_means_resistant_is_no_question_of_letters()
    {
        Tables(labels: i => string.Join(',', Labels(i).Split(',').Select(Letter)));
        Assert.Equal(0, Evaluate());
        Assert.Equal(2, Evaluate("--positive", "1"));
        Assert.Contains("letters, which say it themselves", _cli.Error, StringComparison.Ordinal);
        // Where one drug's labels are numbers, it is one.
        Tables(labels: i => $"{Letter(Labels(i).Split(',')[0])},{(i % 8 == 1 ? 1 : 0)}");
        Assert.Equal(0, Evaluate("--positive", "1"));
    }

    [Fact]
    public void No_remedy_names_a_setting_that_the_command_does_not_have()
    {
        Tables();
        string[] lines = File.ReadAllLines(_cli["labels.csv"]);
        File.WriteAllLines(
            _cli["labels.csv"],
            lines.Skip(1).Select(line => line.Split(',', 2)[1]).Prepend("INH,RIF").SkipLast(1)
        );
        Assert.Equal(3, Evaluate());
        Assert.Contains("names the isolate, as their first", _cli.Error, StringComparison.Ordinal);
        File.WriteAllLines(_cli["labels.csv"], lines.Select((line, i) => i == 3 ? "TB2,5,0" : line));
        Assert.Equal(3, Evaluate());
        Assert.Contains("--positive says which", _cli.Error, StringComparison.Ordinal);
        File.WriteAllLines(_cli["labels.csv"], lines);
        File.WriteAllLines(_cli["more_labels.csv"], lines);
        Assert.Equal(2, Evaluate());
        Assert.DoesNotContain("--set", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("genotypes.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_coding_is_refused_and_may_be_stated()
    {
        Tables(labels: i => string.Join(',', Labels(i).Split(',').Select(Swapped)));
        Assert.Equal(3, Evaluate());
        Assert.Contains("coding looks swapped", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("--positive", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, Evaluate("--positive", "1"));

        static string Swapped(string label) =>
            label switch
            {
                "0" => "1",
                "1" => "0",
                _ => label,
            };
    }

    [Theory]
    [InlineData("--outcome RIF", 2, "--outcome is about a table of patients")]
    [InlineData("--positive R", 2, "0 or 1")]
    [InlineData("--uncovered maybe", 2, "'reference' or 'unknown'")]
    [InlineData("--labels absent.csv", 3, "absent.csv")]
    public void Wrong_requests_get_one_clear_error(string options, int code, string what)
    {
        Tables();
        Assert.Equal(code, Evaluate(options.Split(' ')));
        Assert.Contains(what, _cli.Error, StringComparison.Ordinal);
        Assert.Equal("", _cli.Output);
    }

    [Fact]
    public void Isolates_that_are_not_the_models_are_refused()
    {
        Tables(header: "isolate,a,b,c");
        Assert.Equal(3, Evaluate());
        Assert.Contains("None of the model's 3 inputs", _cli.Error, StringComparison.Ordinal);
        File.Delete(_cli["labels.csv"]);
        Assert.Equal(2, Evaluate());
        Assert.Contains("--labels", _cli.Error, StringComparison.Ordinal);
        Directory.CreateDirectory(_cli["empty"]);
        Assert.Equal(3, _cli.Run("evaluate", _bundle.Path, "--data", _cli["empty"]));
        Assert.Contains("holds no VCF or FASTA file", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent", "variants.csv")]
    [InlineData(".", "absent.csv")]
    public void Isolates_that_are_not_there_are_said_to_be_so(string folder, string file)
    {
        Assert.Equal(3, _cli.Run("evaluate", _bundle.Path, "--data", Path.Combine(_cli[folder], file)));
        Assert.Contains("There is no such file", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_isolate_in_two_files_is_refused()
    {
        string folder = Vcfs();
        using (
            var packed = new System.IO.Compression.GZipStream(
                File.Create(Path.Combine(folder, "TB3.vcf.gz")),
                System.IO.Compression.CompressionLevel.Fastest
            )
        )
            packed.Write(File.ReadAllBytes(Path.Combine(folder, "TB3.vcf")));
        Assert.Equal(3, _cli.Run("evaluate", _bundle.Path, "--data", folder));
        Assert.Contains("Two files are of one isolate, 'TB3'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_drug_s_labels_the_other_way_round_are_warned_of()
    {
        Tables(labels: i => $"{Labels(i).Split(',')[0]},{(i % 4 == 1 ? 1 : 0)}");
        Evaluate();
        Assert.Contains(
            "RIF: the interval of the AUROC lies wholly below 0.5",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("INH: the interval", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_of_one_drug_are_refused()
    {
        Tables();
        string[] lines = File.ReadAllLines(_cli["labels.csv"]);
        File.WriteAllLines(
            _cli["labels.csv"],
            lines.Select((line, i) => line + (i == 0 ? ",rifampicin" : ",1"))
        );
        Assert.Equal(3, Evaluate());
        Assert.Contains(
            "Two columns are of one drug: 'RIF' and 'rifampicin'",
            _cli.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_model_of_first_line_drugs_alone_has_no_mean_of_others()
    {
        using var bundle = new SmallGenotypeBundle(firstLine: "RIF, INH");
        Tables();
        Assert.Equal(
            0,
            _cli.Run("evaluate", bundle.Path, "--data", _cli["variants.csv"], "--out", _cli["out"])
        );
        using var results = Results();
        Assert.Equal(
            ["INH", "RIF", "mean"],
            results
                .RootElement.GetProperty("measures")
                .EnumerateArray()
                .Select(measure => measure.GetProperty("outcome").GetString())
                .Distinct()
        );
        Assert.DoesNotContain("mean_", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", "NC_000962.3")]
    [InlineData("wdnn", "NC_002945.4")]
    public void A_bundle_whose_inputs_have_no_place_on_the_reference_reads_no_files(
        string naming,
        string reference
    )
    {
        using var bundle = new SmallGenotypeBundle(naming, reference: reference);
        Assert.Equal(2, _cli.Run("evaluate", bundle.Path, "--data", Vcfs()));
        Assert.Contains("not named by their position on H37Rv", _cli.Error, StringComparison.Ordinal);
    }

    private static string Letter(string label) =>
        label switch
        {
            "0" => "R",
            "1" => "S",
            _ => "I",
        };

    private static string Variants(int i) => $"{(i % 2 == 0 ? 1 : 0)},{(i % 4 == 1 ? 1 : 0)},0";

    // 0 is resistant. Isoniazid follows katG; half of those with rpoB S450L resist rifampicin.
    private static string Labels(int i) => $"{(i % 5 == 0 ? -1 : i % 2 == 0 ? 0 : 1)},{(i % 8 == 1 ? 0 : 1)}";

    private void Tables(string? header = null, Func<int, string>? labels = null)
    {
        var x = new StringBuilder(
            (
                header
                ?? $"isolate,{SmallGenotypeBundle.KatG},{SmallGenotypeBundle.RpoB},{SmallGenotypeBundle.RarelyRpoB}"
            ) + "\n"
        );
        for (int i = 0; i < Isolates; i++)
            x.Append(CultureInfo.InvariantCulture, $"TB{i},{Variants(i)}\n");
        File.WriteAllText(_cli["variants.csv"], x.ToString());
        WriteLabels(_cli["labels.csv"], labels ?? Labels);
    }

    private string Vcfs()
    {
        string folder = _cli["vcfs"];
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Isolates; i++)
        {
            string[] own = Variants(i).Split(',');
            string[] records =
            [
                .. own[1] == "1" ? (string[])["761155 C T"] : [],
                .. own[0] == "1" ? (string[])["2155168 C G"] : [],
                // Outside of every locus: a file without any record would determine nothing.
                "4400000 A G",
            ];
            File.Move(_bundle.Vcf($"TB{i}.vcf", records), Path.Combine(folder, $"TB{i}.vcf"));
        }
        WriteLabels(Path.Combine(folder, "labels.csv"), Labels);
        return folder;
    }

    private static void WriteLabels(string path, Func<int, string> labels) =>
        File.WriteAllLines(
            path,
            ["isolate,INH,RIF", .. Enumerable.Range(0, Isolates).Select(i => $"TB{i},{labels(i)}")]
        );

    private int Evaluate(params string[] options) =>
        _cli.Run(["evaluate", _bundle.Path, "--data", _cli["variants.csv"], .. options]);

    private JsonDocument Results(string folder = "out") =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_cli[folder], "results.json")));

    private static double? Value(JsonDocument results, string drug, string name, string model = "network") =>
        results
            .RootElement.GetProperty("measures")
            .EnumerateArray()
            .First(measure =>
                measure.GetProperty("outcome").GetString() == drug
                && measure.GetProperty("name").GetString() == name
                && measure.GetProperty("model").GetString() == model
            )
            .GetProperty("value")
            is { ValueKind: JsonValueKind.Number } value
            ? value.GetDouble()
            : null;
}
