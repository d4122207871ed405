using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Osler.Core.Faults;

namespace Osler.Core.Files;

/// <summary>Writing that leaves either the whole file or folder, or nothing: never a half.</summary>
/// <remarks>
/// What is written goes to a sibling with a temporary name, is flushed to the disk, and then renamed. A fault on
/// the way (full disk, no permission, cancellation) removes the sibling and leaves what was there before.
/// </remarks>
public static class Durable
{
    /// <summary>
    /// The pattern of temporary names. What bears one and has no process any more was left by a kill and means nothing.
    /// </summary>
    public const string Remains = ".*.partial";

    private static readonly ConcurrentDictionary<string, byte> s_unfinished = new(StringComparer.Ordinal);

    /// <summary>Writes a file, replacing an older one in one step.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the contents to the stream.</param>
    /// <exception cref="RequestException">The place can't be written: no permission, no space, a folder is there.</exception>
    public static void WriteFile(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new RequestException(
                "A folder is in the place of the file.",
                path,
                "Choose another file name."
            );
        string temporary = TemporarySibling(full);
        try
        {
            MakeParent(full);
            WriteThrough(temporary, write);
            File.Move(temporary, full, overwrite: true);
            SyncFolder(Path.GetDirectoryName(full)!);
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            throw CannotWrite(path, fault);
        }
        finally
        {
            RemoveQuietly(temporary);
        }
    }

    /// <summary>Writes a new folder; it appears with all its files or not at all.</summary>
    /// <param name="path">The folder; it must not exist, or be empty.</param>
    /// <param name="fill">Fills the temporary folder whose path it is given.</param>
    /// <exception cref="RequestException">The folder exists and isn't empty, or the place can't be written.</exception>
    public static void WriteFolder(string path, Action<string> fill)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        RefuseOccupied(full, path);
        string temporary = TemporarySibling(full);
        try
        {
            MakeParent(full);
            Directory.CreateDirectory(temporary);
            fill(temporary);
            SyncFolder(temporary);
            RefuseOccupied(full, path);
            if (Directory.Exists(full))
                Directory.Delete(full); // Empty, as just seen; a file that arrives now makes this fail.
            Directory.Move(temporary, full);
            SyncFolder(Path.GetDirectoryName(full)!);
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            throw CannotWrite(path, fault);
        }
        finally
        {
            RemoveQuietly(temporary);
        }
    }

    /// <summary>Removes whatever is being written, for a process that ends now.</summary>
    public static void Abandon()
    {
        foreach (string temporary in s_unfinished.Keys)
            RemoveQuietly(temporary);
    }

    /// <summary>Refuses a place for <see cref="WriteFolder"/> that holds something, before any work.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="RequestException">It exists and isn't empty, or a file is in its place.</exception>
    public static void RefuseOccupied(string path) =>
        RefuseOccupied(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), path);

    /// <summary>Writes a file and waits until the disk holds it. Not atomic by itself.</summary>
    /// <param name="path">The new file.</param>
    /// <param name="write">Writes the contents.</param>
    public static void WriteThrough(string path, Action<Stream> write)
    {
        using var stream = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            1 << 16
        );
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Whether a fault is the system's, that a file can't be written or read.</summary>
    /// <param name="fault">What was thrown.</param>
    public static bool IsRefusal(Exception fault) =>
        fault is IOException or UnauthorizedAccessException || IsTooLarge(fault);

    /// <summary>Whether a fault is the system's, that a file would be larger than it or a limit of the session allows.</summary>
    /// <param name="fault">What was thrown; .NET makes an argument's fault of EFBIG.</param>
    public static bool IsTooLarge(Exception fault) =>
        fault is ArgumentOutOfRangeException && fault.TargetSite?.DeclaringType == typeof(RandomAccess);

    /// <summary>What to tell a user whose output can't be written.</summary>
    /// <param name="path">The file or folder, as the user named it; null where it is not known.</param>
    /// <param name="fault">What the system said.</param>
    public static RequestException CannotWrite(string? path, Exception fault) =>
        fault switch
        {
            UnauthorizedAccessException => new(
                "Can't write here: no permission, or the place is read-only.",
                path,
                "Choose another output folder with --out, or change its permissions.",
                fault
            ),
            _ when IsDiskFull(fault) => new(
                "The disk is full. What was begun is removed; nothing else was changed.",
                path,
                "Free some space, or choose another place with --out.",
                fault
            ),
            _ when IsTooLarge(fault) => new(
                "Can't write here: the file would be larger than the file system or a limit of this session allows (ulimit -f).",
                path,
                "Raise the limit, or choose another place with --out.",
                fault
            ),
            _ => new(
                $"Can't write here: {fault.Message}",
                path,
                "Choose another output folder with --out.",
                fault
            ),
        };

    private static bool IsDiskFull(Exception fault) =>
        (fault.HResult & 0xFFFF) is 28 or 122 // ENOSPC, EDQUOT (also Windows' "buffer too small", never met here)
        || fault.HResult is unchecked((int)0x80070070) or unchecked((int)0x80070027);

    private static void RefuseOccupied(string full, string path)
    {
        if (File.Exists(full))
            throw new RequestException(
                "A file is in the place of the output folder.",
                path,
                "Choose another folder with --out."
            );
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new RequestException(
                "The output folder exists and isn't empty; nothing is overwritten.",
                path,
                "Choose another folder with --out, or remove this one first."
            );
    }

    private static void MakeParent(string full)
    {
        if (Path.GetDirectoryName(full) is { Length: > 0 } parent)
            Directory.CreateDirectory(parent);
    }

    private static string TemporarySibling(string full)
    {
        string temporary = Path.Combine(
            Path.GetDirectoryName(full) ?? full,
            $".{Path.GetFileName(full)}.{Environment.ProcessId:x}-{Guid.NewGuid():n}.partial"
        );
        s_unfinished[temporary] = 0;
        return temporary;
    }

    private static void RemoveQuietly(string temporary)
    {
        s_unfinished.TryRemove(temporary, out _);
        try
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            else if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The fault that stopped the writing is being told; a leftover with its telling name is the lesser evil.
        }
    }

    /// <summary>Makes a rename in this folder outlast a power cut; Windows does so by itself.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Native.Open(folder, 0);
        if (handle < 0)
            return; // Some network file systems don't open folders; the files themselves are on the disk.
        _ = Native.Sync(handle);
        _ = Native.Close(handle);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Sync(int handle);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(int handle);
    }
}
