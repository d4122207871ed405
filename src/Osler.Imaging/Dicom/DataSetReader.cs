using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Imaging.Dicom;

/// <summary>Finds the elements of a data set in its bytes (PS3.5 section 7), without touching their values.</summary>
/// <remarks>
/// One pass over the heads; sequences of stated length are skipped and read when asked for, those of undefined length
/// are walked to their end, at most <see cref="DeepestNesting"/> deep. Memory: 24 bytes an element of at least 8.
/// A stated length that goes past the end is cut there and ends the data set: what follows can't be found.
/// </remarks>
internal static class DataSetReader
{
    /// <summary>Real objects nest fewer than ten sequences.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Reads the data set at [start, end).</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="start">First byte.</param>
    /// <param name="end">One after the last byte that may belong to it.</param>
    /// <param name="form">How it is written.</param>
    /// <param name="departures">Takes what is against the standard.</param>
    /// <param name="before">Ends before the first element from this on.</param>
    /// <param name="next">One after the last byte read.</param>
    /// <exception cref="DataException">Sequences nest too deeply.</exception>
    public static DataSet Read(
        Source source,
        int start,
        int end,
        ByteForm form,
        Departures? departures,
        uint before,
        out int next
    )
    {
        var elements = new List<Element>(end - start > 1024 ? 128 : 8);
        var bytes = source.Bytes;
        int at = start;
        while (end - at >= 8)
        {
            if (!TryHead(bytes, at, end, form, out var head))
                break;
            if (head.Code >= before || head.Code is Tags.ItemEnd or Tags.SequenceEnd or Tags.Item)
            {
                if (head.Code >= before && head.Code < Tags.Item)
                    break;
                // Delimiters have no place between elements of a data set of stated length; some writers leave them.
                departures?.Add($"A stray {Tag.Written(head.Code)} between elements.");
                at = head.ValueAt;
                continue;
            }
            int length;
            if (head.Length == Element.Undefined)
            {
                length =
                    SkipUndefined(bytes, head.ValueAt, end, Inner(form, head.Vr), 1, source.Where)
                    - head.ValueAt;
            }
            else if (head.Length > (uint)(end - head.ValueAt))
            {
                length = end - head.ValueAt;
                departures?.Add(
                    $"{Tag.Written(head.Code)} states {head.Length} bytes, of which {length} are there."
                );
            }
            else
            {
                length = (int)head.Length;
                if ((length & 1) != 0)
                    departures?.Add($"{Tag.Written(head.Code)} has an odd length.");
            }
            elements.Add(new(head.Code, head.Vr, head.ValueAt, length, head.Length));
            at = head.ValueAt + length;
        }
        next = at;
        return new(source, form, [.. elements]);
    }

    /// <summary>The items of a sequence (PS3.5 section 7.5).</summary>
    public static DataSet[] Items(Source source, Element sequence, ByteForm form)
    {
        var bytes = source.Bytes;
        form = Inner(form, sequence.Vr);
        var items = new List<DataSet>();
        int at = sequence.Offset;
        int end = sequence.Offset + sequence.Length;
        while (end - at >= 8)
        {
            var (code, length) = ItemHead(bytes, at, form);
            at += 8;
            if (code == Tags.ItemEnd)
                continue;
            if (code != Tags.Item)
                break;
            int itemEnd;
            if (length == Element.Undefined)
                itemEnd = SkipItem(bytes, at, end, ItemForm(bytes, at, end, form), 1, source.Where);
            else
                itemEnd = length > (uint)(end - at) ? end : at + (int)length;
            items.Add(
                Read(source, at, itemEnd, ItemForm(bytes, at, itemEnd, form), null, uint.MaxValue, out _)
            );
            at = itemEnd;
        }
        return [.. items];
    }

    /// <summary>Tag and length of an item or a delimiter, which have no value representation in any syntax.</summary>
    public static (uint Code, uint Length) ItemHead(ReadOnlySpan<byte> bytes, int at, ByteForm form) =>
        (Code(bytes, at, form), UInt32(bytes, at + 4, form.IsBigEndian));

    /// <summary>Whether an element's head could stand here: two letters that name a representation.</summary>
    public static bool LooksExplicit(ReadOnlySpan<byte> bytes, int at) =>
        bytes.Length - at >= 6 && VrHead.TryRead(bytes[at + 4], bytes[at + 5], out _);

    private readonly record struct Head(uint Code, Vr Vr, uint Length, int ValueAt);

