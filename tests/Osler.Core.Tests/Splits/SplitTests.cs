using CsCheck;
using Osler.Core.Cases;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Tests.Tables;

namespace Osler.Core.Tests.Splits;

public sealed class SplitTests
{
    private static (Patients Patients, Label[] Labels) Cohort(int seed, int rows, int patients)
    {
        var random = new KeyedRandom(seed, "cohort");
        int[] of = [.. Enumerable.Range(0, rows).Select(_ => random.Next(patients))];
        Label[] labels =
        [
            .. Enumerable
                .Range(0, rows)
                .Select(_ =>
                    random.Next(10) switch
                    {
                        0 => Label.Unknown,
                        < 4 => Label.Present,
                        _ => Label.Absent,
                    }
                ),
        ];
        return (Patients.From(of), labels);
    }

    private static void NobodyOnTwoSides(Part[] parts, Patients patients)
    {
        for (int a = 0; a < parts.Length; a++)
        for (int b = a + 1; b < parts.Length; b++)
            if (patients[a] == patients[b])
                Assert.Equal(parts[a], parts[b]);
    }

    [Fact]
    public void Never_puts_a_patient_on_both_sides() =>
        Gen.Int[0, 1_000_000]
            .Sample(
                seed =>
                {
                    var (patients, labels) = Cohort(seed, 200, 60);
                    var split = SplitByPatient.Draw(patients, labels, new SplitFractions(), seed);
                    NobodyOnTwoSides(split.Parts, patients);
                    SplitChecks.RequirePatientsApart(split, patients);
                    int[] folds = GroupedFolds.Draw(patients, labels, 4, seed);
                    for (int fold = 0; fold < 4; fold++)
                        NobodyOnTwoSides(
                            GroupedFolds.Hold(folds, fold, patients, labels, 0.2, seed).Parts,
                            patients
                        );
                },
                iter: 50,
                seed: "0N0XIzNsQ0O2"
            );

    [Fact]
    public void Each_part_has_its_share_of_each_outcome_within_one_patient()
    {
        Label[] labels =
        [
            .. Enumerable.Range(0, 1003).Select(i => i % 7 == 0 ? Label.Present : Label.Absent),
        ];
        var split = SplitByPatient.Draw(
            Patients.One(1003),
            labels,
            new SplitFractions { Validation = 0.1, Test = 0.2 },
            5
        );
        foreach (Label outcome in new[] { Label.Absent, Label.Present })
        {
            int all = labels.Count(t => t == outcome);
            Assert.InRange(
                split.Rows(Part.Test).Count(row => labels[row] == outcome),
                0.2 * all - 1,
                0.2 * all + 1
            );
            Assert.InRange(
                split.Rows(Part.Validation).Count(row => labels[row] == outcome),
                0.1 * all - 1,
                0.1 * all + 1
            );
        }
        Assert.Equal(1003, split.Count(Part.Train) + split.Count(Part.Validation) + split.Count(Part.Test));
    }

    [Theory, InlineData(6, 1), InlineData(10, 3), InlineData(3, 7)]
    public void By_class_each_part_has_its_fraction_also_where_every_class_has_few(int each, int seed)
    {
        int[] classes = [.. Enumerable.Range(0, 50 * each).Select(i => i % 50)];
        // Every fourth row belongs to the patient of the row 50 before, which has the same class.
        var patients = Patients.From([
            .. Enumerable.Range(0, classes.Length).Select(i => i % 4 == 0 && i >= 50 ? i - 50 : i),
        ]);
        var fractions = new SplitFractions { Validation = 0.1, Test = 0.1 };

        var split = SplitByPatient.DrawByClass(patients, classes, fractions, seed);

        NobodyOnTwoSides([.. split.Parts], patients);
        foreach (Part part in (Part[])[Part.Validation, Part.Test])
        {
            Assert.InRange(split.Rows(part).Length, classes.Length / 10 - 3, classes.Length / 10 + 3);
            Assert.All(
                split.Rows(part).GroupBy(row => classes[row]),
                ofClass => Assert.InRange(ofClass.Count(), 1, 1 + 0.1 * each + 1)
            );
        }
        Assert.Equal(split.Parts, SplitByPatient.DrawByClass(patients, classes, fractions, seed).Parts);
        Assert.NotEqual(
            split.Parts,
            SplitByPatient.DrawByClass(patients, classes, fractions, seed + 1).Parts
        );
    }

    [Fact]
    public void Folds_differ_by_at_most_one_case_of_each_outcome()
    {
        Label[] labels = [.. Enumerable.Range(0, 503).Select(i => i % 6 == 0 ? Label.Present : Label.Absent)];
        int[] folds = GroupedFolds.Draw(Patients.One(503), labels, 5, seed: 3);
        foreach (Label outcome in new[] { Label.Absent, Label.Present })
        {
            int[] counts =
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(fold => folds.Where((f, i) => f == fold && labels[i] == outcome).Count()),
            ];
            Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        var (patients, labels) = Cohort(1, 300, 100);
        var first = SplitByPatient.Draw(patients, labels, new SplitFractions(), 1).Parts;
        Assert.Equal(first, SplitByPatient.Draw(patients, labels, new SplitFractions(), 1).Parts);
        Assert.NotEqual(first, SplitByPatient.Draw(patients, labels, new SplitFractions(), 2).Parts);
        int[] folds = GroupedFolds.Draw(patients, labels, 5, 1);
        Assert.Equal(folds, GroupedFolds.Draw(patients, labels, 5, 1));
        Assert.NotEqual(folds, GroupedFolds.Draw(patients, labels, 5, 1, repeat: 1));
    }

