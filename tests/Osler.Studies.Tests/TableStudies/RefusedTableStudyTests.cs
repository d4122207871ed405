using Osler.Core.Faults;

namespace Osler.Studies.Tests.TableStudies;

/// <summary>What a run on a table refuses, by its key and before anything is lost.</summary>
public sealed class RefusedTableStudyTests : TableStudyRuns
{
    [Fact]
    public void AFolder_that_holds_anything_is_refused()
    {
        Directory.CreateDirectory(Out("mine"));
        File.WriteAllText(Path.Combine(Out("mine"), "thesis.txt"), "ten years of work");

        var fault = Assert.Throws<RequestException>(() => Run("mine"));

        Assert.Equal(ExitCode.BadRequest, fault.Exit);
        Assert.Equal("ten years of work", File.ReadAllText(Path.Combine(Out("mine"), "thesis.txt")));
        Assert.Single(Directory.EnumerateFileSystemEntries(Out("mine")));
    }

    [Fact]
    public void A_file_in_the_place_of_theFolder_is_refused()
    {
        File.WriteAllText(Out("mine"), "");
        var fault = Assert.Throws<RequestException>(() => Run("mine"));
        Assert.Contains("a file is in the place of the folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plane_over_a_category_is_refused_before_anything_is_trained()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("plane", [.. Quick, "evaluation.plane=[age, sex]"])
        );
        Assert.Contains("'sex'", fault.What, StringComparison.Ordinal);
        Assert.Equal("evaluation.plane", fault.Where);
    }

    [Theory]
    [InlineData("data.outcome=hart_attack", "heart_attack")]
    [InlineData("data.inputs=[agee]", "age")]
    public void A_column_that_is_not_there_is_answered_with_the_nearest(string setting, string nearest)
    {
        var fault = Assert.Throws<RequestException>(() => Run("a", setting));
        Assert.Contains($"'{nearest}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_without_a_card_is_refused_before_anything_is_read_or_written()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda_is_available(), "This machine has a card.");
        var fault = Assert.Throws<RequestException>(() =>
            TableStudy.Run(Study(), new RunOptions { OutFolder = Out("a"), Device = "cuda" })
        );
        Assert.Equal(
            "device: There is no CUDA device here, or this build is without CUDA. Use cpu, or build with -p:Cuda=true (docs/how-to/operations.md) on a machine with an NVIDIA card.",
            fault.Message
        );
        Assert.False(Directory.Exists(Out("a")));
    }

    [Fact]
    public void A_network_that_does_not_fit_is_refused()
    {
        var fault = Assert.Throws<RequestException>(() => Run("a", "network={type: dense, units: 3}"));
        Assert.Contains("one outcome needs [1]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_classes_is_refused_by_its_key_before_anything_is_read()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", "training.loss=softmax_cross_entropy", "data.path=absent.csv")
        );
        Assert.Equal("training.loss", fault.Where);
        Assert.Contains("binary_cross_entropy", fault.Remedy, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out("a")));
    }

    [Theory]
    [InlineData(0.6, 0.4)]
    [InlineData(0.7, 0.3)] // 1 - 0.7 - 0.3 is 5.6e-17
    [InlineData(0.9, 0.1)]
    [InlineData(0.1, 0.9)]
    [InlineData(0.8, 0.5)]
    public void Fractions_that_leave_nobody_are_refused(double train, double validation)
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run(
                "a",
                FormattableString.Invariant(
                    $"split={{patients: {{train: {train}, validation: {validation}}}}}"
                )
            )
        );
        Assert.Equal("split.patients", fault.Where);
    }
}
