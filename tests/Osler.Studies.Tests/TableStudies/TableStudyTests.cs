using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;

namespace Osler.Studies.Tests.TableStudies;

public sealed class TableStudyTests : TableStudyRuns
{
    [Fact]
    public void Writes_the_promised_files_and_no_others()
    {
        RunOutcome outcome = Run("a");

        string[] top =
        [
            .. Directory.EnumerateFileSystemEntries(Out("a")).Select(path => Path.GetFileName(path)!).Order(),
        ];
        Assert.Equal(["bundle", "checkpoints", "events", "log.jsonl", "report.html", "results.json"], top);
        string[] bundle =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Out("a"), "bundle"))
                .Select(path => Path.GetFileName(path)!)
                .Order(),
        ];
        Assert.Equal(
            [
                "card.json",
                "manifest.json",
                "model.onnx",
                "network.json",
                "preprocessing.json",
                "report.html",
                "results.json",
                "samples.json",
                "study.yaml",
                "weights.safetensors",
            ],
            bundle
        );
        Assert.Equal(Out("a"), outcome.OutFolder);
        Assert.Equal("heart-attack", BundleFolder.Open(Path.Combine(Out("a"), "bundle")).ReadCard().Study);
    }

    [Fact]
    public void Results_hold_the_contract()
    {
        Run("a");

        JsonNode results = JsonNode.Parse(File.ReadAllText(Path.Combine(Out("a"), "results.json")))!;
        Assert.Equal("heart-attack", (string?)results["study"]);
        Assert.Equal(1, (long)results["seed"]!);
        JsonNode auroc = results["measures"]!
            .AsArray()
            .First(measure =>
                (string?)measure!["name"] == "auroc" && (string?)measure["model"] == "network"
            )!;
        Assert.Equal("heart_attack", (string?)auroc["outcome"]);
        Assert.Equal("test", (string?)auroc["part"]);
        Assert.Equal("higher", (string?)auroc["better"]);
        Assert.InRange((double)auroc["value"]!, 0.4, 1);
        Assert.True((double)auroc["low"]! < (double)auroc["value"]!);
        string[] models =
        [
            .. results["measures"]!.AsArray().Select(measure => (string)measure!["model"]!).Distinct(),
        ];
        Assert.Equal(["network", "logistic_regression", "gradient_boosting", "truth"], models);
        Assert.Equal(900, (int)results["data"]!["rows"]!);
        Assert.Equal(
            ["baselines", "data", "explain", "judge", "preprocess", "split", "train"],
            results["timings"]!.AsObject().Select(entry => entry.Key)
        );
    }

    [Fact]
    public void The_truth_and_the_identifiers_are_no_inputs()
    {
        Run("a");
        Card card = BundleFolder.Open(Path.Combine(Out("a"), "bundle")).ReadCard();
        Assert.Equal(
            ["age", "sex", "bmi", "sbp", "bp_treatment", "smoker", "diabetes"],
            card.Inputs.Select(input => input.Name)
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_and_measures_and_another_seed_does_not()
    {
        RunOutcome first = Run("a");
        RunOutcome second = Run("b");
        RunOutcome other = Run("c", "seed=2");

        Assert.Equal(Bundled("a", "weights.safetensors"), Bundled("b", "weights.safetensors"));
        Assert.Equal(Bundled("a", "model.onnx"), Bundled("b", "model.onnx"));
        Assert.Equal<Measure>(first.Measures, second.Measures);
        Assert.NotEqual(Bundled("a", "weights.safetensors"), Bundled("c", "weights.safetensors"));
        Assert.NotEqual<Measure>(first.Measures, other.Measures);
    }

    [Fact]
    public void Cancelling_keeps_a_checkpoint_and_resuming_ends_with_the_same_bytes()
    {
        Run("whole");
        using var source = new CancellationTokenSource();
        var stop = new StopAt(source, epoch: 2);
        Assert.Throws<OperationCanceledException>(() =>
            TableStudy.Run(
                Study(),
                new RunOptions
                {
                    OutFolder = Out("cut"),
                    Progress = stop,
                    Cancellation = source.Token,
                }
            )
        );
        Assert.False(File.Exists(Path.Combine(Out("cut"), "results.json")));
        Assert.False(Directory.Exists(Path.Combine(Out("cut"), "bundle")));

        TableStudy.Run(
            TableStudy.Interrupted(Out("cut")),
            new RunOptions { OutFolder = Out("cut"), Resume = true }
        );

        Assert.Equal(Bundled("whole", "weights.safetensors"), Bundled("cut", "weights.safetensors"));
        Assert.Equal(Bundled("whole", "card.json"), Bundled("cut", "card.json"));
        Assert.Throws<RequestException>(() =>
            TableStudy.Run(Study(), new RunOptions { OutFolder = Out("cut"), Resume = true })
        );
    }

    [Fact]
    public void A_network_whose_training_diverged_is_told_first_among_the_judgement_s_notes()
    {
        RunOutcome outcome = Run(
            "a",
            "training.optimiser={sgd: {learning_rate: 1000, momentum: 0.95}}",
            "training.schedule=constant",
            "training.ensemble.recalibrate=false",
            "training.ensemble.weight_decays=[]"
        );

        Assert.Contains(
            outcome.Warnings,
            warning =>
                warning.StartsWith("The network is worse than the prevalence alone", StringComparison.Ordinal)
        );
        Assert.Contains(
            "Do not use this model",
            File.ReadAllText(Path.Combine(Out("a"), "report.html")),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            Run("b").Warnings,
            warning => warning.Contains("prevalence alone", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Cross_validation_judges_every_patient_once()
    {
        RunOutcome outcome = Run("a", "split={folds: 3}");

        Measure auroc = outcome.Measures.First(measure => measure.Name == "auroc");
        Assert.Equal("cross_validation", auroc.Part);
        Assert.Equal(900, auroc.Cases);
        Assert.True(File.Exists(Path.Combine(Out("a"), "bundle", "model.onnx")));
    }

    [Fact]
    public void A_neuron_sees_blood_pressure_and_body_mass_alone_and_is_drawn_beside_hidden_layers()
    {
        RunOutcome outcome = Run("a", "network=neuron");

        Card card = BundleFolder.Open(Path.Combine(Out("a"), "bundle")).ReadCard();
        Assert.Equal(["bmi", "sbp"], card.Inputs.Select(input => input.Name));
        Assert.Contains(outcome.Measures, measure => measure is { Model: "hidden", Name: "auroc" });
        // Two coarse inputs meet their equals: that is chance, and said in the report alone.
        Assert.DoesNotContain(outcome.Warnings, text => text.Contains("same", StringComparison.Ordinal));
        Assert.Matches("same inputs.*chance alone would give about", Report("a"));
        Assert.Contains("judged by one neuron", Report("a"), StringComparison.Ordinal);
        Assert.DoesNotContain("judged from age", Report("a").Split("<pre")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_what_thresholds_were_chosen_on()
    {
        Run("folds");
        string report = Report("folds");
        Assert.Contains("Training and validation", report, StringComparison.Ordinal);
        Assert.Contains("dealt into 2 folds", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<p class=\"name\">Validation</p>", report, StringComparison.Ordinal);
        Assert.Contains("thresholds, chosen on out-of-fold predictions", report, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen on validation", report, StringComparison.Ordinal);
        Card card = BundleFolder.Open(Path.Combine(Out("folds"), "bundle")).ReadCard();
        Assert.All(
            card.OperatingPoints,
            point =>
                Assert.EndsWith(
                    "on out-of-fold predictions of the training cases",
                    point.Rule,
                    StringComparison.Ordinal
                )
        );

        Run("part", "training.ensemble={members: 2}");
        report = Report("part");
        Assert.Contains("<p class=\"name\">Validation</p>", report, StringComparison.Ordinal);
        Assert.Contains("thresholds, chosen on validation and frozen", report, StringComparison.Ordinal);
        Assert.DoesNotContain("out-of-fold", report, StringComparison.Ordinal);

        Run("crossed", "split={folds: 3}");
        Assert.Contains("pooled out-of-fold predictions", Report("crossed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Subgroups_stand_in_their_own_order_and_never_by_the_outcome()
    {
        Run(
            "groups",
            [
                .. Quick,
                "evaluation.subgroups=[{column: age, bands: [50, 100, 400]}, {column: sex}, {column: heart_attack}]",
            ]
        );
        string report = Report("groups");
        Assert.True(Place("age: under 50") < Place("age: 50 to under 100"));
        Assert.Contains(": it is the outcome itself", report, StringComparison.Ordinal);
        Assert.DoesNotContain(">validation<", report, StringComparison.Ordinal);

        int Place(string text)
        {
            int at = report.IndexOf($"<th scope=\"row\">{text}", StringComparison.Ordinal);
            Assert.NotEqual(-1, at);
            return at;
        }
    }

    [Fact]
    public void A_table_of_ones_own_needs_but_its_outcomes_name()
    {
        string path = Path.Combine(Folder, "mine.csv");
        File.WriteAllLines(
            path,
            Enumerable
                .Range(0, 301)
                .Select(i =>
                    i == 0
                        ? "sysBP,BMI,died"
                        : $"{100 + i % 80},{20 + i % 17},{(i * 7 % 80 + i % 80 > 90 ? 1 : 0)}"
                )
        );
        StudyFile study = StudyFile.Open("heart-attack", [.. Quick, "data.outcome=died"], path);

        TableStudy.Run(study, new RunOptions { OutFolder = Out("a") });

        Card card = BundleFolder.Open(Path.Combine(Out("a"), "bundle")).ReadCard();
        Assert.Equal(["sbp", "bmi"], card.Inputs.Select(input => input.Name));
        Assert.Equal("mmHg", card.Inputs[0].Unit);
        Assert.DoesNotContain(
            Folder,
            File.ReadAllText(Path.Combine(Out("a"), "bundle", "study.yaml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_study_that_states_no_preprocessing_imputes_makes_columns_of_levels_and_standardises()
    {
        string[] towns = ["Kiel", "Bonn", "Ulm"];
        File.WriteAllLines(
            Path.Combine(Folder, "mine.csv"),
            Enumerable
                .Range(0, 301)
                .Select(i =>
                    i == 0
                        ? "bp,town,died"
                        : $"{(i % 9 == 0 ? "" : $"{100 + i % 80}")},{towns[i % 3]},{(i * 7 % 80 + i % 80 > 90 ? 1 : 0)}"
                )
        );
        string study = Path.Combine(Folder, "study.yaml");
        File.WriteAllText(study, "study: mine\nquestion: Who dies?\ndata: {path: mine.csv, outcome: died}\n");
        string[] quick = ["training.epochs=2", "evaluation.bootstrap_draws=100", "evaluation.baselines=[]"];

        TableStudy.Run(StudyFile.Open(study, quick), new RunOptions { OutFolder = Out("a") });

        var preprocessing = Osler.Core.Preprocessing.FittedPreprocessing.FromJson(
            File.ReadAllText(Path.Combine(Out("a"), "bundle", "preprocessing.json"))
        );
        Assert.Equal(
            ["bp", "bp missing", "town=Bonn", "town=Kiel", "town=Ulm"],
            preprocessing.FeatureNames.Order(StringComparer.Ordinal)
        );
        var fault = Assert.Throws<RequestException>(() =>
            TableStudy.Run(
                StudyFile.Open(study, [.. quick, "preprocessing=[]"]),
                new RunOptions { OutFolder = Out("b") }
            )
        );
        Assert.Contains("Add the step", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_in_two_orders_and_absent_columns_are_a_line_each()
    {
        string path = Path.Combine(Folder, "visits.csv");
        File.WriteAllLines(
            path,
            [
                "age,sbp,visit,died",
                .. Enumerable
                    .Range(0, 400)
                    .Select(i =>
                        string.Create(
                            null,
                            $"{40 + i * 7 % 40},{110 + i * 11 % 60},{(i % 2 == 0 ? $"{1 + i % 27}/02/2024" : $"02/{1 + i % 27}/2024")},{(i * 7 % 40 > 20 + i % 5 ? 1 : 0)}"
                        )
                    ),
            ]
        );
        StudyFile study = StudyFile.Open(
            "heart-attack",
            [.. Quick, "data.outcome=died", "data.inputs=[age, sbp]", "evaluation.explain=false"],
            path
        );

        RunOutcome outcome = TableStudy.Run(study, new RunOptions { OutFolder = Out("visits") });

        Assert.Single(
            outcome.Warnings,
            warning =>
                warning.StartsWith("visit holds dates in two orders", StringComparison.Ordinal)
                && warning.Contains("'13/02/2024'", StringComparison.Ordinal)
        );
        Assert.Single(
            outcome.Warnings,
            warning => warning.Contains("that the study file describes:", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            outcome.Warnings,
            warning => warning.Contains("free text", StringComparison.Ordinal)
        );
    }

    private string Report(string name) => File.ReadAllText(Path.Combine(Out(name), "report.html"));

    private byte[] Bundled(string name, string file) =>
        File.ReadAllBytes(Path.Combine(Out(name), "bundle", file));

    private sealed class StopAt(CancellationTokenSource source, int epoch) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Training is { } training && training.Epoch >= epoch)
                source.Cancel();
        }
    }
}
