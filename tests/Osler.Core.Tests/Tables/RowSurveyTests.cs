using System.Text;
using System.Text.Json;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class RowSurveyTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(40, 5)]
    [InlineData(30_000, 5)]
    [InlineData(200_000, 1)]
    [InlineData(3_000, 60)]
    public void Two_threads_find_what_one_finds(int rows, int columns)
    {
        string text = Text(rows, columns, seed: rows + columns);
        Assert.Equal(Found(text, OneByOne), Found(text, RowSurvey.Of));
    }

    [Fact]
    public void A_row_longer_than_a_block_is_surveyed_whole()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 3000; i++)
            text.Append(i).Append(',').Append('x', i % 1000 == 7 ? 400_000 : 50).Append('\n');
        Assert.Equal(Found(text.ToString(), OneByOne), Found(text.ToString(), RowSurvey.Of));
    }

    [Fact]
    public void A_ragged_row_far_down_is_told_with_its_number()
    {
        string text = Text(50_000, 4, seed: 3) + "1,2,3\n" + Text(1000, 4, seed: 4);
        var fault = Assert.Throws<DataException>(() => Found(text, RowSurvey.Of));
        Assert.Contains("row 50001", fault.Message, StringComparison.Ordinal);
    }

    // The slow, obvious way: a cell at a time, in one thread.
    private static void OneByOne(DelimitedText text, ColumnSurvey[] surveys)
    {
        while (text.Read())
            for (int column = 0; column < surveys.Length; column++)
                surveys[column].Add(text.Cell(column));
    }

    private static string Found(string content, Action<DelimitedText, ColumnSurvey[]> survey)
    {
        var source = TableSource.Bytes("test.csv", Encoding.UTF8.GetBytes(content));
        using var text = DelimitedText.Open(
            source,
            source.Format(),
            TableEncoding.Detect,
            new TextHead(',', false)
        );
        var surveys = TableSurvey.Begin("test.csv", text.Header, new TableReading());
        survey(text, surveys);
        return text.Row
            + JsonSerializer.Serialize(
                surveys.Select(one =>
                {
                    var (column, census) = one.Conclude();
                    return (object)new { column, census };
                })
            );
    }

    private static string Text(int rows, int columns, int seed)
    {
        var random = new KeyedRandom(seed, "rows");
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}")));
        text.Append('\n');
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                text.Append(column == 0 ? "" : ",").Append(Cell(random, column));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Cell(KeyedRandom random, int column) =>
        (column % 5, random.Next(12)) switch
        {
            (_, 0) => "NA",
            (0, _) => random.Next(1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            (1, _) => random.NextNormal().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            (2, var n) => n < 5 ? "\"male, \"\"old\"\"\"" : "female",
            (3, var n) => $"20{10 + n}-0{1 + n % 9}-11",
            (_, var n) => new string((char)('a' + n), 1 + random.Next(40)),
        };
}
