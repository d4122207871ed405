using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Tests.Tables;

public sealed class WrongTableTests
{
    private static DataException Refused(string text, TableReading? reading = null) =>
        Assert.Throws<DataException>(() => TestTables.Of(text, reading));

    private static DataException RefusedFile(string path) =>
        Assert.Throws<DataException>(() => TableFile.Open(path));

    [Fact]
    public void An_absent_file_offers_the_nearest_name()
    {
        using var folder = new TestFolder();
        folder.Write("framingham.csv", "a\n1\n");
        Assert.Contains(
            "framingham.csv",
            RefusedFile(Path.Combine(folder.Path, "framigham.csv")).Remedy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_is_no_table()
    {
        using var folder = new TestFolder();
        Assert.Contains("folder", RefusedFile(folder.Path).What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreadable_file_is_told_as_such()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("Permissions do not bind this user.");
            return;
        }
        using var folder = new TestFolder();
        string path = folder.Write("a.csv", "a\n1\n");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("can't be read", RefusedFile(path).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004....", "Excel")]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("SQLite format 3", "SQLite")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>Sign in</title>", "web page (HTML)")]
    [InlineData("\n  <HTML><body>404, not found</body></HTML>", "web page (HTML)")]
    [InlineData("<?xml version=\"1.0\"?>\n<Workbook>", "XML")]
    [InlineData("[{\"age\": 54}, {\"age\": 61}]", "JSON")]
    [InlineData("{\n  \"rows\": []\n}", "JSON")]
    [InlineData("{\\rtf1\\ansi a,b}", "RTF")]
    public void Other_formats_are_named(string content, string word) =>
        Assert.Contains(word, Refused(content).What, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_utf16_is_not_read_as_such()
    {
        var refused = Refused("age,y\n54,1\n61,0\n", new() { Encoding = TableEncoding.Utf16 });
        Assert.Contains("no UTF-16", refused.What, StringComparison.Ordinal);
        Assert.Contains("utf8", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_utf16_file_in_another_script_is_read_where_it_is_stated()
    {
        byte[] bytes = Encoding.Unicode.GetBytes("возраст,исход\nстарый,да\nмолодой,нет\n");
        var table = TableFile.Read(
            new MemoryStream(bytes),
            "test.csv",
            new() { Encoding = TableEncoding.Utf16 }
        );
        Assert.Equal(["возраст", "исход"], table.Schema.Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_web_page_is_named_in_any_encoding_and_gzipped_too()
    {
        const string page = "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n";
        using var folder = new TestFolder();
        foreach (
            string path in (string[])
                [
                    folder.Write("utf16.csv", page, Encoding.Unicode),
                    folder.Write("mark.csv", page, new UTF8Encoding(true)),
                    folder.Write("packed.csv.gz", TestFolder.Gzip(Encoding.UTF8.GetBytes(page))),
                ]
        )
        {
            var refused = RefusedFile(path);
            Assert.Contains("web page", refused.What, StringComparison.Ordinal);
            Assert.Contains("sign in", refused.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bracket_in_a_columns_name_is_no_json() =>
        Assert.Equal("[id]", TestTables.Of("[id],<age>\n1,54\n2,61\n").Schema[0].Name);

    [Fact]
    public void A_fault_of_the_header_is_not_told_of_row_0()
    {
        var refused = Refused("a,\"b\"x,c\n1,2,3\n");
        Assert.DoesNotContain("row 0", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("its header", refused.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void One_cell_is_not_told_as_1_cells()
    {
        Assert.Contains("has 1 cell;", Refused("a,b\n1\n").What, StringComparison.Ordinal);
        var table = TestTables.Of(
            "a,b\n"
                + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 7 ? "seven" : i * 2)}\n"))
        );
        Assert.StartsWith(
            "1 cell is not of",
            Assert.Throws<DataException>(() => TableChecks.Inputs(table, ["a", "b"])).What,
            StringComparison.Ordinal
        );
        Assert.Contains("1 row,", TestTables.Of("a,b\n1,2\n").Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n{0}\n")]
    [InlineData("{0}\n1,2\n")]
    public void A_row_of_a_million_cells_is_refused_at_once(string frame)
    {
        string text = string.Format(null, frame, string.Join(',', Enumerable.Repeat("5", 1_000_000)));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Contains("more than 100,000 cells", Refused(text).What, StringComparison.Ordinal);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_table_may_have_thousands_of_columns()
    {
        string header = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"gene{i}"));
        string row = string.Join(',', Enumerable.Repeat("5", 20_000));
        Assert.Equal(20_000, TestTables.Of($"{header}\n{row}\n{row}\n").Schema.Count);
    }

    [Fact]
    public void A_pipe_that_nobody_writes_is_refused_without_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files");
        using var folder = new TestFolder();
        string pipe = Path.Combine(folder.Path, "pipe.csv");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
            made.WaitForExit();
        Assert.Contains("pipe", RefusedFile(pipe).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_table_is_that_table()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        using var folder = new TestFolder();
        string link = Path.Combine(folder.Path, "link.csv");
        File.CreateSymbolicLink(link, folder.Write("table.csv", "a,b\n1,2\n3,4\n"));
        Assert.Equal([1, 3], TableFile.Open(link).Column("a"));
    }

    [Fact]
    public void A_shell_s_pipe_in_place_of_a_file_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes have no path elsewhere");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        string path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        pipe.Write("a,b\n1,2\n3,4\n"u8);
        Assert.Contains("pipe", RefusedFile(path).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\nx\u001B[31m,1\ny,2\ny,2\nx\u001B[31m,1\n", "column 'a'", "U+001B")]
    [InlineData("a,b\nx\0,1\ny,2\ny,2\nx\0,1\n", "column 'a'", "U+0000")]
    [InlineData("a\u009B2J,b\nx,1\ny,2\n", "the name of column 1", "U+009B")]
    public void Control_characters_are_no_text(string text, string where, string letter)
    {
        var fault = Refused(text);
        Assert.Contains(letter, fault.What, StringComparison.Ordinal);
        Assert.Contains(where, fault.Where, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    [Fact]
    public void An_unreadable_number_is_not_shown_with_its_control_characters()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}\n"));
        var census = TestTables.Of("a\n" + rows + "5\u001B[31m\n").Census.Columns[0];
        Assert.Equal(1, census.Unreadable);
        Assert.DoesNotContain(census.FirstUnreadable!, char.IsControl);
    }

    [Fact]
    public void An_empty_file_has_no_header() =>
        Assert.Contains("empty", Refused("").What, StringComparison.Ordinal);

    [Theory]
    [InlineData("\n\n\n")]
    [InlineData("1,2,3\n4,5,6\n")]
    public void A_file_without_header_is_refused(string text) =>
        Assert.Contains("header", Refused(text).What, StringComparison.Ordinal);

    [Fact]
    public void A_header_alone_is_refused() =>
        Assert.Contains("no rows", Refused("a,b\n").What, StringComparison.Ordinal);

    [Theory]
    [InlineData("a,b\n1,2\n1,2,3\n", "row 2", "3 cells")]
    [InlineData("a,b\n1,2\n\n1\n", "row 2", "1 cell;")]
    public void Ragged_rows_are_named(string text, string where, string what)
    {
        var fault = Refused(text);
        Assert.Contains(where, fault.Where, StringComparison.Ordinal);
        Assert.Contains(what, fault.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"1,2\n")]
    [InlineData("a,b\n1,2\n\"1\"x,2\n")]
    public void A_quote_that_does_not_close_is_named_by_row(string text) =>
        Assert.Contains("row 2", Refused(text).Where, StringComparison.Ordinal);

    [Fact]
    public void Two_columns_of_one_name_are_refused() =>
        Assert.Contains("two columns called 'a'", Refused("a,a\n1,2\n").What, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_the_remedy()
    {
        using var folder = new TestFolder();
        var fault = RefusedFile(folder.Write("a.csv", Encoding.Latin1.GetBytes("Größe\n1\n")));
        Assert.Contains("latin1", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_gzip_is_refused()
    {
        using var folder = new TestFolder();
        var random = new KeyedRandom(1, "test");
        string text =
            "x\n" + string.Concat(Enumerable.Range(0, 5000).Select(_ => $"{random.NextDouble()}\n"));
        byte[] packed = TestFolder.Gzip(Encoding.UTF8.GetBytes(text));
        Assert.Contains(
            "truncated",
            RefusedFile(folder.Write("a.csv.gz", packed[..(packed.Length / 2)])).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_truncated_parquet_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Contains(
            "Parquet",
            RefusedFile(folder.Write("a.parquet", Encoding.ASCII.GetBytes("PAR1\u0015\u0004rest"))).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_changes_between_passes_is_refused()
    {
        using var folder = new TestFolder();
        string path = folder.Write("a.csv", "a\n1\n2\n");
        var table = TableFile.Open(path);
        File.AppendAllText(path, "3\n");
        Assert.Contains(
            "changed",
            Assert.Throws<DataException>(() => table.Numbers(0)).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_stated_column_that_is_not_there_offers_the_nearest()
    {
        var reading = new TableReading { Columns = [new StatedColumn("BP") { From = "sysBp" }] };
        var fault = Assert.Throws<RequestException>(() => TestTables.Of("sysBP,age\n1,2\n", reading));
        Assert.Equal("Did you mean 'sysBP'?", fault.Remedy);
    }

    [Fact]
    public void A_binary_column_of_three_values_is_refused()
    {
        var reading = new TableReading { Columns = [new StatedColumn("x") { Kind = ColumnKind.Binary }] };
        Assert.Contains(
            "3 different values",
            Refused("x\na\nb\nc\n", reading).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Infinities_are_unreadable_not_numbers()
    {
        var table = TestTables.Of(
            "x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")) + "inf\n1e999\n"
        );
        Assert.Equal(2, table.Census.Columns[0].Unreadable);
        Assert.Equal(29, table.Census.Columns[0].Maximum);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_never_a_crash()
    {
        byte[][] seeds =
        [
            Encoding.UTF8.GetBytes(
                "id,age,sex,seen\n1,54.5,\"m\",2024-01-01\n2,NA,\"f, or\"\"x\",2024-01-02\n"
            ),
            TestFolder.Gzip(Encoding.UTF8.GetBytes("a;b\n1,5;2\n3,5;4\n")),
            Encoding.Unicode.GetBytes("\uFEFFa\tb\n1\t2\n"),
        ];
        int read = 0;
        int refused = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            var random = new KeyedRandom(7, "fuzz", @case: trial);
            byte[] bytes = [.. seeds[trial % seeds.Length]];
            int changes = random.Next(1, 12);
            for (int change = 0; change < changes; change++)
                bytes[random.Next(bytes.Length)] =
                    random.Next(3) == 0 ? (byte)",;\"\n\r\t|#"[random.Next(8)] : (byte)random.Next(256);
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                var table = TableFile.Read(new MemoryStream(bytes), "fuzz.csv");
                foreach (var chunk in table.Chunks())
                    Assert.True(chunk.Rows > 0);
                _ = table.Describe();
                read++;
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.True(read > 300 && refused > 300, $"{read} read, {refused} refused");
    }
}
