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
        // One seed may be unlucky with the counters that a build has drawn.
        var (led, blind) = (0, 0);
        for (int seed = 1; seed <= 6; seed++)
        {
            led += Ways(seed, isLed: true);
            blind += Ways(seed, isLed: false);
        }
        Assert.True(led > blind, $"{led} ways beside {blind}.");

        int Ways(int seed, bool isLed)
        {
            using var fuzzer = new ReaderFuzzer(target, seed);
            fuzzer.Try(start);
            for (int draw = 0; draw < 20_000; draw++)
            {
                fuzzer.Step();
                // Blind: only the first file is ever changed.
                if (!isLed)
                    fuzzer.Files.RemoveRange(1, fuzzer.Files.Count - 1);
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, led {isLed}: {fuzzer.Seen}");
            return fuzzer.Seen;
        }
    }
}
