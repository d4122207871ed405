using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class TableChecksTests
{
    private static Table Table(Func<int, string> row, string header, int rows = 40) =>
        TestTables.Of(header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")));

    [Fact]
    public void Sound_inputs_have_no_findings()
    {
        var table = Table(i => $"{i},{i * 7 % 13},{i % 2}", "a,b,y");
        Assert.Empty(TableChecks.Inputs(table, ["a", "b"], Outcome.Read(table, "y")));
    }

    [Fact]
    public void Odd_columns_are_reported_by_name()
    {
        var table = Table(
            i => $"{i},3,{i},{(i % 2 == 0 ? 100 + i : -i)},{i % 5},{i % 2}",
            "a,flat,copy,leak,b,y"
        );
        var findings = TableChecks.Inputs(
            table,
            ["a", "flat", "copy", "leak", "b"],
            Outcome.Read(table, "y")
        );
        Assert.Equal(
            ["constant: flat", "duplicate_columns: a copy", "separates_outcome: leak"],
            findings.Select(f => $"{f.Check}: {string.Join(' ', f.Columns)}")
        );
        Assert.Contains("AUROC 1.000", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_all_but_separates_is_no_leak()
    {
        var table = Table(i => $"{(i == 0 ? 500 : i % 2 == 0 ? -i : 100 + i)},{i % 2}", "almost,y");
        Assert.Empty(TableChecks.Inputs(table, ["almost"], Outcome.Read(table, "y")));
    }

    [Fact]
    public void Repeated_rows_are_counted()
    {
        var table = Table(i => $"{i / 2},{i / 2 * 3 % 7}", "a,b");
        Assert.Equal(20, Assert.Single(TableChecks.Inputs(table, ["a", "b"])).Cases);
    }

    [Theory]
    [InlineData("a,b\n1,\n2,\n", "All 2 cells are missing")]
    [InlineData("a,b\n1,2\n", "one row")]
    [InlineData("a;b\n1;1,5\n2;2,5\n", "comma as the decimal mark")]
    public void Unusable_inputs_are_refused(string text, string what) =>
        Assert.Contains(
            what,
            Assert.Throws<DataException>(() => TableChecks.Inputs(TestTables.Of(text), ["a", "b"])).What,
            StringComparison.Ordinal
        );

    [Fact]
    public void Text_among_numbers_is_refused_with_its_row()
    {
        var table = Table(i => i == 20 ? "<5,1" : $"{i},{i * 3 % 11}", "a,b");
        var fault = Assert.Throws<DataException>(() => TableChecks.Inputs(table, ["a", "b"]));
        Assert.Contains("first row 21: '<5'", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_outcome_and_twice_the_same_are_no_inputs()
    {
        var table = Table(i => $"{i},{i % 2}", "a,y");
        Assert.Throws<RequestException>(() =>
            TableChecks.Inputs(table, ["a", "y"], Outcome.Read(table, "y"))
        );
        Assert.Throws<RequestException>(() => TableChecks.Inputs(table, ["a", "a"]));
    }
}
