namespace Osler.Studies.Tests.Exams;

/// <summary>What a short training on written questions has to reach, and can't.</summary>
public sealed class ExamClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-exams-claim-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Guessing gets 0.24; the whole study, of 16,000 questions, 0.92 (its README).</summary>
    [Fact]
    public void Some_thousand_questions_teach_more_than_guessing_and_less_than_everything()
    {
        var outcome = Study.Run(
            StudyFile.Open(
                "exams",
                ["data.simulate.patients=2000", "training.epochs=12", "text.merges=1500", "text.length=128"]
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "a") }
        );
        double Accuracy(string model) =>
            outcome
                .Measures.Single(measure =>
                    measure.Name == "accuracy" && measure.Model == model && measure.Subgroup is null
                )
                .Estimate.Value!.Value;
        Assert.InRange(Accuracy("chance"), 0.23, 0.25);
        Assert.InRange(Accuracy("network"), 0.38, 0.97);
        // It looks into the table that the questions were written from.
        Assert.InRange(Accuracy("bm25"), 0.85, 1);
    }
}
