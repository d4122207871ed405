using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>Colours of numbers (PALETTE COLOR, PS3.3 section C.7.9), in bytes.</summary>
internal sealed class Palette
{
    private const int Discrete = 0;
    private const int Linear = 1;
    private const int Indirect = 2;

    private readonly byte[][] _channels;
    private readonly int _first;

    private Palette(byte[][] channels, int first) => (_channels, _first) = (channels, first);

    /// <summary>Reads the three tables.</summary>
    /// <exception cref="DataException">One is missing, too short, or malformed.</exception>
    public static Palette Of(DataSet data, bool isSigned)
    {
        byte[][] channels = new byte[3][];
        int first = 0;
        for (ushort channel = 0; channel < 3; channel++)
        {
            var descriptor = Next(Tags.RedPaletteDescriptor, channel);
            if (LookupTable.Descriptor(data, descriptor, isSigned) is not { } stated)
                throw new DataException($"The palette has no descriptor {descriptor}.", data.Where);
            first = stated.First;
            channels[channel] = Narrow(
                Entries(data, channel, stated.Count)
                    ?? throw new DataException(
                        $"The palette's table {Next(Tags.RedPalette, channel)} is missing or shorter than its {stated.Count} entries.",
                        data.Where
                    ),
                stated.Bits
            );
        }
        return new(channels, first);
    }

    /// <summary>Colours of a frame's samples.</summary>
    public Raster Render(Samples samples, PixelDescription description, PixelSpacing? spacing)
    {
        int shift = samples.Shift(description);
        uint mask = (uint)((1UL << samples.Bits) - 1);
        byte[] rgb = GC.AllocateUninitializedArray<byte>(samples.Length * 3);
        (byte[] red, byte[] green, byte[] blue) = (_channels[0], _channels[1], _channels[2]);
        for (int i = 0, at = 0; at < rgb.Length; i++, at += 3)
        {
            long number = (samples.Raw(i) >> shift) & mask;
            if (samples.IsSigned)
                number = (int)((uint)number << (32 - samples.Bits)) >> (32 - samples.Bits);
            number -= _first;
            rgb[at] = red[Math.Clamp(number, 0, red.Length - 1)];
            rgb[at + 1] = green[Math.Clamp(number, 0, green.Length - 1)];
            rgb[at + 2] = blue[Math.Clamp(number, 0, blue.Length - 1)];
        }
        return Raster.OfBytes(description.Rows, description.Columns, Photometric.Rgb, rgb, spacing);
    }

    private static Tag Next(Tag red, ushort channel) => red with { Number = (ushort)(red.Number + channel) };

    private static ushort[]? Entries(DataSet data, ushort channel, int count)
    {
        bool big = data.Form.IsBigEndian;
        var segments = data.Bytes(Next(Tags.RedSegmentedPalette, channel));
        if (!segments.IsEmpty)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(NumberKinds.InMachineOrder(segments, 2, big));
            return Unfold(words, count, data.Where);
        }
        ushort[] entries = LookupTable.Entries(data.Bytes(Next(Tags.RedPalette, channel)), count, big);
        return entries.Length == 0 ? null : entries;
    }

    /// <summary>
    /// Bytes of entries: the upper half of words, but the lower where a writer states 16 bits and uses 8.
    /// </summary>
    private static byte[] Narrow(ushort[] entries, int bits)
    {
        bool isNarrow = bits <= 8 || entries.Max() <= 255;
        return [.. entries.Select(entry => (byte)(isNarrow ? entry : entry >> 8))];
    }

    /// <summary>Segments to entries (PS3.3 section C.7.9.2); at most <paramref name="count"/> are made.</summary>
    private static ushort[] Unfold(ReadOnlySpan<ushort> words, int count, string? where)
    {
        ushort[] entries = new ushort[count];
        int made = 0;
        int at = 0;
        while (at + 1 < words.Length && made < count)
        {
            int before = at;
            if (words[at] == Indirect)
            {
                // Byte offset of segments that stand before, in two words, the lower first; they may not be indirect.
                if (at + 3 >= words.Length)
                    throw Malformed(where);
                int copies = words[at + 1];
                int from = (int)(((uint)words[at + 3] << 16 | words[at + 2]) / 2);
                for (int i = 0; i < copies && made < count; i++)
                {
                    if (from < 0 || from >= words.Length - 1 || words[from] == Indirect)
                        throw Malformed(where);
                    from = Segment(words, from, entries, ref made, where);
                }
                at += 4;
            }
            else
                at = Segment(words, at, entries, ref made, where);
            if (at <= before)
                throw Malformed(where);
        }
        if (made < count)
            throw Malformed(where);
        return entries;
    }

    /// <summary>Makes the entries of a discrete or linear segment; gives where the next one starts.</summary>
    private static int Segment(
        ReadOnlySpan<ushort> words,
        int at,
        ushort[] entries,
        ref int made,
        string? where
    )
    {
        int kind = words[at];
        int length = words[at + 1];
        int wanted = Math.Min(length, entries.Length - made);
        if (kind == Discrete)
        {
            if (at + 2 + length > words.Length)
                throw Malformed(where);
            words.Slice(at + 2, wanted).CopyTo(entries.AsSpan(made));
            made += wanted;
            return at + 2 + length;
        }
        if (kind != Linear || at + 2 >= words.Length || made == 0 || length == 0)
            throw Malformed(where);
        double start = entries[made - 1];
        double step = (words[at + 2] - start) / length;
        for (int i = 0; i < wanted; i++)
            entries[made++] = (ushort)Math.Round(start + step * (i + 1));
        return at + 3;
    }

    private static DataException Malformed(string? where) =>
        new("The palette's segments are malformed.", where, "Leave the file out.");
}
