using System.Text;
using CsCheck;
using Osler.Core.Tables;
using Parquet;
using Parquet.Schema;

namespace Osler.Core.Tests.Tables;

public sealed class RoundTripTests
{
    private static readonly Gen<string> Cell = Gen.String[
        Gen.OneOf(
            Gen.Char['a', 'z'],
            Gen.Const(','),
            Gen.Const('"'),
            Gen.Const('\n'),
            Gen.Const(';'),
            Gen.Const('é')
        ),
        1,
        12
    ];

    [Fact]
    public void What_is_written_with_quotes_comes_back() =>
        Cell.Array[1, 40]
            .Sample(
                cells =>
                {
                    string[] levels = [.. cells.Select(cell => $"_{cell}_")];
                    var text = new StringBuilder("first,text\n");
                    foreach (string level in levels)
                        text.Append("1,\"")
                            .Append(level.Replace("\"", "\"\"", StringComparison.Ordinal))
                            .Append("\"\n");
                    var reading = new TableReading
                    {
                        Delimiter = ',',
                        Columns = [new StatedColumn("text") { Kind = ColumnKind.Categorical }],
                    };
                    var table = TestTables.Of(text.ToString(), reading);
                    Assert.Equal(
                        levels,
                        table.Column("text").Select(cell => table.Schema["text"].Levels[(int)cell])
                    );
                },
                seed: "0N0XIzNsQ0O2"
            );

    [Fact]
    public async Task Parquet_gives_the_same_cells_as_csv()
    {
        double?[] ages = [54.5, null, 61, 70];
        int?[] smokers = [1, 0, null, 1];
        string?[] sexes = ["male", "female", "female", null];
        DateTime?[] seen = [new(2024, 2, 29), null, new(1969, 12, 31), new(2024, 3, 1)];
        long[] ids = [9007199254740993, 9007199254740992, 3, 4];
        DataField[] fields =
        [
            new DataField("age", typeof(double), isNullable: true),
            new DataField("smoker", typeof(int), isNullable: true),
            new DataField("sex", typeof(string), isNullable: true),
            new DataField("seen", typeof(DateTime), isNullable: true),
            new DataField("patient_id", typeof(long), isNullable: false),
        ];
        using var folder = new TestFolder();
        string path = Path.Combine(folder.Path, "a.parquet");
        await using (var stream = File.Create(path))
        await using (
            var writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(fields),
                stream,
                new ParquetOptions(),
                false,
                TestContext.Current.CancellationToken
            )
        )
            for (int copy = 0; copy < 2; copy++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<double>(fields[0], ages.AsMemory());
                await group.WriteAsync<int>(fields[1], smokers.AsMemory());
                await group.WriteAsync(fields[2], sexes!);
                await group.WriteAsync<DateTime>(fields[3], seen.AsMemory());
                await group.WriteAsync<long>(fields[4], ids.AsMemory());
                group.CompleteValidate();
            }
        const string rows =
            "54.5,1,male,2024-02-29,9007199254740993\n,0,female,,9007199254740992\n61,,female,1969-12-31,3\n70,1,,2024-03-01,4\n";

        var reading = new TableReading
        {
            Columns = [new StatedColumn("patient_id") { Kind = ColumnKind.Identifier }],
        };
        var parquet = TableFile.Open(path, reading);
        var csv = TestTables.Of("age,smoker,sex,seen,patient_id\n" + rows + rows, reading);

        Assert.Equal(
            csv.Schema.Columns.Select(c => (c.Name, c.Kind)),
            parquet.Schema.Columns.Select(c => (c.Name, c.Kind))
        );
        Assert.Equal(8, parquet.Rows);
        for (int column = 0; column < 4; column++)
            Assert.Equal(csv.Numbers(column), parquet.Numbers(column));
        Assert.Equal(csv.Identifiers(4), parquet.Identifiers(4));
        Assert.Equal(4, parquet.Identifiers(4).Distinct().Count());
        Assert.Equal("9007199254740993", csv.Texts(4).First());
        foreach (int column in (int[])[0, 1, 2, 4])
            Assert.Equal(csv.Texts(column), parquet.Texts(column));
        Assert.Equal(
            csv.Census.Columns.Select(c => c.Missing),
            parquet.Census.Columns.Select(c => c.Missing)
        );
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        for (int length = 4; length < bytes.Length; length += 37)
            Assert.Throws<Osler.Core.Faults.DataException>(() =>
                TableFile.Open(folder.Write("cut.parquet", bytes[..length]))
            );
    }
}
