using System.Globalization;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

/// <summary>Numbers that hardly are measurements are told without stated limits; those of sound columns are not.</summary>
public sealed class OddNumbersTests
{
    // Between 100 and 199, each twice.
    private static double Usual(int row) => 100 + row % 100;

    private static Finding[] Findings(Func<int, double> value, int rows = 200)
    {
        var table = TestTables.Of(
            "x,other,y\n"
                + string.Concat(
                    Enumerable
                        .Range(0, rows)
                        .Select(i =>
                            string.Create(CultureInfo.InvariantCulture, $"{value(i)},{i * 7 % 131},{i % 2}\n")
                        )
                )
        );
        return
        [
            .. TableChecks
                .Inputs(table, ["x"], Outcome.Read(table, "y"))
                .Where(finding => finding.Check is "far_out" or "code_for_missing"),
        ];
    }

    [Theory]
    [InlineData(16020, "x reaches from 100 to 16020, while nine tenths of it lie between")]
    [InlineData(-150, "3 numbers are negative.")]
    [InlineData(-1500, "3 numbers are far beyond.")]
    [InlineData(1.2, null)]
    [InlineData(400, null)]
    public void Slips_that_lie_far_off_are_told(double slip, string? said)
    {
        var found = Findings(i => i % 70 == 3 ? slip : Usual(i));
        if (said is null)
        {
            Assert.Empty(found);
            return;
        }
        Finding one = Assert.Single(found);
        Assert.Equal(("far_out", 3), (one.Check, one.Cases));
        Assert.Contains(said, one.Message, StringComparison.Ordinal);
        Assert.Contains("data.columns.x.low", one.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 20, "x is 0 in 10 rows, and in no other below 100")]
    [InlineData(999, 2, "x is 999 in 100 rows, and in no other above 198")]
    [InlineData(88, 20, null)]
    [InlineData(300, 20, null)]
    public void Codes_for_missing_are_told_however_often_they_stand(double code, int every, string? said)
    {
        var found = Findings(i => i % every == 1 ? code : Usual(i));
        if (said is null)
            Assert.Empty(found);
        else
            Assert.StartsWith(said, Assert.Single(found).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_columns_are_left_alone()
    {
        Assert.Empty(Findings(i => i));
        Assert.Empty(Findings(i => i % 4));
        Assert.Empty(Findings(i => i % 9 == 0 ? 0 : i % 30));
        Assert.Empty(Findings(i => i - 20));
        Assert.Empty(Findings(i => Math.Exp(i % 100 / 15.0)));
        Assert.Empty(Findings(_ => 5));
        Assert.Empty(Findings(i => i == 0 ? 16020 : Usual(i), rows: 19));
    }
}
