namespace Osler.Native;

/// <summary>
/// <c>osler-native &lt;source&gt; &lt;destination&gt;</c>: copies LibTorchSharp and makes its need for
/// <c>GLIBCXX_3.4.32</c> weak in the copy. The source is never changed.
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
            CopyWeakened(arguments[0], arguments[1]);
            return 0;
        }
        catch (Exception fault) when (fault is ElfException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{arguments[0]} : error : {fault.Message}");
            return 1;
        }
    }

    /// <summary>Copies a library and makes its need for GCC 13's marker symbol weak in the copy.</summary>
    /// <remarks>The destination appears whole or not at all, also when two builds write it at once.</remarks>
    /// <returns>Whether the copy differs from the source.</returns>
    /// <exception cref="ElfException">The source can't be edited safely.</exception>
    public static bool CopyWeakened(string source, string destination)
    {
        if (new FileInfo(source).Length > Largest)
            throw new ElfException("The file is too large to be LibTorchSharp.");
        var elf = new ElfImage(File.ReadAllBytes(source));
        bool changed = WeakVersion.Make(elf, "GLIBCXX_3.4.32", "_ZSt21ios_base_library_initv");
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
