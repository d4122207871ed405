using System.Buffers.Binary;
using Osler.Core.Files;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Studies;

/// <summary>Drawn digits as MNIST's four IDX files.</summary>
public static class DigitFiles
{
    private const int Side = 28;

    /// <summary>Draws digits and writes them into a new folder, which appears whole or not at all.</summary>
    /// <param name="folder">The folder to make.</param>
    /// <param name="writers">How many people write; each writes ten digits, the last fifth of them for testing.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <returns>How many digits.</returns>
    /// <exception cref="Core.Faults.RequestException">The folder is there already, or can't be written.</exception>
    public static int Write(string folder, int writers, long seed)
    {
        using var digits = DigitSimulator.Draw(writers, seed);
        Durable.WriteFolder(
            folder,
            temporary =>
            {
                foreach (
                    var (name, part) in ((string, GivenPart)[])
                        [("train", GivenPart.Train), ("t10k", GivenPart.Test)]
                )
                    WritePart(temporary, name, digits, part);
            }
        );
        return digits.Count;
    }

    private static void WritePart(string folder, string name, DigitSimulator digits, GivenPart part)
    {
        int[] cases = [.. Enumerable.Range(0, digits.Count).Where(i => digits.Case(i).Part == part)];
        Durable.WriteThrough(
            Path.Combine(folder, $"{name}-images-idx3-ubyte"),
            stream =>
            {
                Head(stream, 3, cases.Length, Side, Side);
                foreach (int index in cases)
                    stream.Write(((Raster)digits.Read(index)).Bytes);
            }
        );
        Durable.WriteThrough(
            Path.Combine(folder, $"{name}-labels-idx1-ubyte"),
            stream =>
            {
                Head(stream, 1, cases.Length);
                foreach (int index in cases)
                    stream.WriteByte((byte)digits.Labels.Class(index)!.Value);
            }
        );
    }

    // Two zeros, 8 for unsigned bytes, the number of axes, each axis's size; big-endian.
    private static void Head(Stream stream, byte axes, params ReadOnlySpan<int> sizes)
    {
        stream.Write([0, 0, 8, axes]);
        Span<byte> number = stackalloc byte[4];
        foreach (int size in sizes)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, size);
            stream.Write(number);
        }
    }
}
