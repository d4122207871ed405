using Osler.Studies.Tests.Weights;

namespace Osler.Studies.Tests.Vignettes;

/// <summary>Patients' own words (symptom2disease, 24 conditions): the network against TF-IDF with logistic regression, on the same splits.</summary>
public sealed class SymptomClaimTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-symptoms-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Some ten seconds a seed on an idle core.
    [Fact]
    public void The_network_is_right_at_least_as_often_as_the_baseline_over_three_seeds()
    {
        string file = SharedData.Path("medical-text", "symptom2disease.csv");
        double network = 0;
        double baseline = 0;
        foreach (int seed in (int[])[1, 2, 3])
        {
            var measures = Study
                .Run(
                    StudyFile.Open("vignettes", ["evaluation.bootstrap_draws=100"], data: file, seed: seed),
                    new RunOptions { OutFolder = Path.Combine(_folder, $"{seed}") }
                )
                .Measures;
            double Accuracy(string model) =>
                measures
                    .Single(one => one is { Name: "accuracy", Outcome: "label" } && one.Model == model)
                    .Estimate.Value!.Value;
            output.WriteLine(
                $"seed {seed}: network {Accuracy("network"):F4}, baseline {Accuracy("tfidf_logistic_regression"):F4}"
            );
            network += Accuracy("network") / 3;
            baseline += Accuracy("tfidf_logistic_regression") / 3;
        }
        Assert.InRange(network, baseline, 0.9999);
    }
}
