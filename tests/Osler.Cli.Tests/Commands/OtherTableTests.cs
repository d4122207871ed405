using System.Globalization;
using Osler.Core.Chance;
using Osler.Studies;

namespace Osler.Cli.Tests.Commands;

/// <summary>A model of a table with decimal commas and names of its own, met by tables that are written otherwise.</summary>
public sealed class OtherTableTests(OtherTableTests.Model model)
    : IClassFixture<OtherTableTests.Model>,
        IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Predict_and_evaluate_read_as_training_read()
    {
        Assert.Equal(0, _cli.Run("predict", model.Bundle, model.Table, "--out", _cli["a.csv"]));
        Assert.Equal(0, _cli.Run("evaluate", model.Bundle, "--data", model.Table));
        Assert.Contains("died: 240 cases", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_way_of_writing_is_told_by_options()
    {
        string plain = _cli["plain.csv"];
        File.WriteAllText(plain, File.ReadAllText(model.Table).Replace(',', '.').Replace(';', ','));
        Assert.Equal(2, _cli.Run("predict", model.Bundle, plain));
        Assert.Equal(
            0,
            _cli.Run(
                "predict",
                model.Bundle,
                plain,
                "--delimiter",
                "auto",
                "--decimal-comma",
                "false",
                "--out",
                _cli["b.csv"]
            )
        );
        Assert.Equal(0, _cli.Run("predict", model.Bundle, model.Table, "--out", _cli["a.csv"]));
        Assert.Equal(File.ReadAllText(_cli["a.csv"]), File.ReadAllText(_cli["b.csv"]));
        Assert.Equal(2, _cli.Run("predict", model.Bundle, plain, "--delimiter", "comma"));
        Assert.Contains(
            "--delimiter: the delimiter 'comma' is not one character",
            _cli.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, _cli.Run("predict", model.Bundle, plain, "--encoding", "latin"));
        Assert.Contains("Did you mean 'latin1'?", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_the_training_table_and_of_the_study_are_both_known()
    {
        Assert.Equal(0, _cli.Run("predict", model.Bundle, "--set", "sysBP=150", "BMI=27.5"));
        using var canonical = new CommandLine();
        Assert.Equal(0, canonical.Run("predict", model.Bundle, "--set", "sbp=150", "bmi=27.5"));
        Assert.Equal(canonical.Output, _cli.Output);
        Assert.Equal(2, _cli.Run("predict", model.Bundle, "--set", "sysBP=150", "sbp=150", "bmi=27.5"));
        Assert.Equal(
            "osler: --set: 'sysBP' and 'sbp' are two names of one input. Keep one of the two.\n",
            _cli.Error
        );
    }

    [Fact]
    public void Inspect_tells_an_input_s_other_names()
    {
        Assert.Equal(0, _cli.Run("inspect", model.Bundle));
        Assert.Contains("; also called sysBP\n", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_finds_the_outcome_by_another_name_of_the_study()
    {
        string renamed = _cli["renamed.csv"];
        string text = File.ReadAllText(model.Table);
        File.WriteAllText(
            renamed,
            text.Replace("sysBP;BMI;exitus", "sbp;bmi;died", StringComparison.Ordinal)
        );
        Assert.Equal(0, _cli.Run("evaluate", model.Bundle, "--data", renamed));
        Assert.Contains("died: 240 cases", _cli.Output, StringComparison.Ordinal);
        File.WriteAllText(
            renamed,
            string.Concat(
                text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select((line, i) => $"{line};{(i == 0 ? "died" : "0")}\n")
            )
        );
        Assert.Equal(3, _cli.Run("evaluate", model.Bundle, "--data", renamed));
        Assert.Contains("'died' and 'exitus', two names of one column", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_the_decimal_comma_into_the_study_file()
    {
        string[] like = ["init", _cli["mine"], "--like", "heart-attack"];
        Assert.Equal(2, _cli.Run([.. like, "--decimal-comma"]));
        Assert.Equal(0, _cli.Run([.. like, "--data", model.Table, "--decimal-comma"]));
        var study = StudyFile.Open(_cli["mine"]);
        Assert.True(study.Data.Reading.DecimalComma);
        Assert.Equal(["sbp", "bmi"], study.Data.Inputs);
        Assert.Equal("exitus", study.Data.Outcome);
        // Nothing of the ready study's own words is left.
        string text = File.ReadAllText(_cli["mine/study.yaml"]);
        Assert.DoesNotContain("cardiovascular event", text, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_their_patients_are_told_apart_in_the_run_s_last_words()
    {
        string[] lines = File.ReadAllLines(model.Table);
        File.WriteAllLines(
            _cli["pairs.csv"],
            lines.Select((line, i) => (i == 0 ? "who" : $"P{(i - 1) / 2}") + ";" + line)
        );
        string study = Path.Combine(Path.GetDirectoryName(model.Table)!, "study.yaml");
        Assert.Equal(
            0,
            _cli.Run(
                "run",
                study,
                "--data",
                _cli["pairs.csv"],
                "--out",
                _cli["run"],
                "--quiet",
                "--set",
                "data.patient=who",
                "split={folds: 2}",
                "training.epochs=1"
            )
        );
        Assert.StartsWith(
            "240 rows of 120 patients, each judged by a model that never saw them, ",
            _cli.Output,
            StringComparison.Ordinal
        );
    }

    /// <summary>A quick run on 240 made-up patients.</summary>
    public sealed class Model : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("osler-other-").FullName;

        public Model()
        {
            var random = new KeyedRandom(1, "commas");
            File.WriteAllText(
                Table,
                "sysBP;BMI;exitus\n"
                    + string.Concat(
                            Enumerable
                                .Range(0, 240)
                                .Select(_ =>
                                {
                                    double bmi = 20 + random.Next(150) / 10.0;
                                    int died = random.NextDouble() < (bmi - 15) / 30 ? 1 : 0;
                                    return string.Create(
                                        CultureInfo.InvariantCulture,
                                        $"{random.Next(100, 190)};{bmi:0.0};{died}\n"
                                    );
                                })
                        )
                        .Replace('.', ',')
            );
            File.WriteAllText(
                Path.Combine(_folder, "study.yaml"),
                """
                study: commas
                question: Who dies?
                data:
                  path: patients.csv
                  outcome: died
                  reading: {decimal_comma: true, delimiter: ";"}
                  columns:
                    died: {from: [exitus]}
                    sbp: {from: [sysBP]}
                    bmi: {from: [BMI]}
                preprocessing: [standardise]
                network: neuron
                training: {epochs: 2, ensemble: {members: 2}}
                evaluation: {bootstrap_draws: 100, baselines: [], explain: false}
                """
            );
            TableStudy.Run(StudyFile.Open(_folder), new() { OutFolder = Path.Combine(_folder, "run") });
        }

        public string Table => Path.Combine(_folder, "patients.csv");

        public string Bundle => Path.Combine(_folder, "run", "bundle");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
