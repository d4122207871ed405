using System.Text;
using Osler.Core.Faults;
using Osler.Core.Files;

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

    private static int[] Lengths(string text, int longest)
    {
        using var lines = new ByteLines(new MemoryStream(Encoding.ASCII.GetBytes(text)), "x", longest);
        var lengths = new List<int>();
        while (lines.Next())
            lengths.Add(lines.Line.Length);
        return [.. lengths];
    }
}
