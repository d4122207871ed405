using System.Text;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tests.Tables;

namespace Osler.Core.Tests.Files;

/// <summary>Lines of a file within a bound, told to the byte.</summary>
public sealed class ByteLinesTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public void A_line_may_be_as_long_as_allowed_and_not_a_byte_longer(string end)
    {
        foreach (int longest in (int[])[1, 100, 70_000, 200_000])
        {
            Assert.Equal([1, longest], Lengths("a\n" + new string('b', longest) + end, longest));
            var fault = Assert.Throws<DataException>(() =>
                Lengths("a\n" + new string('b', longest + 1) + end, longest)
            );
            Assert.Equal("x, line 2", fault.Where);
            Assert.Contains("longer than", fault.What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_gzip_file_cut_anywhere_gives_no_line_that_it_does_not_hold()
    {
        using var folder = new TestFolder();
        var random = new KeyedRandom(1, "test");
        string[] whole = [.. Enumerable.Range(0, 12).Select(_ => $"{random.NextDouble()}\t.\tC\tT")];
        byte[] packed = TestFolder.Gzip(Encoding.ASCII.GetBytes(string.Join('\n', whole) + "\n"));
        Assert.Equal(whole, Read(folder.Write("whole.gz", packed)).Lines);
        for (int length = 20; length < packed.Length; length++)
        {
            var (lines, fault) = Read(folder.Write("cut.gz", packed[..length]));
            Assert.Contains("ends before its end", fault?.What ?? "", StringComparison.Ordinal);
            Assert.Equal(whole[..lines.Length], lines);
        }
    }

    private static (string[] Lines, DataException? Fault) Read(string path)
    {
        var read = new List<string>();
        try
        {
            using var lines = ByteLines.Open(path, 1000);
            while (lines.Next())
                read.Add(Encoding.ASCII.GetString(lines.Line.Span));
            return ([.. read], null);
        }
        catch (DataException fault)
        {
            return ([.. read], fault);
        }
    }

    private static int[] Lengths(string text, int longest)
    {
        using var lines = new ByteLines(new MemoryStream(Encoding.ASCII.GetBytes(text)), "x", longest);
        var lengths = new List<int>();
        while (lines.Next())
            lengths.Add(lines.Line.Length);
        return [.. lengths];
    }
}
