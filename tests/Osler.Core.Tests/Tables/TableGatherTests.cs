using CsCheck;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

/// <summary>Some rows of a table, and what takes no memory beside it.</summary>
public sealed class TableGatherTests
{
    [Fact]
    public void Gives_what_whole_columns_give_in_the_order_asked_for() =>
        Gen.Int[0, 999]
            .Array[0, 50]
            .Sample(
                rows =>
                {
                    var table = TestTables.Of(
                        "a,name,b\n"
                            + string.Concat(
                                Enumerable
                                    .Range(0, 1000)
                                    .Select(i => $"{i * 0.5},n{i},{(i % 7 == 0 ? "" : $"{i}")}\n")
                            )
                    );
                    double[][] gathered = table.Gather([2, 0], rows);
                    Assert.Equal(rows.Select(row => table.Numbers(2)[row]), gathered[0]);
                    Assert.Equal(rows.Select(row => table.Numbers(0)[row]), gathered[1]);
                },
                iter: 20,
                seed: "0N0XIzNsQ0O2"
            );

    [Fact]
    public void A_row_that_is_not_there_is_refused()
    {
        var table = TestTables.Of("a,b\n1,2\n3,4\n");
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Gather([0], [0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Gather([0], [-1]));
        Assert.Equal(
            [
                [],
            ],
            table.Gather([0], [])
        );
    }

    [Fact]
    public void A_part_is_told_row_by_row_as_it_is_told_at_once()
    {
        var split = new Split([Part.Test, Part.Train, Part.LeftOut, Part.Train, Part.Validation]);
        foreach (var part in Enum.GetValues<Part>())
            Assert.Equal(split.Rows(part), split.Each(part));
    }

    [Fact]
    public void The_header_is_that_of_the_whole_table()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\uFEFFage;\"blood; pressure\";\n54;130;x\n");
            Assert.Equal(["age", "blood; pressure", "column 3"], TableFile.Header(path));
            Assert.Equal(
                TableFile.Open(path).Schema.Columns.Select(column => column.Name),
                TableFile.Header(path)
            );
        }
        finally
        {
            File.Delete(path);
        }
    }
}
