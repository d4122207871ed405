using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;

namespace Osler.Fuzz.Tests;

/// <summary>
/// Whatever bytes a reader gets, it reads them or gives one clear error, in bounded time and memory. Each format is fuzzed
/// for <c>OSLER_FUZZ_SECONDS</c> (by default one; some for a third of them) from its corpus, led by which branches its reader takes. What reached new
/// ones is kept in the folder <c>OSLER_FUZZ_KEEP</c>, where there is one, and the next run starts from it.
/// </summary>
[Collection(Coverage.Alone)]
public sealed class ReaderFuzzTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_file_of_the_corpus_reads_or_is_refused_clearly(string name)
    {
        var target = FuzzTargets.Of(name);
        using var fuzzer = new ReaderFuzzer(target);
        foreach (byte[] file in target.Corpus.Concat(CorpusFiles.Broke(name)))
            fuzzer.Try(file);
        Assert.True(fuzzer.Read > 0, $"No file of the corpus of {name} can be read.");
    }

    [Theory, MemberData(nameof(Names))]
    public void Changed_files_read_or_are_refused_clearly(string name)
    {
        var target = FuzzTargets.Of(name);
        using var fuzzer = new ReaderFuzzer(target);
        string? kept = Environment.GetEnvironmentVariable("OSLER_FUZZ_KEEP") is { Length: > 0 } folder
            ? Directory.CreateDirectory(Path.Combine(folder, name)).FullName
            : null;
        foreach (byte[] file in target.Corpus.Concat(CorpusFiles.Broke(name)))
            fuzzer.Try(file);
        if (kept is not null)
            foreach (string path in Directory.EnumerateFiles(kept).Order(StringComparer.Ordinal))
                fuzzer.Try(File.ReadAllBytes(path));
        int known = fuzzer.Files.Count;
        var watch = Stopwatch.StartNew();
        for (int draw = 0; draw < 500 || watch.Elapsed.TotalSeconds < target.Share * Seconds(); draw++)
            fuzzer.Step();
        if (kept is not null)
            foreach (byte[] file in fuzzer.Files.Skip(known))
                File.WriteAllBytes(Path.Combine(kept, XxHash64.HashToUInt64(file).ToString("x16")), file);
        output.WriteLine(
            $"{name}: {fuzzer.Tries:N0} files, {fuzzer.Read:N0} readable; {fuzzer.Files.Count - known:N0} took new branches."
        );
    }

    private static double Seconds() =>
        double.TryParse(
            Environment.GetEnvironmentVariable("OSLER_FUZZ_SECONDS"),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out double stated
        )
            ? stated
            : 1;
}
