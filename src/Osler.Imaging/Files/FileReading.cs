using Osler.Core.Faults;

namespace Osler.Imaging.Files;

/// <summary>Reads files that may be absent, locked or too long, and says so in a user's words.</summary>
internal static class FileReading
{
    /// <summary>Reads a file of a collection whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">It can't be read, or has more than <see cref="ImageFile.MostBytes"/>.</exception>
    public static byte[] Whole(string path, string where)
    {
        long length = Length(path, where);
        if (length > ImageFile.MostBytes)
            throw new DataException("The file has more than 2 GB.", where);
        try
        {
            return length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(where, fault);
        }
    }

    /// <summary>A file's bytes; 0 of pipes and devices, which are not opened, since that could wait for ever.</summary>
    /// <exception cref="DataException">It can't be read, e.g. as a link that leads nowhere.</exception>
    public static long Length(string path, string where)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(where, fault);
        }
    }

    /// <summary>The fault of one file of a collection.</summary>
    public static DataException Unreadable(string where, Exception fault) =>
        new($"The file can't be read: {fault.Message}", where, null, fault);

    /// <summary>Runs what opens and reads a file that a user named.</summary>
    /// <param name="where">The file.</param>
    /// <param name="read">What reads it.</param>
    /// <exception cref="DataException">It is absent or can't be read.</exception>
    public static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException("There is no such file.", where, "Check the path.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"The file can't be read: {fault.Message}",
                where,
                "Check the path and its permissions.",
                fault
            );
        }
    }
}
