using Osler.Studies.Tests.Weights;

namespace Osler.Studies.Tests.MedMnist;

/// <summary>What the study's recipes reach within minutes; bench/claims.sh has them whole, over three seeds.</summary>
public sealed class MedMnistClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-medmnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Yang et al., 2023, ResNet-18 at 28 pixels: 0.944 and 0.854. Nobody has published 0.998 on this test part.
    [Fact]
    public void One_small_network_for_seven_epochs_is_above_the_paper_s_on_PneumoniaMNIST()
    {
        var outcome = Run("pneumoniamnist.npz", "osler", "training.epochs=7");
        Assert.InRange(Value(outcome, "auroc"), 0.944, 0.998);
        Assert.InRange(Value(outcome, "accuracy"), 0.854, 0.99);
    }

    private RunOutcome Run(string archive, string recipe, params string[] settings)
    {
        string path = SharedData.Path("medmnist", archive);
        return Study.Run(
            StudyFile.Open(
                "medmnist",
                [
                    $"recipe={recipe}",
                    "training.ensemble={members: 1}",
                    "evaluation.bootstrap_draws=100",
                    "evaluation.explain=false",
                    .. settings,
                ],
                path
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "run") }
        );
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
