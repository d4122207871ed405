using System.Runtime.InteropServices;

namespace Osler.Core.Native;

/// <summary>How the C library's allocator keeps memory that native code gave back.</summary>
public static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;

    /// <summary>
    /// Lets glibc keep up to half a gigabyte for the next request instead of giving it back to the system at once; nothing
    /// happens elsewhere, or where the user set <c>MALLOC_TRIM_THRESHOLD_</c> or <c>GLIBC_TUNABLES</c>.
    /// </summary>
    /// <remarks>
    /// A step of training takes and frees the same tensors over and over; fresh pages for them, zeroed by the system, cost
    /// LeNet two fifths of its processor time. Blocks of more than 32 MB still go back as they are freed.
    /// </remarks>
    /// <returns>Whether the allocator took it.</returns>
    public static bool Keep()
    {
        if (
            !OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null
            || Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is not null
            || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _)
        )
            return false;
        return Library.Option(MmapThreshold, 32 << 20) == 1
            & Library.Option(TrimThreshold, 512 << 20) == 1
            & Library.Option(TopPad, 32 << 20) == 1;
    }

    private static class Library
    {
        [DllImport("libc", EntryPoint = "mallopt")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Option(int parameter, int value);
    }
}
