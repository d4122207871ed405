namespace Osler.Imaging.Arrays;

/// <summary>How much memory and disk the reading of a file of arrays may take.</summary>
public sealed record ArrayReading
{
    /// <summary>The defaults.</summary>
    public static ArrayReading Default { get; } = new();

    /// <summary>
    /// Bytes up to which an array that is compressed or stored column by column is held in memory, at least 0; a
    /// larger one is unpacked to a temporary file. Arrays that lie in the file as they are stay there.
    /// </summary>
    public long MemoryLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 512L << 20;

    /// <summary>Most bytes that one array may have unpacked, at least 1.</summary>
    public long MostBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 64L << 30;

    /// <summary>Folder of temporary files; null for the system's.</summary>
    public string? Folder { get; init; }
}
