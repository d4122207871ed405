using System.Runtime.InteropServices;

namespace Osler.Core.Native;

/// <summary>How the C library's allocator keeps memory that native code gave back.</summary>
public static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int MmapMax = -4;

    /// <summary>
    /// Lets glibc keep up to half a gigabyte for the next request instead of giving it back to the system at once; nothing
    /// happens elsewhere, or where the user set <c>MALLOC_TRIM_THRESHOLD_</c> or <c>GLIBC_TUNABLES</c>.
    /// </summary>
    /// <remarks>
    /// A step of training takes and frees the same tensors over and over; fresh pages for them, zeroed by the system, cost
    /// LeNet two fifths of its processor time. Blocks of more than 32 MB still go back as they are freed.
    /// </remarks>
    /// <returns>Whether the allocator took it.</returns>
    public static bool Keep() =>
        Sets()
        && Library.Option(MmapThreshold, 32 << 20) == 1
            & Library.Option(TrimThreshold, 512 << 20) == 1
            & Library.Option(TopPad, 32 << 20) == 1;

    /// <summary>As <see cref="Keep"/>, but blocks of any size, and up to two gigabytes.</summary>
    /// <remarks>
    /// For work whose blocks are larger than what the other keeps: AlexNet's training on 128 images at once took 1.6 to 2.6
    /// times as long without. The heap has gaps, so that the peak is a third higher.
    /// </remarks>
    /// <returns>Whether the allocator took it.</returns>
    public static bool KeepLarge() =>
        Sets() && Library.Option(MmapMax, 0) == 1 & Library.Option(TrimThreshold, int.MaxValue) == 1;

    /// <summary>Gives what was kept and is free back to the system; what comes next may need it for other blocks.</summary>
    /// <returns>Whether there was anything.</returns>
    public static bool GiveBack() => Sets() && Library.Trim(0) == 1;

    private static bool Sets() =>
        OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null
        && Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is null
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _);

    private static class Library
    {
        [DllImport("libc", EntryPoint = "mallopt")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Option(int parameter, int value);

        [DllImport("libc", EntryPoint = "malloc_trim")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Trim(nuint pad);
    }
}
