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

    [Theory]
    [InlineData(2, 2, "There is 1 row with y")]
    [InlineData(400, 100, "There are 4 rows with y")]
    [InlineData(18, 2, "There are 9 rows with y")]
    public void A_handful_of_patients_is_reported(int rows, int every, string said)
    {
        var table = Table(i => $"{i},{i * 7 % 13},{(i % every == 0 ? 1 : 0)}", "a,b,y", rows);
        Finding found = Assert.Single(
            TableChecks.Inputs(table, ["a", "b"], Outcome.Read(table, "y")),
            finding => finding.Check == "few_patients"
        );
        Assert.StartsWith(said, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_in_two_orders_are_named_with_a_cell_of_each()
    {
        var table = TestTables.Of(
            "visit,site,y\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 40)
                        .Select(i =>
                            $"{(i < 20 ? $"{i + 1}/02/2024" : $"03/{i - 9}/2024")},{i % 3},{i % 2}\n"
                        )
                )
        );
        Assert.Equal(ColumnKind.Identifier, table.Schema[0].Kind);
        Finding found = Assert.Single(TableChecks.Others(table, except: []));
        Assert.Equal(("mixed_dates", "visit"), (found.Check, Assert.Single(found.Columns)));
        Assert.Contains(
            "in row 13: '13/02/2024' the day stands first",
            found.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("in row 23: '03/13/2024' the month", found.Message, StringComparison.Ordinal);
        Assert.Contains("dates in two orders", table.Describe(), StringComparison.Ordinal);
        Assert.Empty(TableChecks.Others(table, except: ["visit"]));
    }

    [Theory]
    [InlineData("{0}.02.2024", "d.M.yyyy")]
    [InlineData("02-{0}-2024", "M-d-yyyy")]
    public void Dates_in_one_order_are_no_finding_but_the_format_is_offered(string cell, string format)
    {
        string text =
            "visit,y\n"
            + string.Concat(
                Enumerable.Range(1, 27).Select(i => string.Format(null, cell, i) + $",{i % 2}\n")
            );
        var table = TestTables.Of(text);
        Assert.Empty(TableChecks.Others(table, except: []));
        Assert.Contains($"State date_format: {format} to read", table.Describe(), StringComparison.Ordinal);
        var read = TestTables.Of(
            text,
            new() { Columns = [new("visit") { Kind = ColumnKind.Date, DateFormat = format }] }
        );
        Assert.Equal(27, read.Census.Columns[0].Present);
        Assert.Null(read.Census.Columns[0].YearLast);
    }

    [Theory]
    [InlineData("13/02/2024", "02/13/2024", "ward 7")]
    [InlineData("13/02/2024", "02/13/2024", "13/13/2024")]
    [InlineData("13/02/2024", "02/13/2024", "2024-02-13")]
    [InlineData("13/02/2024", "02/13/2024", "13/02-2024")]
    public void A_text_that_is_no_such_date_makes_the_column_one_of_texts(
        string first,
        string second,
        string third
    ) =>
        Assert.Null(TestTables.Of($"visit,y\n{first},1\n{second},0\n{third},1\n").Census.Columns[0].YearLast);

    [Fact]
    public void Without_an_outcome_the_rows_are_counted()
    {
        var table = Table(i => $"{i},{i * 7 % 13}", "a,b", rows: 19);
        Assert.Equal("few_patients", Assert.Single(TableChecks.Inputs(table, ["a", "b"])).Check);
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

    [Theory]
    [InlineData(0, "leak has a value only in patients without y (20 of 20, and none of 20)")]
    [InlineData(1, "leak has a value only in patients with y (20 of 20, and none of 20)")]
    public void A_column_that_is_recorded_for_one_outcome_alone_is_a_leak(int side, string said)
    {
        var table = Table(i => $"{(i % 2 == side ? i % 7 : "")},{i % 2}", "leak,y");
        var finding = Assert.Single(
            TableChecks.Inputs(table, ["leak"], Outcome.Read(table, "y")),
            f => f.Check == "known_only_in_one"
        );
        Assert.StartsWith(said, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_values_that_fall_on_the_commoner_side_are_no_leak()
    {
        // Eight values among 36 of 40 without the outcome: by chance alone that happens in more than a third of tables.
        var table = Table(i => $"{(i is > 4 and < 13 ? i : "")},{(i < 5 ? 1 : 0)}", "few,y");
        Assert.DoesNotContain(
            TableChecks.Inputs(table, ["few"], Outcome.Read(table, "y")),
            f => f.Check == "known_only_in_one"
        );
    }

    [Theory]
    [InlineData(
        "\"1,{0}\"",
        "seem to have a mark between thousands",
        "Only if the comma is the decimal mark"
    )]
    [InlineData("1'{0}", "seem to have a mark between thousands", "Write them without it: 1234.")]
    [InlineData("\"1,{0},000\"", "seem to have a mark between thousands", "Write them without it: 1234.")]
    [InlineData("\"1,{0}5\"", "have a comma as the decimal mark", "State decimal_comma: true")]
    [InlineData("{0} years", "are a number with its unit behind it", "Write the number alone")]
    [InlineData("{0}%", "are a number with its unit behind it", "Write the number alone")]
    public void Numbers_as_people_write_them_are_told_as_such(string form, string what, string remedy)
    {
        var table = Table(i => $"{form.Replace("{0}", $"{i + 100}")},{i % 2}", "platelets,y");
        var fault = Assert.Throws<DataException>(() => TableChecks.Inputs(table, ["platelets"]));
        Assert.Contains($"40 cells {what}, first row 1:", fault.What, StringComparison.Ordinal);
        Assert.StartsWith(
            remedy,
            fault.Remedy!.Split("Write them without it: 1234. ")[^1],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("patient_name")]
    [InlineData("Patient's name")]
    [InlineData("First Name")]
    [InlineData("NACHNAME")]
    [InlineData("e-mail")]
    public void Who_somebody_is_is_no_category(string column)
    {
        var table = Table(i => $"{(i % 4 == 0 ? "Anna Müller" : "Bert Maier")},{i % 2}", $"{column},y");
        Assert.Equal(ColumnKind.Identifier, table.Schema[0].Kind);
    }

    [Fact]
    public void A_drug_by_name_stays_a_category() =>
        Assert.Equal(
            ColumnKind.Binary,
            Table(i => $"{(i % 4 == 0 ? "aspirin" : "metformin")},{i % 2}", "drug_name,y").Schema[0].Kind
        );

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

    [Theory]
    [InlineData(false, '.', ',', "row 31: '31,5'", "Correct it: 299 other cells have a point.")]
    [InlineData(true, ',', '.', "row 31: '31.5'", "Correct it: 299 other cells have a comma.")]
    [InlineData(true, '.', ',', "299 cells have a point", "Leave decimal_comma out")]
    [InlineData(false, ',', '.', "299 cells have a comma", "State decimal_comma: true")]
    public void A_mixture_of_decimal_marks_names_what_is_to_be_corrected(
        bool comma,
        char mark,
        char odd,
        string what,
        string remedy
    )
    {
        string rows = string.Concat(
            Enumerable.Range(1, 300).Select(i => $"{i % 60}{(i == 31 ? odd : mark)}5;{i % 2}\n")
        );
        var table = TestTables.Of("bmi;y\n" + rows, new() { DecimalComma = comma });
        Assert.Equal(ColumnKind.Numeric, table.Schema["bmi"].Kind);
        Assert.Equal(
            remedy.StartsWith("State", StringComparison.Ordinal),
            table.Describe().Contains("state decimal_comma: true", StringComparison.Ordinal)
        );
        var fault = Assert.Throws<DataException>(() => TableChecks.Inputs(table, ["bmi"]));
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
        Assert.StartsWith(remedy, fault.Remedy, StringComparison.Ordinal);
    }
}
