namespace Osler.Studies.Tests.Digits;

/// <summary>What LeNet-5 reaches on the handwriting of people whom training never saw.</summary>
public sealed class DigitsClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-digits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // LeCun et al., Proc. IEEE 1998, report 0.95 % for LeNet-5 without distortions. No network of this size is known to
    // err on fewer than 0.2 % of MNIST's test images.
    [Fact]
    public void On_MNIST_without_distortions_the_error_is_that_of_1998_or_less()
    {
        RunOutcome outcome = Study.Run(
            StudyFile.Open("digits", ["evaluation.bootstrap_draws=100"], Real("mnist")),
            new RunOptions { OutFolder = Path.Combine(_folder, "run") }
        );
        double error = outcome
            .Measures.First(measure => measure.Name == "top1_error" && measure.Outcome == "digit")
            .Estimate.Value!.Value;
        TestContext.Current.TestOutputHelper?.WriteLine($"error {error:P2}");
        Assert.InRange(error, 0.002, 0.0095);
    }

    private static string Real(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "data", name);
            if (Directory.Exists(path))
                return path;
        }
        Assert.Skip($"Real images are not here: no shared/data/{name} beside the checkout.");
        return "";
    }
}
