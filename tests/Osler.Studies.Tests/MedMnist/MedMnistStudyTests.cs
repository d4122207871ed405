using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Tests.Shared;

namespace Osler.Studies.Tests.MedMnist;

public sealed class MedMnistStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-medmnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, 3, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(1, 2, 3)]
    public void Any_archive_trains_by_the_paper_s_protocol_and_keeps_its_own_parts(
        int labels,
        int classes,
        int axes
    )
    {
        var outcome = Run(labels, classes, axes, "training.epochs=6");

        Assert.InRange(Auroc(outcome), 0.9, 1);
        Card card = BundleFolder.Open(Path.Combine(_folder, "run", "bundle")).ReadCard();
        Assert.Equal([1, .. Enumerable.Repeat(MadeArchive.Side, axes)], card.Images!.Input);
        Assert.Equal(labels == 1, card.Images.Exclusive);
        Assert.Equal(24, outcome.Measures.First(measure => measure.Name == "auroc").Cases);
        // What the labels asked for is what the bundle's study states.
        string study = File.ReadAllText(Path.Combine(_folder, "run", "bundle", "study.yaml"));
        Assert.Contains(
            labels == 1 ? "loss:\n    softmax_cross_entropy" : "loss:\n    binary_cross_entropy",
            study,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("osler", 2)]
    [InlineData("volumes", 3)]
    public void Each_recipe_trains_from_such_an_archive(string recipe, int axes)
    {
        var outcome = Run(
            1,
            3,
            axes,
            $"recipe={recipe}",
            "training.epochs=30",
            "training.ensemble={members: 2}"
        );
        Assert.InRange(Auroc(outcome), 0.8, 1);
    }

    [Fact]
    public void Without_an_archive_the_study_says_where_to_get_one()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Study.Run(StudyFile.Open("medmnist"), new RunOptions { OutFolder = Path.Combine(_folder, "run") })
        );
        Assert.Contains("--data", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "run")));
    }

    private RunOutcome Run(int labels, int classes, int axes, params string[] settings) =>
        Study.Run(
            StudyFile.Open(
                "medmnist",
                [.. settings, "evaluation.bootstrap_draws=100", "evaluation.explain=false"],
                MadeArchive.Write(Path.Combine(_folder, "made.npz"), labels, classes, axes)
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "run") }
        );

    private static double Auroc(RunOutcome outcome) =>
        outcome
            .Measures.First(measure => measure is { Name: "auroc", Model: "network", Part: "test" })
            .Estimate.Value!.Value;
}
