using System.Globalization;
using Osler.Core.Faults;
using Osler.Studies.HeartAttack;

namespace Osler.Studies.Tests.TableStudies;

public sealed class StudyTableTests : TableStudyRuns
{
    [Fact]
    public void The_simulators_file_has_the_roles_and_inputs_of_the_simulation()
    {
        HeartAttackTable.WriteCsv(Out("cohort.csv"), 400, seed: 1);

        var read = StudyTable.Open(Study($"data.path={Out("cohort.csv")}"), []);
        var simulated = StudyTable.Open(Study(), []);

        Assert.Equal(simulated.Inputs, read.Inputs);
        Assert.DoesNotContain(HeartAttackTable.Truth, read.Inputs);
        Assert.DoesNotContain(HeartAttackTable.Site, read.Inputs);
        Assert.Equal(
            (simulated.Roles.Truth, simulated.Roles.Patient, simulated.Roles.Site),
            (read.Roles.Truth, read.Roles.Patient, read.Roles.Site)
        );
        Assert.Equal(HeartAttackTable.Truth, read.Roles.Truth);
    }

    [Fact]
    public void A_table_of_patients_has_no_truth_and_its_site_is_an_input()
    {
        var table = Open("site,age", i => $"{(i % 3 == 0 ? "a" : "b")},{30 + i}");
        Assert.Null(table.Roles.Truth);
        Assert.Equal(["site", "age"], table.Inputs);
    }

    [Theory]
    [InlineData("data.simulate=null")]
    [InlineData("data.simulate.patients=400")]
    public void A_truth_that_is_not_the_simulators_own_must_be_there(string simulate)
    {
        string path = Write("age", i => $"{30 + i}");
        var study = Study($"data.path={path}", simulate, "data.truth=risk");
        Assert.Contains(
            "no column 'risk'",
            Assert.Throws<RequestException>(() => StudyTable.Open(study, [])).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Certain_truths_of_zero_and_one_are_taken() =>
        Assert.Equal("true_risk", Open("age,true_risk", i => $"{30 + i},{i % 2}").Roles.Truth);

    [Theory]
    [InlineData("12.5", "12.5 in row 7")]
    [InlineData("-0.1", "-0.1 in row 7")]
    [InlineData("", "missing in 1 row, first row 7")]
    [InlineData("high", "row 7")]
    public void A_truth_that_is_no_probability_is_refused_with_its_row(string cell, string what)
    {
        var fault = Assert.Throws<DataException>(() =>
            Open(
                "age,true_risk",
                i =>
                    string.Create(CultureInfo.InvariantCulture, $"{30 + i},{(i == 6 ? cell : $"0.{i + 10}")}")
            )
        );
        Assert.Equal(ExitCode.BadData, fault.Exit);
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.Contains("true_risk", fault.Where, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low", "high")]
    [InlineData("1", "2")]
    [InlineData("-1", "1")]
    public void A_truth_of_two_levels_is_refused(string first, string second)
    {
        var fault = Assert.Throws<DataException>(() =>
            Open("age,true_risk", i => $"{30 + i},{(i % 3 == 0 ? first : second)}")
        );
        Assert.Contains("must be numbers from 0 to 1", fault.What, StringComparison.Ordinal);
        Assert.Contains("true_risk", fault.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_of_a_number_are_refused()
    {
        string path = Write("age", i => $"{30 + i}");
        var study = Study(
            $"data.path={path}",
            "data.columns.age.kind=numeric",
            "data.columns.age.levels=[a, b]"
        );
        Assert.Equal(
            "data.columns.age.levels",
            Assert.Throws<RequestException>(() => StudyTable.Open(study, [])).Where
        );
    }

    private StudyTable Open(string header, Func<int, string> row) =>
        StudyTable.Open(Study($"data.path={Write(header, row)}"), []);

    private string Write(string header, Func<int, string> row)
    {
        File.WriteAllLines(
            Out("table.csv"),
            Enumerable.Range(0, 60).Select(i => $"{row(i)},{i / 2 % 2}").Prepend($"{header},heart_attack")
        );
        return Out("table.csv");
    }
}
