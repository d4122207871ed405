using System.Diagnostics;
using System.Globalization;
using Osler.Core.Chance;
using Osler.Core.Faults;

namespace Osler.Imaging.Tests.Fuzz;

/// <summary>
/// Whatever bytes a reader gets, it reads them or gives one clear error, in bounded time and memory. Each format is fuzzed
/// for <c>OSLER_FUZZ_SECONDS</c> (by default one) from its corpus; what finds a fault is named by its draws, and kept.
/// </summary>
public sealed class ReaderFuzzTests
{
    // What one small file may take: lengths that lie must not be believed.
    private const long MostAllocated = 1L << 30;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    // Numbers at the edges of what a field can hold.
    private static readonly long[] s_edges =
    [
        0,
        1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFFFFFF,
        0x80000000,
        0xFFFFFFFF,
        long.MaxValue,
        -1,
    ];

    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_file_of_the_corpus_reads_or_is_refused_clearly(string name)
    {
        var target = FuzzTargets.Of(name);
        Assert.NotEmpty(target.Corpus);
        int read = target.Corpus.Count(file => Try(target, file, "whole"));
        Assert.True(read > 0, $"No file of the corpus of {name} can be read.");
    }

    [Theory, MemberData(nameof(Names))]
    public void Mutated_files_read_or_are_refused_clearly(string name)
    {
        var target = FuzzTargets.Of(name);
        double seconds = double.TryParse(
            Environment.GetEnvironmentVariable("OSLER_FUZZ_SECONDS"),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double stated
        )
            ? stated
            : 1;
        var watch = Stopwatch.StartNew();
        // The same draws in each run, as many as there is time for.
        for (int draw = 0; draw < 50 || watch.Elapsed.TotalSeconds < seconds; draw++)
        {
            var random = new KeyedRandom(1, $"fuzz {name}", 0, draw);
            byte[] file = Mutated(target.Corpus, random);
            Try(target, file, FormattableString.Invariant($"draw {draw}"));
        }
    }

    private static bool Try(FuzzTarget target, byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        bool read = false;
        try
        {
            target.Read(file);
            read = true;
        }
        catch (OslerException fault)
        {
            Assert.DoesNotContain("   at ", fault.Message, StringComparison.Ordinal);
        }
        catch (Exception fault)
        {
            Assert.Fail($"{target.Name}, {what}: {fault}\nThe file: {Kept(target.Name, file)}");
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (watch.Elapsed > s_longest || allocated > MostAllocated)
            Assert.Fail(
                $"{target.Name}, {what}: {watch.Elapsed}, {allocated} bytes.\nThe file: {Kept(target.Name, file)}"
            );
        return read;
    }

    private static string Kept(string name, byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), $"osler-fuzz-{name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, file);
        return path;
    }

    // One file of the corpus, changed in one to eight places, of which the head gets half.
    private static byte[] Mutated(IReadOnlyList<byte[]> corpus, KeyedRandom random)
    {
        byte[] file = [.. corpus[random.Next(corpus.Count)]];
        int times = 1 + random.Next(8);
        for (int i = 0; i < times && file.Length > 4; i++)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(file.Length, 400) : file.Length);
            switch (random.Next(8))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    Edge(file, at, random);
                    break;
                case 3:
                    file = file[..at];
                    break;
                case 4:
                    int gone = Math.Min(1 + random.Next(20), file.Length - at);
                    file = [.. file[..at], .. file[(at + gone)..]];
                    break;
                case 5:
                    int again = Math.Min(1 + random.Next(60), file.Length - at);
                    file = [.. file[..at], .. file.AsSpan(at, again), .. file[at..]];
                    break;
                case 6:
                    // The head of this one, the tail of another.
                    byte[] other = corpus[random.Next(corpus.Count)];
                    file = [.. file[..at], .. other.AsSpan(Math.Min(at, other.Length))];
                    break;
                default:
                    // A digit of a text header becomes another.
                    if (char.IsAsciiDigit((char)file[at]))
                        file[at] = (byte)('0' + random.Next(10));
                    break;
            }
        }
        return file;
    }

    private static void Edge(byte[] file, int at, KeyedRandom random)
    {
        long edge = s_edges[random.Next(s_edges.Length)];
        int length = Math.Min(1 << random.Next(4), file.Length - at);
        bool big = random.Next(2) == 0;
        for (int i = 0; i < length; i++)
            file[at + i] = (byte)(edge >> (8 * (big ? length - 1 - i : i)));
    }
}
