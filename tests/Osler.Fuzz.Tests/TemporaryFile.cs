namespace Osler.Fuzz.Tests;

/// <summary>For readers that take a path.</summary>
internal static class TemporaryFile
{
    private static readonly string s_path = Path.Combine(
        Path.GetTempPath(),
        $"osler-fuzzed-{Environment.ProcessId}"
    );

    /// <summary>Gives the bytes as a file.</summary>
    public static void With(byte[] bytes, Action<string> read)
    {
        File.WriteAllBytes(s_path, bytes);
        try
        {
            read(s_path);
        }
        finally
        {
            File.Delete(s_path);
        }
    }
}
