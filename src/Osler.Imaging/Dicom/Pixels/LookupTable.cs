using System.Runtime.InteropServices;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>A table from whole numbers to whole numbers (PS3.3 sections C.11.1.1.1 and C.11.2.1.1).</summary>
/// <remarks>Numbers before the first entry take the first entry's value, those after the last the last's.</remarks>
internal sealed class LookupTable
{
    private readonly ushort[] _entries;
    private readonly int _first;

    private LookupTable(ushort[] entries, int first, int bits)
    {
        (_entries, _first) = (entries, first);
        ushort greatest = entries.Max();
        // Writers often state 16 bits for entries of 12 and the reverse; an entry beyond the stated bits shows it.
        Greatest = Math.Max(greatest, bits is >= 1 and <= 16 ? (1 << bits) - 1 : 65_535);
        Least = entries.Min();
        Peak = greatest;
    }

    /// <summary>Least entry.</summary>
    public int Least { get; }

    /// <summary>Greatest entry.</summary>
    public int Peak { get; }

    /// <summary>Greatest number that an entry can be: what white is where the entries are brightness.</summary>
    public int Greatest { get; }

    public ushort this[double number] =>
        _entries[(int)Math.Clamp(Math.Round(number) - _first, 0, _entries.Length - 1)];

    /// <summary>Reads descriptor and data of a table; null where either is missing.</summary>
    /// <param name="holder">The item that holds them.</param>
    /// <param name="descriptor">(entries, 0 for 65,536; first number mapped; bits of an entry).</param>
    /// <param name="data">The entries.</param>
    /// <param name="isSigned">Whether the numbers looked up are signed, so the first one mapped is too.</param>
    /// <exception cref="DataException">The data are too short for the descriptor.</exception>
    public static LookupTable? Of(DataSet holder, Tag descriptor, Tag data, bool isSigned)
    {
        if (Descriptor(holder, descriptor, isSigned) is not { } stated)
            return null;
        var bytes = holder.Bytes(data);
        if (bytes.IsEmpty)
            return null;
        ushort[] entries = Entries(bytes, stated.Count, holder.Form.IsBigEndian);
        if (entries.Length == 0)
            throw new DataException($"The table {data} is shorter than it states.", holder.Where);
        return new(entries, stated.First, stated.Bits);
    }

    /// <summary>Number of entries, first number mapped and bits of an entry.</summary>
    public static (int Count, int First, int Bits)? Descriptor(DataSet holder, Tag tag, bool isSigned)
    {
        double[] stated = holder.Numbers(tag);
        if (stated.Length < 3)
            return null;
        int count = (int)stated[0] & 0xFFFF;
        int first = (int)stated[1];
        // The second value has the sign of the pixels, whatever representation the file gives the descriptor.
        first = isSigned ? (short)first : (ushort)first;
        return (count == 0 ? 65_536 : count, first, (int)stated[2]);
    }

    /// <summary>The entries; none where there are too few bytes. Those of 8 bits may be packed two to a word; the length shows it.</summary>
    public static ushort[] Entries(ReadOnlySpan<byte> bytes, int count, bool isBigEndian)
    {
        if (bytes.Length < 2 * count)
        {
            if (bytes.Length < count)
                return [];
            ushort[] narrow = new ushort[count];
            for (int i = 0; i < count; i++)
                narrow[i] = bytes[isBigEndian && (i ^ 1) < bytes.Length ? i ^ 1 : i];
            return narrow;
        }
        var words = NumberKinds.InMachineOrder(bytes[..(2 * count)], 2, isBigEndian);
        return MemoryMarshal.Cast<byte, ushort>(words).ToArray();
    }
}
