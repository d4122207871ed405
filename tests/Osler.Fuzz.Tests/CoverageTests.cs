namespace Osler.Fuzz.Tests;

/// <summary>The counters that lead the fuzzer tell one way through a reader from another.</summary>
[Collection(Coverage.Alone)]
public sealed class CoverageTests
{
    [Fact]
    public void A_file_is_news_once_and_another_way_through_its_reader_is_news_again()
    {
        var target = FuzzTargets.Of("npy");
        using var fuzzer = new ReaderFuzzer(target);
        byte[] sound = target.Corpus.First(IsRead);
        // What is compiled or made at first use only is behind it after the first.
        fuzzer.Try(sound);
        fuzzer.Try(sound);
        Assert.False(fuzzer.Try(sound));
        Assert.True(fuzzer.Try(sound[..9]));
        Assert.False(fuzzer.Try(sound[..9]));
        Assert.True(fuzzer.Try(sound[..^1]));

        bool IsRead(byte[] file)
        {
            long before = fuzzer.Read;
            fuzzer.Try(file);
            return fuzzer.Read > before;
        }
    }

    [Fact]
    public void What_is_found_is_built_upon()
    {
        // From a file whose first word alone is right, without a word of the format to help.
        var target = FuzzTargets.Of("npy") with
        {
            Words = [],
        };
        byte[] start = [.. target.Corpus[0].AsSpan(0, 8), .. new byte[120]];
        using var led = new ReaderFuzzer(target);
        using var blind = new ReaderFuzzer(target);
        led.Try(start);
        blind.Try(start);
        for (int draw = 0; draw < 20_000; draw++)
        {
            led.Step();
            blind.Step();
            // Blind: only the first file is ever changed.
            blind.Files.RemoveRange(1, blind.Files.Count - 1);
        }
        Assert.True(led.Seen > blind.Seen, $"{led.Seen} ways beside {blind.Seen}.");
    }
}
