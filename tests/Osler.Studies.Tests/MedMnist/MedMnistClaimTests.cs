using Osler.Studies.Tests.Weights;

namespace Osler.Studies.Tests.MedMnist;

/// <summary>What a short version of a recipe reaches within minutes; bench/claims.sh has both recipes whole, over three seeds.</summary>
public sealed class MedMnistClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-medmnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Yang et al., 2023, ResNet-18 at 28 pixels: 0.944 and 0.854. Nobody has published 0.998 on this test part.
    [Fact]
    public void One_small_network_for_seven_epochs_is_above_the_paper_s_on_PneumoniaMNIST()
    {
        RunOutcome outcome = Study.Run(
            StudyFile.Open(
                "medmnist",
                [
                    "recipe=osler",
                    "training.ensemble={members: 1}",
                    "training.epochs=7",
                    "evaluation.bootstrap_draws=100",
                    "evaluation.explain=false",
                ],
                SharedData.Path("medmnist", "pneumoniamnist.npz")
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "run") }
        );
        Assert.InRange(Value(outcome, "auroc"), 0.944, 0.998);
        Assert.InRange(Value(outcome, "accuracy"), 0.854, 0.99);
    }

    private static double Value(RunOutcome outcome, string measure)
    {
        double value = outcome
            .Measures.First(one => one.Name == measure && one is { Model: "network", Part: "test" })
            .Estimate.Value!.Value;
        TestContext.Current.TestOutputHelper?.WriteLine($"{measure} {value:F4}");
        return value;
    }
}
