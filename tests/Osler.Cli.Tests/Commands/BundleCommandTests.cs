using System.Text.Json;
using System.Text.RegularExpressions;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed partial class BundleCommandTests : IDisposable
{
    private static readonly string[] Patient = ["--set", "age=54", "sbp=132", "sex=female", "smoker=former"];

    private readonly SmallBundle _bundle = new();
    private readonly CommandLine _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void Predict_answers_in_words()
    {
        Assert.Equal(0, _cli.Run(["predict", _bundle.Path, .. Patient]));
        Assert.Equal("", _cli.Error);
        CommandLine.AssertExpected("predict", _cli.Output);
    }

    [Fact]
    public void Predict_answers_in_json()
    {
        Assert.Equal(0, _cli.Run(["predict", _bundle.Path, "--json", .. Patient]));
        // Another processor may round the last bits otherwise.
        CommandLine.AssertExpected("predict-json", FourDecimals().Replace(_cli.Output, "${kept}"));
        JsonDocument.Parse(_cli.Output).Dispose();
    }

    [Fact]
    public void Predict_writes_a_line_for_every_row_of_a_table()
    {
        Assert.Equal(0, _cli.Run("predict", _bundle.Path, _bundle.TablePath, "--out", _cli["answers.csv"]));
        Assert.Equal("", _cli.Output);
        Assert.Equal($"Wrote {_cli["answers.csv"]}.\n", _cli.Error);
        Assert.Equal(SmallBundle.Rows + 1, File.ReadAllLines(_cli["answers.csv"]).Length);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("explain")]
    public void An_answer_never_takes_the_place_of_the_patients(string command)
    {
        string table = _cli["patients.csv"];
        File.Copy(_bundle.TablePath, table);
        byte[] before = File.ReadAllBytes(table);
        foreach (string file in (string[])[table, _cli["./patients.csv"]])
        {
            Assert.Equal(2, _cli.Run(command, _bundle.Path, table, "--out", file));
            Assert.Contains("This is the file that is read", _cli.Error, StringComparison.Ordinal);
        }
        Assert.Equal(before, File.ReadAllBytes(table));
    }

    [Fact]
    public void An_answer_follows_no_link_to_the_patients()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        string table = _cli["patients.csv"];
        File.Copy(_bundle.TablePath, table);
        File.CreateSymbolicLink(_cli["link.csv"], table);
        Assert.Equal(2, _cli.Run("predict", _bundle.Path, table, "--out", _cli["link.csv"]));
        Assert.Equal(2, _cli.Run("predict", _bundle.Path, _cli["link.csv"], "--out", table));
    }

    [Fact]
    public void Nothing_is_written_into_a_bundle()
    {
        string card = Path.Combine(_bundle.Path, "card.json");
        byte[] before = File.ReadAllBytes(card);
        Assert.Equal(2, _cli.Run(["predict", _bundle.Path, "--out", card, .. Patient]));
        Assert.Contains("nothing is written among them", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(card));
    }

    [Theory]
    [InlineData("card.json")]
    [InlineData("manifest.json")]
    public void A_drawing_is_never_written_over_a_bundle_s_file(string file)
    {
        string target = Path.Combine(_bundle.Path, file);
        byte[] before = File.ReadAllBytes(target);
        Assert.Equal(2, _cli.Run("inspect", _bundle.Path, "--svg", target));
        Assert.Contains("nothing is written among them", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(target));
    }

    [Fact]
    public void A_drawing_is_never_written_over_the_network_s_file()
    {
        string network = _cli["network.json"];
        File.WriteAllText(network, """{"sequence": [{"dense": 1}]}""");
        Assert.Equal(2, _cli.Run("inspect", network, "--input", "8", "--svg", network));
        Assert.Contains("This is the file that is read", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_reads_standard_input()
    {
        using var piped = new CommandLine
        {
            Input = """{"age": 54, "sbp": 132, "sex": "female", "smoker": "former"}""",
        };
        Assert.Equal(0, piped.Run("predict", _bundle.Path, "-"));
        CommandLine.AssertExpected("predict", piped.Output);
    }

    [Fact]
    public void Predict_needs_a_patient()
    {
        Assert.Equal(2, _cli.Run("predict", _bundle.Path));
        Assert.StartsWith(
            "osler: There is no patient to predict for. Give one with --set",
            _cli.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Predict_names_the_nearest_input()
    {
        Assert.Equal(2, _cli.Run("predict", _bundle.Path, "--set", "ag=54"));
        Assert.Contains("'age'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_refuses_a_patient_without_an_input_that_training_always_had()
    {
        Assert.Equal(3, _cli.Run("predict", _bundle.Path, "--set", "age=54"));
        Assert.Contains("sbp", _cli.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"age\": 54} {\"age\": 55}", "into an array")]
    [InlineData("{\"age\": 54, \"age\": 55}", "an input twice")]
    [InlineData("{\"age\": NaN}", "line 1, at byte 9")]
    [InlineData("{\"\\ud800\": 54}", "half letters")]
    [InlineData("{\"age\": \"\\ud800\"}", "half letters")]
    public void Predict_says_what_is_wrong_with_json_in_plain_words(string json, string said)
    {
        using var piped = new CommandLine { Input = json };
        Assert.Equal(3, piped.Run("predict", _bundle.Path, "-"));
        Assert.Contains(said, piped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", piped.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_a_stranger_gives_the_terminal_no_orders()
    {
        using var piped = new CommandLine { Input = """{"\u001b[31mage": 54}""" };
        Assert.Equal(2, piped.Run("predict", _bundle.Path, "-"));
        Assert.Contains("\uFFFD[31mage", piped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', piped.Error);
    }

    [Theory]
    [InlineData("answers.xlsx", "--csv")]
    [InlineData("answers.csv", "--json")]
    public void Predict_refuses_an_ending_that_it_cannot_write(string file, string flag)
    {
        string[] flags = flag == "--json" ? [flag] : [];
        Assert.Equal(2, _cli.Run(["predict", _bundle.Path, "--out", _cli[file], .. flags, .. Patient]));
        Assert.False(File.Exists(_cli[file]));
    }

    [Fact]
    public void Predict_says_so_when_the_answer_cannot_be_written()
    {
        File.WriteAllText(_cli["taken"], "a file in the place of a folder");
        Assert.Equal(2, _cli.Run(["predict", _bundle.Path, "--out", _cli["taken/answer.json"], .. Patient]));
        Assert.Contains("Can't write here", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_shows_what_each_input_adds()
    {
        Assert.Equal(0, _cli.Run(["explain", _bundle.Path, "--out", _cli["why.json"], .. Patient]));
        CommandLine.AssertExpected("explain", _cli.Output);
        using var document = JsonDocument.Parse(File.ReadAllText(_cli["why.json"]));
        double sum = document
            .RootElement.GetProperty("contributions")
            .EnumerateArray()
            .Sum(one => one.GetProperty("contribution").GetDouble());
        Assert.Equal(
            document.RootElement.GetProperty("prediction").GetDouble(),
            document.RootElement.GetProperty("base").GetDouble() + sum,
            1e-9
        );
    }

    [Fact]
    public void Explain_has_no_row_beyond_the_table()
    {
        Assert.Equal(2, _cli.Run("explain", _bundle.Path, _bundle.TablePath, "--row", "121"));
        Assert.Equal("osler: --row: There is no row 121; the table has 120.\n", _cli.Error);
    }

    [Fact]
    public void Evaluate_judges_and_writes_results()
    {
        Assert.Equal(
            0,
            _cli.Run("evaluate", _bundle.Path, "--data", _bundle.TablePath, "--out", _cli["judged"])
        );
        Assert.Contains(
            "Warning: This is the table that the model was made from",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("auroc", _cli.Output, StringComparison.Ordinal);
        var results = Results.Parse(File.ReadAllBytes(_cli["judged/results.json"]), "results.json");
        Assert.Equal("small", results.Study);
        Assert.Equal(
            2,
            _cli.Run("evaluate", _bundle.Path, "--data", _bundle.TablePath, "--out", _cli["judged"])
        );
    }

    [Fact]
    public void Verify_passes_a_sound_bundle()
    {
        int code = _cli.Run("verify", _bundle.Path);
        Assert.Equal("", _cli.Error);
        Assert.True(code == 0, _cli.Output);
        Assert.Equal(
            5,
            _cli.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Verify_ends_with_1_for_one_changed_byte()
    {
        string file = Path.Combine(_bundle.Path, BundleFile.WeightsName);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(1, _cli.Run("verify", _bundle.Path));
        Assert.StartsWith($"osler: {file}: The file was changed", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_ends_with_1_for_a_missing_file()
    {
        File.Delete(Path.Combine(_bundle.Path, BundleFile.GraphName));
        Assert.Equal(1, _cli.Run("verify", _bundle.Path));
        Assert.Contains("is missing from the bundle", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_bundle_ends_with_3_and_says_so()
    {
        File.WriteAllText(Path.Combine(_bundle.Path, Manifest.FileName), """{"format": 2}""");
        Assert.Equal(3, _cli.Run(["predict", _bundle.Path, .. Patient]));
        Assert.Contains("made by a newer Osler", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_card_blocks_and_files_and_draws()
    {
        Assert.Equal(0, _cli.Run("inspect", _bundle.Path, "--svg", _cli["network.svg"]));
        Assert.Contains("A small study", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("age", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("weights.safetensors", _cli.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(_cli["network.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_a_measure_under_the_operating_point_that_it_was_counted_at()
    {
        using var output = new StringWriter { NewLine = "\n" };
        Measure Of(string name, double value, string? point) =>
            new(name, "died", "test", "network", new(value), 10, 4, Better.Higher, null, point);
        var card = _bundle.Card with
        {
            Measures = [Of("auroc", 0.7, null), Of("ppv", 0.5, "youden"), Of("ppv", 0.25, "sensitivity_90")],
        };

        Osler.Cli.Terminal.CardText.Write(output, card);

        Assert.EndsWith(
            """
            Measures:
              auroc                     0.700

            At youden:
              ppv                       0.500

            At sensitivity_90:
              ppv                       0.250

            """,
            output.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("neuron", "--input", "2", 0)]
    [InlineData("nueron", "--input", "2", 2)]
    [InlineData("neuron", "--input", "0", 2)]
    [InlineData("neuron", "--input", "-3", 2)]
    public void Inspect_shows_a_preset(string preset, string option, string size, int expected) =>
        Assert.Equal(expected, _cli.Run("inspect", preset, option, size));

    [Theory]
    [InlineData("resnet18", "3 224 224", null, "11,689,512 trained parameters")]
    [InlineData("lenet5", "1 28 28", null, "61,706 trained parameters")]
    [InlineData("lenet5", "1 28 28", "2", "61,026 trained parameters")]
    public void A_preset_has_the_outputs_that_it_was_published_with_or_that_are_asked_for(
        string preset,
        string input,
        string? classes,
        string message
    )
    {
        Assert.Equal(
            0,
            _cli.Run([
                "inspect",
                preset,
                "--input",
                .. input.Split(' '),
                .. classes is null ? [] : (string[])["--classes", classes],
            ])
        );
        Assert.Contains(message, _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_preset_can_be_given_other_classes()
    {
        Assert.Equal(2, _cli.Run("inspect", "digits", "--classes", "4"));
        Assert.Equal(2, _cli.Run("inspect", _bundle.Path, "--classes", "4"));
        Assert.Equal(2, _cli.Run("inspect", "neuron", "--input", "2", "--classes", "0"));
    }

    [Fact]
    public void Inspect_needs_the_size_of_a_network_s_input()
    {
        Assert.Equal(2, _cli.Run("inspect", "neuron"));
        Assert.StartsWith("osler: --input: A network's shapes depend", _cli.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"(?<kept>\.[0-9]{4})[0-9]+",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex FourDecimals();
}
