using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

/// <summary>The real tables are read with the rows and missing values that their README states.</summary>
public sealed class HeartTablesTests
{
    private static Table Open(string name, TableReading? reading = null)
    {
        string? folder = TestTables.HeartTables();
        if (folder is null)
            Assert.Skip("shared/data/heart-tables is not beside this checkout.");
        return TableFile.Open(Path.Combine(folder, name), reading);
    }

    [Theory]
    [InlineData("framingham.csv", "TenYearCHD", 3380, 525)]
    [InlineData("saheart.csv", "chd", 376, 130)]
    [InlineData("cleveland.csv", "num", 244, 115)]
    [InlineData("cardio70k.csv", "cardio", 55_993, 28_010)]
    [InlineData("breast_cancer_wisconsin.csv", "target_benign", 469, 300)]
    [InlineData("pima_diabetes.csv", "diabetes", 611, 216)]
    public void Rows_and_positives_are_as_stated(string file, string outcome, int rows, int positives)
    {
        var table = Open(file);
        var read = Outcome.Read(table, outcome);
        Assert.Equal((rows, positives, 0), (table.Rows, read.Positives, read.Unknown));
        Assert.All(table.Census.Columns, column => Assert.Equal(0, column.Unreadable));
    }

    [Fact]
    public void Framingham_has_its_missing_cells()
    {
        // Counted by `tail -n +2 framingham.csv | tr ',' '\n' | grep -c '^NA$'`.
        Assert.Equal(528, Open("framingham.csv").Census.Columns.Sum(column => column.Missing));
    }

    [Fact]
    public void Cardio70k_pressures_outside_plausible_limits_are_missing_and_counted()
    {
        var reading = new TableReading
        {
            Columns =
            [
                new StatedColumn("sbp") { Low = 60, High = 260 },
                new StatedColumn("dbp") { Low = 30, High = 160 },
            ],
        };
        var table = Open("cardio70k.csv", reading);
        double[] raw = Open("cardio70k.csv").Column("sbp");
        Assert.Equal(
            raw.Count(cell => cell is < 60 or > 260),
            table.Census.Columns[table.Schema.IndexOf("sbp")].Implausible
        );
        Assert.Contains(raw, cell => cell < 0);
        Assert.All(table.Column("sbp"), cell => Assert.True(double.IsNaN(cell) || cell is >= 60 and <= 260));
    }
}