    [Fact]
    public void Fewer_positives_than_folds_are_refused()
    {
        Label[] labels = [.. Enumerable.Repeat(Label.Present, 3), .. Enumerable.Repeat(Label.Absent, 50)];
        var fault = Assert.Throws<DataException>(() => GroupedFolds.Draw(Patients.One(53), labels, 5, 1));
        Assert.Contains("3 patients with the outcome for 5 folds", fault.What, StringComparison.Ordinal);
        Assert.Contains("at most 3", fault.Remedy, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => GroupedFolds.Draw(Patients.One(3), [], 5, 1));
        Assert.Throws<RequestException>(() => GroupedFolds.Draw(Patients.One(3), [], 1, 1));
    }

    [Fact]
    public void Too_few_patients_for_a_part_are_refused()
    {
        Assert.Throws<DataException>(() => SplitByPatient.Draw(Patients.One(2), [], new SplitFractions(), 1));
        Assert.Throws<RequestException>(() =>
            SplitByPatient.Draw(Patients.One(9), [], new SplitFractions { Validation = 0.5, Test = 0.5 }, 1)
        );
        Assert.Throws<RequestException>(() => new SplitFractions { Test = 1 });
    }

    [Fact]
    public void A_row_without_patient_is_refused()
    {
        var table = TestTables.Of("patient_id,x\np1,1\n,2\np2,3\n");
        Assert.Contains(
            "first row 2",
            Assert.Throws<DataException>(() => Patients.Read(table, "patient_id")).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void From_a_column_is_read_and_a_patient_in_two_parts_refused()
    {
        var reading = new TableReading
        {
            Columns = [new StatedColumn("part") { Kind = ColumnKind.Categorical }],
        };
        var table = TestTables.Of("who,part\n1,train\n1,Train\n2,val\n3,test\n3,\n4,train\n", reading);
        Assert.Equal(
            [Part.Train, Part.Train, Part.Validation, Part.Test, Part.LeftOut, Part.Train],
            SplitFromColumn.Read(table, "part", Patients.Read(table, "who")).Parts
        );
        var crossing = Patients.From([1, 1, 2, 1, 3, 4]);
        Assert.Contains(
            "row 4",
            Assert.Throws<DataException>(() => SplitFromColumn.Read(table, "part", crossing)).What,
            StringComparison.Ordinal
        );
        var wrong = TestTables.Of("part,x\ntrain,1\ntest,2\ntets,3\ntrain,1\ntest,2\ntets,3\n");
        Assert.Equal(
            "Did you mean 'test'?",
            Assert.Throws<DataException>(() => SplitFromColumn.Read(wrong, "part", Patients.One(6))).Remedy
        );
    }

    [Fact]
    public void By_time_keeps_a_crossing_patient_on_the_later_side()
    {
        var table = TestTables.Of("who,seen\n1,2020-01-01\n1,2022-01-01\n2,2020-05-01\n3,2021-06-01\n4,\n");
        var split = SplitByTime.Read(
            table,
            "seen",
            Patients.Read(table, "who"),
            SplitByTime.Time("2021-01-01"),
            SplitByTime.Time("2022-01-01")
        );
        Assert.Equal([Part.LeftOut, Part.Test, Part.Train, Part.Validation, Part.LeftOut], split.Parts);
        SplitChecks.RequirePatientsApart(split, Patients.Read(table, "who"));
        Assert.Throws<DataException>(() =>
            SplitByTime.Read(table, "seen", Patients.One(5), null, SplitByTime.Time("2030-01-01"))
        );
    }

    [Fact]
    public void By_site_leaves_out_a_patient_of_two_sides()
    {
        var table = TestTables.Of("who,site\n1,Kiel\n1,Bonn\n2,Kiel\n3,Bonn\n4,Ulm\n5,Ulm\n6,Kiel\n");
        var split = SplitBySite.Read(table, "site", Patients.Read(table, "who"), ["Ulm"], ["bonn"]);
        Assert.Equal(
            [Part.LeftOut, Part.LeftOut, Part.Train, Part.Test, Part.Validation, Part.Validation, Part.Train],
            split.Parts
        );
        Assert.Equal(
            "Did you mean 'Bonn'?",
            Assert
                .Throws<RequestException>(() => SplitBySite.Read(table, "site", Patients.One(7), [], ["Bon"]))
                .Remedy
        );
    }

    [Fact]
    public void Equal_features_across_the_split_are_counted()
    {
        using var features = FeatureMatrix.Of([1, 2, 3, 4, 1, 2, 3, 4, 5, 6], 2);
        var split = new Split([Part.Train, Part.Train, Part.Test, Part.Validation, Part.Test]);
        Assert.Equal(2, SplitChecks.DuplicatesAcross(split, Patients.One(5), features));
        Assert.Equal(1, SplitChecks.DuplicatesAcross(split, Patients.From([0, 1, 0, 3, 4]), features));
    }
}
