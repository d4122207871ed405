using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Imaging.Files;

namespace Osler.Imaging.Arrays;

/// <summary>What the readers of arrays share.</summary>
internal static class Arrays
{
    /// <summary>Largest number of axes; NumPy's own limit was 32, more than any data set has.</summary>
    public const int MostAxes = 32;

    public static DataException Malformed(string why, string where, Exception? inner = null) =>
        new($"The numbers can't be read: {why}.", where, "Get the file again.", inner);

    /// <summary>Runs what reads a file, and says what failed in a user's words.</summary>
    public static T Guard<T>(string where, Func<T> read) =>
        FileReading.Guard(
            where,
            () =>
            {
                try
                {
                    return read();
                }
                catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
                {
                    throw Malformed("the file is truncated or damaged", where, fault);
                }
            }
        );

    public static FileStream Open(string path) =>
        new(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                BufferSize = 1 << 16,
            }
        );

    /// <summary>Bytes of all numbers of this shape, or a fault where they pass what 62 bits can say.</summary>
    public static long Bytes(ImmutableArray<int> shape, NumberKind kind, string where)
    {
        long bytes = kind.Size();
        foreach (int axis in shape)
        {
            if (axis != 0 && bytes > (1L << 62) / axis)
                throw Malformed($"its shape {Shown(shape)} is larger than any memory", where);
            bytes *= axis;
        }
        return bytes;
    }

    public static string Shown(ImmutableArray<int> shape) =>
        $"[{string.Join(", ", shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";
}
