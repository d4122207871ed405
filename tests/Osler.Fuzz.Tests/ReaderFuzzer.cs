using Osler.Core.Chance;
using Osler.Core.Faults;

namespace Osler.Fuzz.Tests;

/// <summary>
/// Feeds a reader changed files; one that takes a branch that none took before is itself changed from then on.
/// </summary>
/// <param name="target">The reader.</param>
/// <param name="seed">Of the draws. Counters are drawn when the readers are instrumented, so that builds differ.</param>
internal sealed class ReaderFuzzer(FuzzTarget target, int seed = 1) : IDisposable
{
    private const int LargestKept = 1 << 18;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    // The file that is being read, for whoever looks after the process died of it.
    private readonly FileStream _running = new(
        Path.Combine(Path.GetTempPath(), $"osler-fuzz-{target.Name}-{Environment.ProcessId}"),
        FileMode.Create,
        FileAccess.Write,
        FileShare.Read,
        bufferSize: 0,
        FileOptions.DeleteOnClose
    );

    private int _draw;
    private readonly byte[] _seen = Coverage.Nothing();

    /// <summary>The files that reached something new, the corpus first.</summary>
    public List<byte[]> Files { get; } = [];

    /// <summary>Branches taken, each after each other and each class of how often counted.</summary>
    public int Seen { get; private set; }

    /// <summary>Files read or refused.</summary>
    public long Tries { get; private set; }

    /// <summary>Of them, those that could be read.</summary>
    public long Read { get; private set; }

    /// <summary>Reads a file, and keeps it if it reached something new; whether it did.</summary>
    public bool Try(byte[] file)
    {
        RandomAccess.Write(_running.SafeFileHandle, file, 0);
        RandomAccess.SetLength(_running.SafeFileHandle, file.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Coverage.Clear();
        using var late = new Timer(_ => Late(), null, 6 * s_longest, Timeout.InfiniteTimeSpan);
        var start = Environment.CpuUsage.TotalTime;
        try
        {
            target.Read(file);
            Read++;
        }
        catch (OslerException fault)
        {
            Assert.DoesNotContain("   at ", fault.Message, StringComparison.Ordinal);
        }
        catch (Exception fault)
        {
            Assert.Fail($"{target.Name}: {fault}\nThe file: {Kept(file)}");
        }
        // Of the processor: a busy machine is no fault of the reader.
        var took = Environment.CpuUsage.TotalTime - start;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (took > s_longest || allocated > target.MostAllocated)
            Assert.Fail($"{target.Name}: {took}, {allocated:N0} bytes.\nThe file: {Kept(file)}");
        Tries++;
        int news = Coverage.Add(_seen);
        Seen += news;
        bool isNew = news > 0;
        if (isNew && file.Length <= LargestKept)
            Files.Add(file);
        return isNew;
    }

    /// <summary>Reads one changed file.</summary>
    public bool Step() =>
        Try(Mutation.Of(Files, target.Words, new KeyedRandom(seed, $"fuzz {target.Name}", 0, _draw++)));

    public void Dispose() => _running.Dispose();

    // A reader that never ends would keep the tests from telling which file it was.
    private void Late() => Environment.FailFast($"{target.Name} does not end with {_running.Name}.");

    private string Kept(byte[] file)
    {
        string path = Path.Combine(Path.GetTempPath(), $"osler-fuzz-{target.Name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, file);
        return path;
    }
}
