using System.Text.Json.Nodes;

namespace Osler.Studies.Tests.TableStudies;

/// <summary>What the study as shipped reaches on its 20,000 simulated patients.</summary>
public sealed class SimulatedCohortClaimTests : TableStudyRuns
{
    // The best attainable AUROC is that of the true probabilities themselves.
    [Fact]
    public void On_twenty_thousand_simulated_patients_the_network_comes_within_a_hundredth_of_the_truth()
    {
        RunOutcome outcome = Shipped("evaluation.explain=false", "evaluation.bootstrap_draws=100");

        double reached = Value(outcome, "auroc", "network");
        double best = Value(outcome, "auroc", "truth");
        Assert.InRange(reached, best - 0.01, best + 0.005); // above the truth by more would be a leak
        Assert.InRange(Value(outcome, "calibration_slope", "network"), 0.9, 1.1);
        double seconds = (double)
            JsonNode.Parse(File.ReadAllText(Path.Combine(Out("claim"), "results.json")))!["timings"]![
                "train"
            ]!;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"AUROC {reached:F4} of {best:F4}; training took {seconds:F1} s"
        );
    }

    // The lecture's first network answers with a probability, so it has to be one.
    [Fact]
    public void The_neuron_and_the_hidden_layers_beside_it_are_calibrated()
    {
        RunOutcome outcome = Shipped(
            "network=neuron",
            "evaluation.explain=false",
            "evaluation.bootstrap_draws=100",
            "evaluation.baselines=[logistic_regression]"
        );

        foreach (string model in (string[])["network", "hidden"])
        {
            Assert.InRange(Value(outcome, "calibration_slope", model), 0.85, 1.15);
            Assert.InRange(Value(outcome, "calibration_intercept", model), -0.1, 0.1);
            double baseline = Value(outcome, "auroc", "logistic_regression");
            Assert.InRange(Value(outcome, "auroc", model) - baseline, -0.01, 0.02);
        }
    }

    private RunOutcome Shipped(params string[] settings) =>
        TableStudy.Run(StudyFile.Open("heart-attack", settings), new RunOptions { OutFolder = Out("claim") });

    private static double Value(RunOutcome outcome, string name, string model) =>
        outcome
            .Measures.First(measure =>
                measure.Name == name && measure.Model == model && measure.Subgroup is null
            )
            .Estimate.Value!.Value;
}
