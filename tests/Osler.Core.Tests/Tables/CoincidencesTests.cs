using Osler.Core.Chance;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class CoincidencesTests
{
    private const int Rows = 3000;

    // Rows of two columns whose values are drawn apart from each other, of so many levels; uneven shares.
    private static (Table Table, string[] Texts) Independent(int seed, int first, int second, int rows = Rows)
    {
        var random = new KeyedRandom(seed, "coincidences");
        string[] texts =
        [
            .. Enumerable
                .Range(0, rows)
                .Select(_ => $"{Uneven(random, first) * 3},{Uneven(random, second) + 1000}"),
        ];
        return (TestTables.Of("a,b\n" + string.Join('\n', texts) + "\n"), texts);
    }

    private static int Uneven(KeyedRandom random, int levels) =>
        (int)(levels * random.NextDouble() * random.NextDouble());

    private static int Repeats(string[] rows) => rows.Length - rows.Distinct().Count();

    [Theory]
    [InlineData(1, 40, 60)]
    [InlineData(2, 100, 100)]
    [InlineData(3, 200, 300)]
    [InlineData(4, 500, 900)]
    public void Foretells_how_many_rows_repeat_an_earlier_one(int seed, int first, int second)
    {
        var (table, texts) = Independent(seed, first, second);
        double expected = Coincidences.Of(table, [0, 1]).Repeats(Rows);
        // A count of chance matches; its spread is about its root, four of which are allowed.
        Assert.Equal(Repeats(texts), expected, (4 * Math.Sqrt(expected)) + 1);
        Assert.False(Coincidences.Exceeded(Repeats(texts), expected));
    }

    [Theory, InlineData(5, 60, 80), InlineData(6, 150, 200), InlineData(7, 400, 600)]
    public void Foretells_how_many_rows_equal_one_of_another_part(int seed, int first, int second)
    {
        var (table, texts) = Independent(seed, first, second);
        HashSet<string> others = [.. texts.Take(2000)];
        int found = texts.Skip(2000).Count(others.Contains);
        double expected = Coincidences.Of(table, [0, 1]).Across(1000, 2000);
        Assert.Equal(found, expected, (4 * Math.Sqrt(expected)) + 1);
    }

    [Fact]
    public void A_large_table_is_looked_at_in_part_and_told_in_whole()
    {
        var (table, texts) = Independent(8, 900, 1500, rows: 50_000);
        double expected = Coincidences.Of(table, [0, 1]).Repeats(50_000);
        Assert.Equal(Repeats(texts), expected, 0.1 * expected);
    }

    [Fact]
    public void The_same_people_twice_exceed_chance()
    {
        var random = new KeyedRandom(9, "twice");
        string[] once =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(_ =>
                    $"{Uneven(random, 60)},{Uneven(random, 300)},{Uneven(random, 200)},{Uneven(random, 2)}"
                ),
        ];
        string[] texts = [.. once, .. once.Take(60)];
        var table = TestTables.Of("age,bmi,sbp,sex\n" + string.Join('\n', texts) + "\n");
        Assert.True(
            Coincidences.Exceeded(Repeats(texts), Coincidences.Of(table, [0, 1, 2, 3]).Repeats(1060))
        );
    }

    [Fact]
    public void Few_coarse_inputs_are_no_finding_and_copied_rows_are()
    {
        var (table, _) = Independent(10, 40, 60);
        Assert.Empty(TableChecks.Inputs(table, ["a", "b"]));
        string[] copied = [.. Enumerable.Range(0, 500).Select(i => $"{i % 400 * 1.37},{i % 400 * 7 % 401}")];
        var finding = Assert.Single(
            TableChecks.Inputs(TestTables.Of("a,b\n" + string.Join('\n', copied) + "\n"), ["a", "b"])
        );
        Assert.Equal(("duplicate_rows", 100), (finding.Check, finding.Cases));
        Assert.Contains("chance would give hardly any", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_expected_of_no_rows_and_of_values_that_never_repeat()
    {
        var table = TestTables.Of("a\n" + string.Join('\n', Enumerable.Range(0, 50)) + "\n");
        Assert.Equal(0, Coincidences.Of(table, [0]).Repeats(50));
        Assert.Equal(0, Coincidences.Of(table, [0]).Across(10, 40));
        Assert.True(Coincidences.Exceeded(1, 0));
        Assert.False(Coincidences.Exceeded(0, 0));
    }
}
