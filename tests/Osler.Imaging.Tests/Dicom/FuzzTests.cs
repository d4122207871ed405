using System.Diagnostics;
using Osler.Core.Faults;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Damaged files, seeded: they read or give one DataException, in bounded time and memory.</summary>
public sealed class FuzzTests
{
    /// <summary>What a damaged file may allocate: itself some times over, and one frame of 2^25 pixels or so.</summary>
    private const long MostAllocated = 1L << 30;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Damaged_objects_of_every_coding_read_or_fail_clearly()
    {
        foreach (byte[] whole in SmallObjects.Written())
            for (int seed = 0; seed < 300; seed++)
                Exercise(Damaged(whole, seed), $"{whole.Length} bytes, seed {seed}");
    }

    [Fact]
    public void Damaged_real_files_read_or_fail_clearly()
    {
        foreach (string path in Directory.EnumerateFiles(Found.Real("dicom")).Order(StringComparer.Ordinal))
        {
            byte[] whole = File.ReadAllBytes(path);
            if (whole.Length > 140_000)
                continue;
            for (int seed = 0; seed < 12; seed++)
                Exercise(Damaged(whole, seed), $"{Path.GetFileName(path)}, seed {seed}");
        }
    }

    [Fact]
    public void Every_beginning_of_a_file_reads_or_fails_clearly()
    {
        foreach (byte[] whole in SmallObjects.Written())
            for (int length = 0; length < whole.Length; length += 1 + whole.Length / 400)
                Exercise(whole[..length], $"{length} of {whole.Length} bytes");
    }

    /// <summary>Reads everything that a file offers.</summary>
    private static void Exercise(byte[] bytes, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            SmallObjects.Read(bytes);
        }
        catch (DataException fault)
        {
            Assert.DoesNotContain("   at ", fault.Message);
        }
        Assert.True(watch.Elapsed < s_longest, $"{what}: {watch.Elapsed}.");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{what}: {allocated} bytes.");
    }

    private static byte[] Damaged(byte[] whole, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = [.. whole];
        int times = 1 + random.Next(6);
        for (int i = 0; i < times && bytes.Length > 8; i++)
        {
            // Heads first: most of what can go wrong is there.
            int at =
                random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 2500)) : random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    int count = Math.Min(4, bytes.Length - at);
                    bytes.AsSpan(at, count).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    int gone = Math.Min(random.Next(1, 20), bytes.Length - at);
                    bytes = [.. bytes[..at], .. bytes[(at + gone)..]];
                    break;
                default:
                    int again = Math.Min(random.Next(1, 40), bytes.Length - at);
                    bytes = [.. bytes[..at], .. bytes.AsSpan(at, again), .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }
}
