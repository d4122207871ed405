using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
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
        Assert.Contains(
            "Each position as five inputs, A, C, G, T, or lost",
            report,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_network_rests_on_the_simulators_causes_and_stands_beside_logistic_regression()
    {
        string path = Path.Combine(_folder, "isolates");
        SimulatedIsolates.Write(path, 300, seed: 3, loci: true);
        File.WriteAllText(
            Path.Combine(path, "made_catalogue.csv"),
            "CATALOGUE_NAME,CATALOGUE_VERSION,DRUG,MUTATION,PREDICTION\nmade,1,INH,katG@S315T,R\nmade,1,RIF,rpoB@S450L,R\n"
        );
        RunOutcome outcome = Study.Run(
            StudyFile.Open(
                "tuberculosis",
                [
                    .. s_quick,
                    "training.epochs=80",
                    "split.folds=2",
                    "genotypes.drugs=[RIF, INH]",
                    // Around the commonest causes, and a stretch of markers that bear on no drug.
                    "genotypes.loci=[NC_000962.3:2155150-2155190, NC_000962.3:761130-761170, NC_000962.3:409000-409060]",
                    "networks.cnn.network={preset: loci_cnn, channels: 8, units: 16}",
                ],
                data: path
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "b") }
        );
        Assert.Contains(
            outcome.Measures,
            measure =>
                measure
                    is { Name: "auroc", Model: "logistic_regression", Outcome: "INH", Estimate.Value: > 0.6 }
        );
        string report = File.ReadAllText(Path.Combine(_folder, "b", "report.html"));
        Assert.Contains("Less Logistic regression", report, StringComparison.OrdinalIgnoreCase);
        // Of each drug's table the first row: name, locus, base of it, position, DNA, protein, ..., grade.
        Assert.Equal(
            [
                "rpoB_p.Ser450Leu|rpoB|1,349|761,155|c.1349C&gt;T|p.Ser450Leu|made resistant",
                "katG_p.Ser315Thr|katG|944|2,155,168|c.944G&gt;C|p.Ser315Thr|made resistant",
            ],
            FirstRows(report)
        );
    }

    [Fact]
    public void The_reference_is_nothing_to_the_network_a_change_two_numbers_and_an_unknown_base_one()
    {
        var bases = new LociBases([2155167, 2155168], H37Rv.Loci);
        sbyte[] reference = [.. bases.Reference];
        sbyte other = (sbyte)((reference[1] + 1) % 4);
        var preprocessing = LociPreprocessing.Of(bases.Names, bases.Reference);
        double[] rows = [reference[0], reference[1], reference[0], other, reference[0], double.NaN];
        float[] features = new float[3 * preprocessing.Width];
        preprocessing.Apply(rows, 3, features);
        Assert.All(features[..10], value => Assert.Equal(0, value));
        float[] changed = new float[10];
        changed[5 + reference[1]] = -1;
        changed[5 + other] = 1;
        Assert.Equal(changed, features[10..20]);
        changed[5 + other] = 0;
        Assert.Equal(changed, features[20..]);
    }

    [Fact]
    public void The_baseline_of_loci_sees_what_varies_among_the_isolates_that_are_learnt_from()
    {
        var bases = new LociBases([2155160, 2155161, 2155162, 2155163], H37Rv.Loci);
        // A constant position, one that varies, its twin, and one that varies only in the isolate that is held out.
        sbyte[] codes = [0, 1, 2, 3, 0, 0, 0, 3, 0, 1, 2, 0];
        var data = new ResistanceData("made up", "", bases.Names, codes, [0, 1, 2, 3], ["INH"], [1, 0, 1])
        {
            Bases = bases,
        };
        var varying = new VaryingBases(data, [0, 1]);
        Assert.Equal(2, varying.Width);
        float[] rows = new float[6];
        varying.Gather([0, 1, 2], rows);
        float twins = MathF.Sqrt(2);
        Assert.Equal([0, twins, twins, 0, 0, twins], rows);
    }

    [Fact]
    public void Isolates_with_inserted_bases_are_counted_and_named_and_not_read_as_the_reference()
    {
        string path = Write(seed: 3);
        Gene katG = H37Rv.Genes.Find("katG")!;
        string bases = H37Rv.Loci.Bases(katG.Start, katG.Length);
        int at = 2155172 - katG.Start;
        File.WriteAllText(Path.Combine(path, "S000007.fasta"), $">katG\n{bases[..at]}G{bases[at..]}\n");
        ResistanceData read = LociFolder.Read(
            path,
            new GenotypeSettings { Loci = ["NC_000962.3:2155160-2155180"] },
            default
        );
        string warning = Assert.Single(read.Warnings, one => one.Contains("inserted bases"));
        Assert.StartsWith("1 isolate has inserted bases at the loci", warning);
        Assert.Contains("katG_p.", warning);
        Assert.Equal(2, Enumerable.Range(0, read.Width).Count(position => read.Variant(6, position) < 0));
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

    // Of each drug's table of mutations the first row without the numbers that training makes.
    private static IEnumerable<string> FirstRows(string report)
    {
        string section = report[report.IndexOf("id=\"mutations\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        foreach (string table in section.Split("<tbody>").Skip(1))
        {
            string row = table[..table.IndexOf("</tr>", StringComparison.Ordinal)];
            string[] cells =
            [
                .. row.Split("</td>")
                    .SelectMany(cell => cell.Split("</th>"))
                    .Where(cell => cell.Contains("<t", StringComparison.Ordinal))
                    .Select(Text),
            ];
            yield return string.Join('|', [.. cells[..6], cells[^1]]);
        }
    }

    // What stands between the tags.
    private static string Text(string cell) =>
        string.Concat(
            cell.Split('<').Skip(1).Select(part => part[(part.IndexOf('>', StringComparison.Ordinal) + 1)..])
        );

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
