namespace Osler.Native;

/// <summary>
/// <c>osler-native &lt;source&gt; &lt;destination&gt;</c>: copies LibTorchSharp, and lets the copy ask for no more than RHEL 9's
/// libstdc++ has. The source is never changed.
/// </summary>
public static class Program
{
    // LibTorchSharp has 2 MB; a file far larger is not it.
    private const long Largest = 1L << 28;

    /// <summary>Runs the tool.</summary>
    /// <returns>0 when the destination is there and loads on older systems; 1 with a message on standard error.</returns>
    public static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: osler-native <source.so> <destination.so>");
            return 1;
        }
        try
        {
            CopyForOlderSystems(arguments[0], arguments[1]);
            return 0;
        }
        catch (Exception fault) when (fault is ElfException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{arguments[0]} : error : {fault.Message}");
            return 1;
        }
    }

    /// <summary>Copies a library; the copy loads where libstdc++ is of GCC 11 or later.</summary>
    /// <remarks>The destination appears whole or not at all, also when two builds write it at once.</remarks>
    /// <returns>Whether the copy differs from the source.</returns>
    /// <exception cref="ElfException">The source can't be edited safely.</exception>
    public static bool CopyForOlderSystems(string source, string destination)
    {
        if (new FileInfo(source).Length > Largest)
            throw new ElfException("The file is too large to be LibTorchSharp.");
        var elf = new ElfImage(File.ReadAllBytes(source));
        // std::condition_variable::wait.
        bool older = OlderVersion.Rebind(
            elf,
            "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE",
            from: "GLIBCXX_3.4.30",
            to: "GLIBCXX_3.4.11"
        );
        bool changed =
            (older && WeakVersion.Make(elf, "GLIBCXX_3.4.30", null))
            | WeakVersion.Make(elf, "GLIBCXX_3.4.32", "_ZSt21ios_base_library_initv");
        string folder = Path.GetDirectoryName(Path.GetFullPath(destination))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(destination)}.{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(temporary, elf.Bytes.Span);
            File.Move(temporary, destination, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return changed;
    }
}
