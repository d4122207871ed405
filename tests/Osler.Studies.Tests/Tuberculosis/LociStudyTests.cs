using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

/// <summary>The convolutional variant of the study: bases of aligned loci in place of variants.</summary>
public sealed class LociStudyTests : IDisposable
{
    private const int Isolates = 120;

    private static readonly string[] s_quick =
    [
        "network=cnn",
        "split.folds=3",
        "training.epochs=2",
        "training.ensemble.members=2",
        "genotypes.cluster_distance=null",
        "evaluation.bootstrap_draws=100",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-loci-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sequences_that_were_written_are_read_as_the_bases_that_were_drawn()
    {
        string path = Write(seed: 3);
        ResistanceData drawn = SimulatedLoci.Of(IsolateSimulator.Draw(Isolates, 3, 1), 3);
        ResistanceData read = LociFolder.Read(path, new GenotypeSettings(), default);
        Assert.Equal(drawn.Names, read.Names);
        Assert.Equal(drawn.Drugs, read.Drugs);
        Assert.Equal(drawn.Labels, read.Labels);
        int lost = drawn.Variants.Count(code => code == 4);
        Assert.True(lost > 0 && drawn.Variants.Any(code => code < 0));
        // A deletion among repeats may be told at another place of them.
        Assert.InRange(
            drawn.Variants.Zip(read.Variants).Count(pair => pair.First != pair.Second),
            0,
            2 * lost
        );
        Assert.Equal(lost, read.Variants.Count(code => code == 4));
    }

    [Fact]
    public void Simulated_loci_go_from_data_to_report_and_bundle()
    {
        RunOutcome outcome = Run("a");
        Assert.Contains(
            outcome.Measures,
            measure => measure is { Name: "auroc", Outcome: "RIF", Estimate.Value: > 0 and <= 1 }
        );
        Card card = BundleFolder.Open(Path.Combine(_folder, "a", "bundle")).ReadCard();
        Assert.Equal(new CardGenotypes("NC_000962.3", "bases"), card.Genotypes);
        Assert.Contains(card.Inputs, input => input.Name == "base_761155");
        Assert.Equal(["A", "C", "G", "T", "-"], card.Inputs[0].Levels);
        string report = File.ReadAllText(Path.Combine(_folder, "a", "report.html"));
        Assert.Contains("Positions of loci", report, StringComparison.Ordinal);
        Assert.Contains("Each position as five inputs", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_loci_are_the_inputs_and_unknown_ones_are_refused()
    {
        string path = Write(seed: 3);
        ResistanceData katG = LociFolder.Read(
            path,
            new GenotypeSettings { Loci = ["NC_000962.3:2155160-2155180"] },
            default
        );
        Assert.Equal(21, katG.Width);
        Assert.Equal("base_2155160", katG.Names[0]);
        var fault = Assert.Throws<RequestException>(() =>
            LociFolder.Read(path, new GenotypeSettings { Loci = ["katX"] }, default)
        );
        Assert.Contains("no locus 'katX'", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<RequestException>(() =>
            LociFolder.Read(path, new GenotypeSettings { Loci = ["NC_000962.3:1-50000"] }, default)
        );
        Assert.Contains("50,000 positions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_learnt_from_a_folder_with_a_file_that_can_not_be_read()
    {
        string path = Write(seed: 3);
        File.WriteAllText(Path.Combine(path, "S000007.fasta"), ">contig_1\nACGT\n");
        var fault = Assert.Throws<DataException>(() =>
            LociFolder.Read(path, new GenotypeSettings(), default)
        );
        Assert.Contains("name is no locus", fault.What, StringComparison.Ordinal);
        Assert.EndsWith("S000007.fasta", fault.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drug_that_is_named_and_has_no_labels_is_refused()
    {
        string path = Write(seed: 3);
        var fault = Assert.Throws<DataException>(() =>
            LociFolder.Read(path, new GenotypeSettings { Drugs = ["RIF", "XYZ"] }, default)
        );
        Assert.Contains("no column 'XYZ'", fault.What, StringComparison.Ordinal);
    }

    private string Write(long seed)
    {
        string path = Path.Combine(_folder, "isolates");
        SimulatedIsolates.Write(path, Isolates, seed, loci: true);
        return path;
    }

    private RunOutcome Run(string name) =>
        Study.Run(
            StudyFile.Open(
                "tuberculosis",
                [
                    .. s_quick,
                    "networks.cnn.network={preset: loci_cnn, channels: 2, units: 8}",
                    "data.simulate.patients=120",
                ]
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, name) }
        );
}
