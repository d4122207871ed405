using Osler.Core.Faults;

namespace Osler.Core.Files;

/// <summary>A file for numbers that do not fit into memory; gone when it is closed.</summary>
public static class ScratchFile
{
    /// <summary>Opens a new one of a fixed length, all zeros; read and write it by place.</summary>
    /// <remarks>Room is taken at once, so that a full disk is an error here and not a fault at a later write.</remarks>
    /// <param name="folder">Where; it is made where it is missing.</param>
    /// <param name="holds">What it holds, for its name: <c>features</c>.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="purpose">For the message, after "There is no room": <c>for 300 MB of features</c>.</param>
    /// <exception cref="DataException">The folder can't be written to, or has no room.</exception>
    public static FileStream Open(string folder, string holds, long bytes, string purpose)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var stream = new FileStream(
                Path.Combine(folder, $"osler-{holds}-{Guid.NewGuid():N}.tmp"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Options = FileOptions.DeleteOnClose | FileOptions.RandomAccess,
                    PreallocationSize = bytes,
                    BufferSize = 0,
                }
            );
            stream.SetLength(bytes);
            return stream;
        }
        catch (Exception fault) when (Durable.IsRefusal(fault))
        {
            throw new DataException(
                $"There is no room {purpose}.",
                folder,
                "Free some space, or name another folder.",
                fault
            );
        }
    }
}