    private static bool TryHead(ReadOnlySpan<byte> bytes, int at, int end, ByteForm form, out Head head)
    {
        head = default;
        if (end - at < 8)
            return false;
        uint code = Code(bytes, at, form);
        bool big = form.IsBigEndian;
        if (code >> 16 == 0xFFFE || !form.IsExplicit)
        {
            head = new(code, Vr.UN, UInt32(bytes, at + 4, big), at + 8);
            return true;
        }
        (byte first, byte second) = (bytes[at + 4], bytes[at + 5]);
        if (VrHead.TryRead(first, second, out var vr))
        {
            if (!VrHead.HasLongLength(vr))
            {
                head = new(code, vr, UInt16(bytes, at + 6, big), at + 8);
                return true;
            }
            if (end - at < 12)
                return false;
            head = new(code, vr, UInt32(bytes, at + 8, big), at + 12);
            return true;
        }
        // Letters that the table lacks: a later representation has the long form (PS3.5 section 6.2.2, note), but
        // misspelt or blank old ones have the short one. Reserved bytes of 0 and a length that fits decide.
        if (first is >= 0x20 and < 0x7F && second is >= 0x20 and < 0x7F)
        {
            bool isLong =
                UInt16(bytes, at + 6, big) == 0
                && end - at >= 12
                && UInt32(bytes, at + 8, big) <= (uint)(end - at - 12);
            head = isLong
                ? new(code, Vr.UN, UInt32(bytes, at + 8, big), at + 12)
                : new(code, Vr.UN, UInt16(bytes, at + 6, big), at + 8);
            return true;
        }
        // Some writers slip implicit elements into explicit files.
        head = new(code, Vr.UN, UInt32(bytes, at + 4, big), at + 8);
        return true;
    }

    /// <summary>One after the delimiter that ends a sequence, or fragments, of undefined length.</summary>
    private static int SkipUndefined(
        ReadOnlySpan<byte> bytes,
        int at,
        int end,
        ByteForm form,
        int depth,
        string? where
    )
    {
        while (end - at >= 8)
        {
            var (code, length) = ItemHead(bytes, at, form);
            if (code == Tags.SequenceEnd)
                return at + 8;
            if (code == Tags.ItemEnd)
            {
                at += 8;
                continue;
            }
            // Something else: the delimiter was forgotten, and what comes belongs to the parent.
            if (code != Tags.Item)
                return at;
            at += 8;
            if (length == Element.Undefined)
                at = SkipItem(bytes, at, end, ItemForm(bytes, at, end, form), depth, where);
            else
                at = length > (uint)(end - at) ? end : at + (int)length;
        }
        return end;
    }

    private static int SkipItem(
        ReadOnlySpan<byte> bytes,
        int at,
        int end,
        ByteForm form,
        int depth,
        string? where
    )
    {
        if (depth > DeepestNesting)
            throw new DataException(
                $"Sequences nest more than {DeepestNesting} deep, which no real object does.",
                where,
                "The file is damaged or made to do harm; leave it out."
            );
        while (TryHead(bytes, at, end, form, out var head))
        {
            if (head.Code == Tags.ItemEnd)
                return head.ValueAt;
            if (head.Code is Tags.SequenceEnd or Tags.Item)
                return at;
            if (head.Length == Element.Undefined)
                at = SkipUndefined(bytes, head.ValueAt, end, Inner(form, head.Vr), depth + 1, where);
            else if (head.Length > (uint)(end - head.ValueAt))
                return end;
            else
                at = head.ValueAt + (int)head.Length;
        }
        return end;
    }

    /// <summary>UN hides implicit VR, little endian (PS3.5 section 6.2.2, note 2).</summary>
    private static ByteForm Inner(ByteForm form, Vr vr) =>
        vr == Vr.UN && form.IsExplicit ? ByteForm.ImplicitLittle : form;

    /// <summary>Items are written as their parent is; some writers do otherwise, and the first element shows it.</summary>
    private static ByteForm ItemForm(ReadOnlySpan<byte> bytes, int at, int end, ByteForm form)
    {
        if (end - at < 8 || Code(bytes, at, form) >> 16 == 0xFFFE)
            return form;
        return form with { IsExplicit = LooksExplicit(bytes, at) };
    }

    private static uint Code(ReadOnlySpan<byte> bytes, int at, ByteForm form) =>
        ((uint)UInt16(bytes, at, form.IsBigEndian) << 16) | UInt16(bytes, at + 2, form.IsBigEndian);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at, bool isBigEndian) =>
        isBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..])
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at, bool isBigEndian) =>
        isBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
