using System.Globalization;
using System.Text;
using Osler.Core.Faults;
using Osler.Studies.Tuberculosis;

namespace Osler.Studies.Tests.Tuberculosis;

/// <summary>Tables of isolates that can't be what they say, or say too little.</summary>
public sealed class WrongIsolatesTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "genotypes.repeats=1",
        "genotypes.least_isolates=2",
        "split.folds=3",
        "network=neuron",
        "training.epochs=2",
        "evaluation.bootstrap_draws=100",
        "evaluation.baselines=[logistic_regression]",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-isolates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Swapped_coding_is_told_by_mutations_that_mean_resistance()
    {
        Write(60, i => $"{(i % 2 == 0 ? 1 : 0)},0", i => i % 2 == 0 ? "1,1" : "0,0");
        var fault = Assert.Throws<DataException>(() => Run());
        Assert.Contains("coding looks swapped", fault.Message, StringComparison.Ordinal);
        Assert.Contains("genotypes.resistant", fault.Remedy, StringComparison.Ordinal);
        // Said the other way round the same table is sound.
        Assert.NotEmpty(Run("genotypes.resistant=1").Measures);
    }

    [Fact]
    public void Variants_of_which_most_are_present_are_refused_as_coded_the_other_way_round()
    {
        const int width = 24;
        ResistanceData Of(sbyte usual) =>
            new(
                "made up",
                "",
                [.. Enumerable.Range(0, width).Select(i => $"SNP_CN_{i + 1}_A{i + 1}C_gene")],
                [.. Enumerable.Range(0, 10 * width).Select(i => i % 7 == 0 ? (sbyte)(1 - usual) : usual)],
                [0, 1],
                ["INH"],
                [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
            );
        ResistanceChecks.Checked(Of(usual: 0));
        var fault = Assert.Throws<DataException>(() => ResistanceChecks.Checked(Of(usual: 1)));
        Assert.Contains("variants' coding looks swapped: 85 %", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EMB", "SNP_CN_4247429_A916G_M306V_embB", "embB M306V")]
    [InlineData("PZA", "SNP_CN_2289090_TC_pncA_H51R", "pncA H51R")]
    [InlineData("MOXI", "SNP_CN_7582_AG_gyrA_D94G", "gyrA D94G")]
    [InlineData("AMK", "SNP_N_1473246_A1401G_rrs", "rrs A1401G")]
    public void One_drug_with_swapped_labels_is_warned_of(string drug, string variant, string words)
    {
        const int isolates = 40;
        ResistanceData Of(float resistant) =>
            new(
                "made up",
                "",
                ["SNP_CN_2155168_C944G_S315T_katG", variant],
                [.. Enumerable.Range(0, 2 * isolates).Select(i => (sbyte)(i / 2 % 2))],
                [0, 1],
                ["INH", drug],
                [
                    .. Enumerable
                        .Range(0, isolates)
                        .SelectMany(i => (float[])[i % 2, i % 2 == 1 ? resistant : 1 - resistant]),
                ]
            );
        Assert.Empty(ResistanceChecks.Checked(Of(resistant: 1)).Warnings);
        Assert.Contains(
            $"Of 20 isolates with {words}",
            Assert.Single(ResistanceChecks.Checked(Of(resistant: 0)).Warnings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_drug_whose_labels_are_all_unknown_is_stated_and_the_others_are_judged()
    {
        Write(60, Variants, i => $"{(i % 2 == 0 ? 0 : 1)},-1");
        RunOutcome outcome = Run();
        Assert.Contains(
            outcome.Warnings,
            warning => warning.StartsWith("No isolate has a known label of INH", StringComparison.Ordinal)
        );
        Assert.Equal("no case", Auroc(outcome, "INH").Undefined);
        Assert.NotNull(Auroc(outcome, "RIF").Value);
        Assert.Equal(Auroc(outcome, "RIF").Value, Auroc(outcome, "mean").Value);
    }

    [Fact]
    public void Labels_that_are_all_unknown_are_refused()
    {
        Write(30, Variants, _ => "-1,");
        var fault = Assert.Throws<DataException>(() => Run());
        Assert.Contains("Every label of every drug is unknown", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drug_with_one_class_is_stated_and_undefined()
    {
        Write(60, Variants, i => $"{(i % 2 == 0 ? 0 : 1)},1");
        RunOutcome outcome = Run();
        Assert.Contains(
            outcome.Warnings,
            warning => warning.Contains("INH is susceptible", StringComparison.Ordinal)
        );
        Assert.Equal("no positive case", Auroc(outcome, "INH").Undefined);
    }

    [Fact]
    public void A_drug_with_one_class_in_a_fold_is_judged_on_the_others_and_stated()
    {
        // Two resistant isolates and three folds: at least one fold has none.
        Write(60, Variants, i => $"{(i % 2 == 0 ? 0 : 1)},{(i < 2 ? 0 : 1)}");
        RunOutcome outcome = Run();
        Assert.Contains(
            outcome.Warnings,
            warning =>
                warning.StartsWith("INH: ", StringComparison.Ordinal)
                && warning.Contains("one class alone", StringComparison.Ordinal)
        );
        Assert.NotNull(Auroc(outcome, "INH").Value);
    }

    [Fact]
    public void A_variant_that_is_neither_present_nor_absent_is_refused_by_its_place()
    {
        Write(30, i => i == 4 ? "7,0" : Variants(i), Labels);
        var fault = Assert.Throws<DataException>(() => Run());
        Assert.Contains("A variant is 7", fault.Message, StringComparison.Ordinal);
        Assert.Contains("row 5", fault.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_no_label_is_refused_by_its_place()
    {
        Write(30, Variants, i => i == 4 ? "3,0" : Labels(i));
        var fault = Assert.Throws<DataException>(() => Run());
        Assert.Contains("A drug's label is 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("column 'RIF'", fault.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void An_isolate_without_labels_or_twice_is_refused()
    {
        Write(30, Variants, Labels);
        string labels = Path.Combine(_folder, "labels.csv");
        string[] lines = File.ReadAllLines(labels);
        File.WriteAllLines(labels, lines.Where((_, i) => i != 3));
        Assert.Contains("has no labels", Assert.Throws<DataException>(() => Run()).Message);
        File.WriteAllLines(labels, [.. lines, lines[^1]]);
        Assert.Contains("twice", Assert.Throws<DataException>(() => Run()).Message);
    }

    [Fact]
    public void The_rows_order_makes_no_difference_since_isolates_are_named()
    {
        Write(30, Variants, Labels);
        var first = Run().Measures;
        string labels = Path.Combine(_folder, "labels.csv");
        string[] lines = File.ReadAllLines(labels);
        File.WriteAllLines(labels, [lines[0], .. lines.Skip(1).Reverse()]);
        Assert.Equal(first, Run().Measures);
    }

    [Fact]
    public void Without_a_table_of_labels_it_is_asked_for()
    {
        Write(30, Variants, Labels);
        File.Delete(Path.Combine(_folder, "labels.csv"));
        var fault = Assert.Throws<RequestException>(() => Run());
        Assert.Contains("genotypes.labels", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_that_is_left_out_is_no_input()
    {
        Write(30, Variants, Labels);
        string[] bundle = [_folder, "left-out", "bundle"];
        Study.Run(
            StudyFile.Open(
                "tuberculosis",
                [.. s_quick, "genotypes.leave_out=[marker, absent]"],
                data: Path.Combine(_folder, "variants.csv")
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, "left-out") }
        );
        Assert.Equal(
            ["SNP_CN_761155_C1349T_S450L_rpoB", "SNP_CN_2155168_C944G_S315T_katG"],
            Osler
                .Core.Bundles.BundleFolder.Open(Path.Combine(bundle))
                .ReadCard()
                .Inputs.Select(input => input.Name)
        );
    }

    private static string Variants(int i) =>
        $"{(i % 2 == 0 ? 1 : 0)},{(i % 7 == 0 ? -1 : i % 3 == 0 ? 1 : 0)}";

    private static string Labels(int i) => $"{(i % 2 == 0 ? 0 : 1)},{(i % 3 == 0 ? 0 : 1)}";

    private static Core.Metrics.Estimate Auroc(RunOutcome outcome, string drug) =>
        outcome
            .Measures.First(measure =>
                measure is { Name: "auroc", Model: "network", Part: "cross_validation" }
                && measure.Outcome == drug
            )
            .Estimate;

    private void Write(int isolates, Func<int, string> variants, Func<int, string> labels)
    {
        var x = new StringBuilder(
            "isolate,SNP_CN_761155_C1349T_S450L_rpoB,SNP_CN_2155168_C944G_S315T_katG,marker\n"
        );
        var y = new StringBuilder("isolate,RIF,INH\n");
        for (int i = 0; i < isolates; i++)
        {
            // A marker whose distances keep isolates apart is no part of the claim.
            x.Append(CultureInfo.InvariantCulture, $"TB{i},{variants(i)},{i % 5 % 2}\n");
            y.Append(CultureInfo.InvariantCulture, $"TB{i},{labels(i)}\n");
        }
        File.WriteAllText(Path.Combine(_folder, "variants.csv"), x.ToString());
        File.WriteAllText(Path.Combine(_folder, "labels.csv"), y.ToString());
    }

    private RunOutcome Run(params string[] settings) =>
        Study.Run(
            StudyFile.Open(
                "tuberculosis",
                [.. s_quick, .. settings],
                data: Path.Combine(_folder, "variants.csv")
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, Guid.NewGuid().ToString("N")) }
        );
}
