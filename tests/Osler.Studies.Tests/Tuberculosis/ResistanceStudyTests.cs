using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Studies.Tests.Tuberculosis;

public sealed class ResistanceStudyTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "data.simulate.patients=300",
        "genotypes.repeats=2",
        "split.folds=3",
        "network={preset: wide_and_deep, hidden: [16], input_dropout: 0.1}",
        "training.epochs=6",
        "training.ensemble.members=2",
        "evaluation.bootstrap_draws=100",
        "evaluation.baselines=[logistic_regression]",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-tuberculosis-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Simulated_isolates_go_from_data_to_report_results_and_bundle()
    {
        RunOutcome outcome = Run("a");

        foreach (string part in (string[])["cross_validation", "cross_validation_by_cluster"])
        foreach (string model in (string[])["network", "logistic_regression", "truth"])
        foreach (string name in (string[])["RIF", "mean_first_line", "mean_second_line"])
            Assert.Contains(
                outcome.Measures,
                measure =>
                    measure is { Name: "auroc", Estimate.Value: > 0.5 and <= 1, Estimate.Low: not null }
                    && measure.Part == part
                    && measure.Model == model
                    && measure.Outcome == name
            );
        foreach (string name in (string[])["sensitivity", "specificity", "calibration_slope", "ece"])
            Assert.Contains(outcome.Measures, measure => measure.Name == name && measure.Outcome == "INH");
        using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "a", "results.json")));
        var data = results.RootElement.GetProperty("data");
        Assert.Equal(300, data.GetProperty("isolates").GetInt32());
        Assert.True(data.GetProperty("drugs").GetProperty("KAN").GetProperty("unknown").GetInt32() > 0);
        string report = File.ReadAllText(Path.Combine(_folder, "a", "report.html"));
        foreach (
            string section in (string[])
                [
                    "answer",
                    "isolates",
                    "network",
                    "discrimination",
                    "clusters",
                    "decisions",
                    "calibration",
                    "mutations",
                    "map",
                ]
        )
            Assert.Contains($"id=\"{section}\"", report, StringComparison.Ordinal);
        Card card = BundleFolder.Open(Path.Combine(_folder, "a", "bundle")).ReadCard();
        // Simulated markers have no place on the genome, so that no isolate can be coded for this bundle.
        Assert.Equal(new CardGenotypes("NC_000962.3", "own"), card.Genotypes);
        Assert.Equal("RIF", card.Outcomes[0].Name);
        Assert.Equal("resistance to rifampicin", card.Outcomes[0].Label);
        Assert.Contains(card.OperatingPoints, point => point is { Outcome: "RIF", Name: "youden" });
        Assert.All(card.Inputs, input => Assert.True(input.MayBeMissing));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        string[] single =
        [
            "genotypes.repeats=1",
            "genotypes.cluster_distance=null",
            "evaluation.baselines=[]",
        ];
        Run("a", settings: single);
        Run("b", settings: single);
        Run("c", seed: 2, settings: single);
        byte[] first = Weights("a");
        Assert.Equal(first, Weights("b"));
        Assert.NotEqual(first, Weights("c"));
    }

    [Theory]
    [InlineData("paper", 0, 2e-8)]
    [InlineData("released", 1e-6, 0)]
    public void The_papers_networks_are_trained_as_their_authors_do(string network, double l1, double l2)
    {
        var study = StudyFile.Open("tuberculosis", [$"network={network}"]);
        Assert.True(study.Genotypes!.Balanced);
        Assert.Equal(32, study.Training.Batch);
        Assert.Equal(1, study.Training.Ensemble.Members);
        Assert.Equal(l1, study.Training.L1Penalty);
        Assert.Equal(l2, Assert.IsType<Osler.Learning.Optimisers.Adam>(study.Training.Optimiser).WeightDecay);
        RunOutcome outcome = Study.Run(
            StudyFile.Open(
                "tuberculosis",
                [
                    $"network={network}",
                    "data.simulate.patients=200",
                    "training.epochs=2",
                    "split.folds=3",
                    "genotypes.repeats=1",
                    "genotypes.cluster_distance=null",
                    "evaluation.bootstrap_draws=100",
                    "evaluation.baselines=[]",
                ]
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, network) }
        );
        Assert.Contains(outcome.Measures, measure => measure is { Name: "auroc", Estimate.Value: > 0 });
    }

    [Fact]
    public void A_split_that_is_no_cross_validation_is_refused()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", settings: ["split={patients: {train: 0.6, validation: 0.2}}"])
        );
        Assert.StartsWith(
            "split: isolates are judged by cross-validation",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_network_that_ends_in_another_number_than_there_are_drugs_is_refused()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", settings: ["network={type: sequence, parts: [{type: dense, units: 7}]}"])
        );
        Assert.StartsWith("network: the network ends in [7]", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "a")));
    }

    [Fact]
    public void Weights_that_one_of_the_study_s_own_networks_states_are_begun_with()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run(
                "a",
                settings:
                [
                    "networks={mine: {network: {preset: wdnn2018, weights: absent.npz}}}",
                    "network=mine",
                ]
            )
        );
        Assert.Contains("absent.npz", fault.Message, StringComparison.Ordinal);
    }

    private RunOutcome Run(string name, long seed = 1, params string[] settings) =>
        Study.Run(
            StudyFile.Open("tuberculosis", [.. s_quick, .. settings], seed: seed),
            new RunOptions { OutFolder = Path.Combine(_folder, name) }
        );

    private byte[] Weights(string name) =>
        File.ReadAllBytes(Path.Combine(_folder, name, "bundle", "weights.safetensors"));
}
