using System.Text;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class TableFileTests
{
    private const string Simple = "age,sex,seen\n54,male,2024-02-29\n61,female,2024-03-01\n";

    [Fact]
    public void Infers_numbers_levels_dates_and_identifiers()
    {
        var table = TestTables.Of(
            "id,age,smoker,grade,seen,note\n"
                + string.Concat(
                    Enumerable
                        .Range(1, 40)
                        .Select(i =>
                            $"{1000 + i},{i}.5,{i % 2},{"abc"[i % 3]},2024-01-{i % 28 + 1:00},text {i}\n"
                        )
                )
        );

        Assert.Equal(
            [
                ColumnKind.Identifier,
                ColumnKind.Numeric,
                ColumnKind.Binary,
                ColumnKind.Categorical,
                ColumnKind.Date,
                ColumnKind.Identifier,
            ],
            table.Schema.Columns.Select(c => c.Kind)
        );
        Assert.Equal(["0", "1"], table.Schema["smoker"].Levels);
        Assert.Equal(["a", "b", "c"], table.Schema["grade"].Levels);
        Assert.Equal(1.5, table.Column("age")[0]);
        Assert.Equal(1, table.Column("smoker")[0]);
        Assert.Equal(1, table.Column("grade")[0]);
        Assert.Equal(new DateOnly(2024, 1, 2), Dates.Date(table.Column("seen")[0]));
        Assert.Equal(40, table.Identifiers(0).Distinct().Count());
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Finds_the_delimiter(char delimiter)
    {
        var table = TestTables.Of(Simple.Replace(',', delimiter));
        Assert.Equal(["age", "sex", "seen"], table.Schema.Columns.Select(c => c.Name));
        Assert.Equal([54, 61], table.Column("age"));
    }

    [Theory]
    [InlineData("sep=;\r\n", ';')]
    [InlineData("SEP=|\n", '|')]
    [InlineData("\"sep=\t\"\n", '\t')]
    [InlineData("sep=#\n", '#')]
    [InlineData("sep=;;;\n", ';')]
    public void A_first_line_that_names_the_delimiter_is_honoured_and_no_header(string line, char delimiter)
    {
        // More commas than delimiters: what is named wins.
        string text =
            line + Simple.Replace(',', delimiter).Replace("male", "a,b,c,d,e", StringComparison.Ordinal);
        using var folder = new TestFolder();
        foreach (
            string path in (string[])
                [folder.Write("a.csv", text), folder.Write("b.csv", text, new UTF8Encoding(true))]
        )
        {
            var table = TableFile.Open(path);
            Assert.Equal(["age", "sex", "seen"], table.Schema.Columns.Select(c => c.Name));
            Assert.Equal([54, 61], table.Column("age"));
            Assert.Equal(["age", "sex", "seen"], TableFile.Header(path));
            Assert.Equal(
                Convert.ToHexStringLower(
                    System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))
                ),
                table.Fingerprint
            );
        }
    }

    [Fact]
    public void A_stated_delimiter_wins_over_the_first_lines()
    {
        var table = TestTables.Of("sep=;\n" + Simple, new() { Delimiter = ',' });
        Assert.Equal([54, 61], table.Column("age"));
    }

    [Fact]
    public void A_column_whose_name_begins_like_it_is_a_column() =>
        Assert.Equal("sep=a", TestTables.Of("sep=a,b\n1,2\n3,4\n").Schema[0].Name);

    [Fact]
    public void Reads_the_same_table_from_every_encoding_and_compression()
    {
        using var folder = new TestFolder();
        var plain = TableFile.Open(folder.Write("a.csv", Simple));
        string[] others =
        [
            folder.Write("bom.csv", Simple, Encoding.UTF8),
            folder.Write("utf16.csv", Simple, Encoding.Unicode),
            folder.Write("utf16be.csv", Simple, Encoding.BigEndianUnicode),
            folder.Write("utf16-without-mark.csv", Encoding.Unicode.GetBytes(Simple)),
            folder.Write("utf16be-without-mark.csv", Encoding.BigEndianUnicode.GetBytes(Simple)),
            folder.Write("crlf.csv", Simple.Replace("\n", "\r\n", StringComparison.Ordinal)),
            folder.Write("no-last-newline.csv", Simple.TrimEnd()),
            folder.Write("blank-lines.csv", Simple.Replace("\n", "\n\n", StringComparison.Ordinal)),
            folder.Write("packed-under-a-wrong-name.csv", TestFolder.Gzip(Encoding.UTF8.GetBytes(Simple))),
            folder.Write("packed-utf16.gz", TestFolder.Gzip(Encoding.Unicode.GetBytes(Simple))),
        ];
        foreach (string path in others)
        {
            var table = TableFile.Open(path);
            Assert.Equal(
                plain.Schema.Columns.Select(c => (c.Name, c.Kind)),
                table.Schema.Columns.Select(c => (c.Name, c.Kind))
            );
            for (int column = 0; column < 3; column++)
                Assert.Equal(plain.Numbers(column), table.Numbers(column));
        }
    }

    [Fact]
    public void Reads_latin1_when_it_is_stated()
    {
        using var folder = new TestFolder();
        string path = folder.Write("a.csv", Encoding.Latin1.GetBytes("Größe\n1\n2\n"));
        var table = TableFile.Open(path, new TableReading { Encoding = TableEncoding.Latin1 });
        Assert.Equal("Größe", table.Schema[0].Name);
    }

    [Fact]
    public void Fingerprint_is_the_sha256_of_the_stored_bytes()
    {
        using var folder = new TestFolder();
        byte[] packed = TestFolder.Gzip(Encoding.UTF8.GetBytes(Simple));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(packed)),
            TableFile.Open(folder.Write("a.csv.gz", packed)).Fingerprint
        );
    }

    [Fact]
    public void Every_usual_spelling_of_missing_is_missing()
    {
        string[] spellings =
        [
            "",
            " ",
            .. MissingSpellings.Usual,
            .. MissingSpellings.Usual.Select(s => s.ToUpperInvariant()),
        ];
        var table = TestTables.Of("x,y\n" + string.Concat(spellings.Select(s => $"{s},1\n")) + "5,2\n");
        Assert.Equal(spellings.Length, table.Census.Columns[0].Missing);
        Assert.Equal(0, table.Census.Columns[0].Unreadable);
        Assert.Equal(ColumnKind.Numeric, table.Schema[0].Kind);
        Assert.Equal(5, table.Column("x")[^1]);
    }

    [Fact]
    public void A_stated_column_has_its_own_missing_numbers_and_limits()
    {
        var reading = new TableReading
        {
            Columns =
            [
                new StatedColumn("BP")
                {
                    From = "sysBP",
                    Unit = "mmHg",
                    Low = 50,
                    High = 300,
                    Missing = ["0", "-9"],
                },
            ],
        };
        var table = TestTables.Of("sysBP,other\n120,0\n0,0\n-9.0,0\n16020,0\n-150,0\n300,0\n", reading);
        Assert.Equal("sysBP", table.Schema["BP"].Source);
        Assert.Equal("mmHg", table.Schema["BP"].Unit);
        var census = table.Census.Columns[0];
        Assert.Equal((2, 2, 0, 2), (census.Missing, census.Implausible, census.Unreadable, census.Present));
        Assert.Equal([120, double.NaN, double.NaN, double.NaN, double.NaN, 300], table.Column("BP"));
        Assert.Equal(0, table.Census.Columns[1].Missing);
        Assert.Contains("2 outside 50 to 300", table.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stated_levels_win_over_missing_spellings_and_numbers_match_by_value()
    {
        var reading = new TableReading
        {
            Columns =
            [
                new StatedColumn("pain") { Kind = ColumnKind.Categorical, Levels = ["none", "mild"] },
                new StatedColumn("cp") { Kind = ColumnKind.Categorical },
            ],
        };
        var table = TestTables.Of("pain,cp\nNone,1.0\nmild,2\n,1\n", reading);
        Assert.Equal([0, 1, double.NaN], table.Column("pain"));
        Assert.Equal(["1", "2"], table.Schema["cp"].Levels);
        Assert.Equal([0, 1, 0], table.Column("cp"));
    }

    [Fact]
    public void A_text_among_numbers_is_counted_not_made_a_level()
    {
        var table = TestTables.Of(
            "x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")) + "Smith\n<5\n"
        );
        Assert.Equal(ColumnKind.Numeric, table.Schema[0].Kind);
        Assert.Equal(2, table.Census.Columns[0].Unreadable);
        Assert.Equal("row 31: a text of 5 letters", table.Census.Columns[0].FirstUnreadable);
    }

    [Fact]
    public void Names_of_people_do_not_become_levels()
    {
        var table = TestTables.Of("who,x\nAnna,1\nBert,2\nCarl,3\nDora,4\n");
        Assert.Equal(ColumnKind.Identifier, table.Schema["who"].Kind);
        Assert.DoesNotContain("Anna", table.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_at_the_ends_of_doubles_have_a_median_and_a_mean()
    {
        var table = TestTables.Of("a,b\n-1e308,1.5e308\n1e308,1.5e308\n");
        Assert.Equal(0, table.Census.Columns[0].Quantiles[2]);
        Assert.Equal(1.5e308, table.Census.Columns[1].Quantiles[2]);
        Assert.Equal(1.5e308, table.Census.Columns[1].Mean);
        Assert.DoesNotContain("Infinity", table.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_that_are_stated_state_the_kind_too()
    {
        const string text = "sex,stage\nw,2\nm,1\nw,3\n";
        var table = TestTables.Of(
            text,
            new()
            {
                Columns = [new("sex") { Levels = ["m", "w"] }, new("stage") { Levels = ["3", "2", "1"] }],
            }
        );
        Assert.Equal(
            [ColumnKind.Binary, ColumnKind.Categorical],
            table.Schema.Columns.Select(column => column.Kind)
        );
        Assert.Equal(["m", "w"], table.Schema["sex"].Levels);
        Assert.Equal([1.0, 2, 0], table.Column("stage"));
    }

    [Fact]
    public void Decimal_commas_are_read_when_stated_and_counted_when_not()
    {
        const string text = "bmi;age\n24,5;50\n31,25;60\n28;70\n";
        var stated = TestTables.Of(text, new TableReading { DecimalComma = true });
        Assert.Equal([24.5, 31.25, 28], stated.Column("bmi"));
        var unstated = TestTables.Of(text);
        Assert.Equal(ColumnKind.Numeric, unstated.Schema["bmi"].Kind);
        Assert.Equal(2, unstated.Census.Columns[0].DecimalCommas);
    }

    [Fact]
    public void Thousands_of_columns_are_read()
    {
        string[] names = [.. Enumerable.Range(0, 5000).Select(i => $"g{i}")];
        var rows = Enumerable
            .Range(0, 30)
            .Select(row => string.Join(',', names.Select((_, i) => row * 5000 + i)));
        var table = TestTables.Of(string.Join(',', names) + "\n" + string.Join('\n', rows) + "\n");
        Assert.Equal(5000, table.Schema.Count);
        Assert.Equal(29 * 5000 + 4999, table.Column("g4999")[29]);
    }

    [Fact]
    public void Chunks_cover_every_row_once_in_order()
    {
        var table = TestTables.Of("x\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")));
        int next = 0;
        foreach (var chunk in table.Chunks())
        {
            Assert.Equal(next, chunk.FirstRow);
            foreach (double cell in chunk.Numbers(0))
                Assert.Equal(next++, cell);
        }
        Assert.Equal(100_000, next);
        Assert.Equal(100_000, table.Rows);
    }

    [Fact]
    public void Census_of_many_numbers_has_the_quantiles_of_all()
    {
        var table = TestTables.Of(
            "x\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"{(i * 37) % 1001}\n"))
        );
        var census = table.Census.Columns[0];
        Assert.True(census.QuantilesAreExact);
        Assert.Equal([50, 250, 500, 750, 950], census.Quantiles);
        Assert.Equal((0, 1000, 500, 1001), (census.Minimum, census.Maximum, census.Mean, census.Distinct));
    }

    [Fact]
    public void Text_of_a_hash_sign_is_a_row_like_any_other()
    {
        var table = TestTables.Of("#CHROM,x\n#1,2\n#2,3\n");
        Assert.Equal(2, table.Rows);
        Assert.Equal("#CHROM", table.Schema[0].Name);
    }
}
