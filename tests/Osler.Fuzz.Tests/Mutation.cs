using System.Buffers.Binary;
using Osler.Core.Chance;

namespace Osler.Fuzz.Tests;

/// <summary>Changes a file as damage and malice do.</summary>
internal static class Mutation
{
    // Numbers at the edges of what a field can hold.
    private static readonly long[] s_edges =
    [
        0,
        1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFFFFFF,
        0x80000000,
        0xFFFFFFFF,
        long.MaxValue,
        -1,
    ];

    /// <summary>One of the files, changed in one to eight places, of which the head gets half.</summary>
    /// <param name="files">Files to start from; the later ones, which reached something new, are taken more often.</param>
    /// <param name="words">What the format's files are made of.</param>
    /// <param name="random">Draws.</param>
    public static byte[] Of(IReadOnlyList<byte[]> files, IReadOnlyList<byte[]> words, KeyedRandom random)
    {
        int chosen = random.Next(files.Count);
        if (random.Next(2) == 0)
            chosen = Math.Max(chosen, random.Next(files.Count));
        byte[] file = [.. files[chosen]];
        int times = 1 + random.Next(8);
        for (int i = 0; i < times && file.Length > 4; i++)
            file = Once(file, files, words, random);
        return file;
    }

    private static byte[] Once(
        byte[] file,
        IReadOnlyList<byte[]> files,
        IReadOnlyList<byte[]> words,
        KeyedRandom random
    )
    {
        int at = random.Next(random.Next(2) == 0 ? Math.Min(file.Length, 400) : file.Length);
        switch (random.Next(words.Count > 0 ? 12 : 10))
        {
            case 0:
                file[at] = (byte)random.Next(256);
                return file;
            case 1:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 2:
                Put(file, at, s_edges[random.Next(s_edges.Length)], random);
                return file;
            case 3:
                return file[..at];
            case 4:
                int gone = Math.Min(1 + random.Next(20), file.Length - at);
                return [.. file[..at], .. file[(at + gone)..]];
            case 5:
                int again = Math.Min(1 + random.Next(60), file.Length - at);
                return [.. file[..at], .. file.AsSpan(at, again), .. file[at..]];
            case 6:
                // The head of this one, the tail of another.
                byte[] other = files[random.Next(files.Count)];
                return [.. file[..at], .. other.AsSpan(Math.Min(at, other.Length))];
            case 7:
                // A digit of a text becomes another.
                if (char.IsAsciiDigit((char)file[at]))
                    file[at] = (byte)('0' + random.Next(10));
                return file;
            case 8:
                Put(file, at, Number(file, at) + random.Next(-35, 36), random);
                return file;
            case 9:
                // Bytes of one place over those of another.
                int from = random.Next(file.Length);
                int some = Math.Min(1 + random.Next(30), file.Length - Math.Max(from, at));
                file.AsSpan(from, some).CopyTo(file.AsSpan(at));
                return file;
            case 10:
                byte[] word = words[random.Next(words.Count)];
                word.AsSpan(0, Math.Min(word.Length, file.Length - at)).CopyTo(file.AsSpan(at));
                return file;
            default:
                return [.. file[..at], .. words[random.Next(words.Count)], .. file[at..]];
        }
    }

    // One to eight bytes, whichever end comes first.
    private static void Put(byte[] file, int at, long number, KeyedRandom random)
    {
        int length = Math.Min(1 << random.Next(4), file.Length - at);
        bool big = random.Next(2) == 0;
        for (int i = 0; i < length; i++)
            file[at + i] = (byte)(number >> (8 * (big ? length - 1 - i : i)));
    }

    private static long Number(byte[] file, int at) =>
        file.Length - at < 4 ? file[at] : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
}
