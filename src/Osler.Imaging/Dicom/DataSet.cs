using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Osler.Core.Faults;

namespace Osler.Imaging.Dicom;

/// <summary>The elements of an object or of a sequence's item, read from their bytes when asked for.</summary>
/// <remarks>
/// Where a tag stands twice the first counts. An empty value is like an absent element. No method changes anything;
/// any number of threads may read.
/// </remarks>
public sealed class DataSet
{
    private readonly Source _source;
    private readonly ByteForm _form;
    private readonly Element[] _elements;

    internal DataSet(Source source, ByteForm form, Element[] elements) =>
        (_source, _form, _elements) = (source, form, elements);

    internal string? Where => _source.Where;

    internal Source Source => _source;

    internal ByteForm Form => _form;

    /// <summary>Every tag in file order.</summary>
    public IEnumerable<Tag> Tags =>
        _elements.Select(element => new Tag((ushort)(element.Code >> 16), (ushort)element.Code, element.Vr));

    /// <summary>Whether the element is there, perhaps empty.</summary>
    public bool Has(Tag tag) => TryFind(tag, out _);

    /// <summary>The value's bytes as they stand in the file; empty where the element is absent.</summary>
    public ReadOnlySpan<byte> Bytes(Tag tag) =>
        TryFind(tag, out var element) ? _source.Bytes.Slice(element.Offset, element.Length) : default;

    /// <summary>The value as text without padding (PS3.5 section 6.2); null where absent or empty.</summary>
    /// <remarks>UTF-8 where Specific Character Set says ISO_IR 192, else Latin-1, which keeps different texts apart.</remarks>
    public string? Text(Tag tag)
    {
        var bytes = Bytes(tag).Trim((byte)' ').Trim((byte)0).Trim((byte)' ');
        if (bytes.IsEmpty)
            return null;
        bool isUtf8 =
            !Ascii.IsValid(bytes) && Bytes(Dicom.Tags.SpecificCharacterSet).IndexOf("ISO_IR 192"u8) >= 0;
        return (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    /// <summary>The texts between backslashes (PS3.5 section 6.4), without padding; none where absent or empty.</summary>
    public string[] Texts(Tag tag) =>
        Text(tag)?.Split('\\').Select(one => one.Trim(' ', '\0')).ToArray() ?? [];

    /// <summary>The first value as a whole number; null where absent or empty.</summary>
    /// <exception cref="DataException">The value is no whole number.</exception>
    public long? Whole(Tag tag)
    {
        if (!TryFind(tag, out var element) || element.Length == 0)
            return null;
        var bytes = _source.Bytes.Slice(element.Offset, element.Length);
        var vr = element.Vr == Vr.UN ? tag.Usual : element.Vr;
        switch (vr)
        {
            case Vr.US or Vr.SS or Vr.OW or Vr.AT when bytes.Length >= 2:
                ushort word = _form.IsBigEndian
                    ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
                    : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                return vr == Vr.SS ? (short)word : word;
            case Vr.UL or Vr.SL or Vr.OL when bytes.Length >= 4:
                uint wide = _form.IsBigEndian
                    ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
                    : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                return vr == Vr.SL ? (int)wide : wide;
            default:
                double? number = Number(tag);
                if (number is null)
                    return null;
                if (number != Math.Floor(number.Value) || Math.Abs(number.Value) > long.MaxValue / 2)
                    throw Wrong(tag, "a whole number");
                return (long)number.Value;
        }
    }

    /// <summary>The first value as a number; null where absent or empty.</summary>
    /// <exception cref="DataException">The value is no finite number.</exception>
    public double? Number(Tag tag) => Numbers(tag) is [var first, ..] ? first : null;

    /// <summary>The values as numbers; none where absent or empty.</summary>
    /// <exception cref="DataException">One of them is no finite number.</exception>
    public double[] Numbers(Tag tag)
    {
        if (!TryFind(tag, out var element) || element.Length == 0)
            return [];
        var bytes = _source.Bytes.Slice(element.Offset, element.Length);
        bool big = _form.IsBigEndian;
        return (element.Vr == Vr.UN ? tag.Usual : element.Vr) switch
        {
            Vr.US or Vr.OW => Each(bytes, 2, big, b => BinaryPrimitives.ReadUInt16LittleEndian(b)),
            Vr.SS => Each(bytes, 2, big, b => BinaryPrimitives.ReadInt16LittleEndian(b)),
            Vr.UL or Vr.OL => Each(bytes, 4, big, b => BinaryPrimitives.ReadUInt32LittleEndian(b)),
            Vr.SL => Each(bytes, 4, big, b => BinaryPrimitives.ReadInt32LittleEndian(b)),
            Vr.FL or Vr.OF => Each(bytes, 4, big, b => BinaryPrimitives.ReadSingleLittleEndian(b)),
            Vr.FD or Vr.OD => Each(bytes, 8, big, b => BinaryPrimitives.ReadDoubleLittleEndian(b)),
            Vr.UV or Vr.OV => Each(bytes, 8, big, b => BinaryPrimitives.ReadUInt64LittleEndian(b)),
            _ => Decimals(tag),
        };
    }

    /// <summary>The items of a sequence (PS3.5 section 7.5); none where absent, empty or no sequence.</summary>
    /// <exception cref="DataException">Sequences nest more than 64 deep.</exception>
    public IReadOnlyList<DataSet> Items(Tag tag) =>
        TryFind(tag, out var element) && element.Vr is Vr.SQ or Vr.UN
            ? DataSetReader.Items(_source, element, _form)
            : [];

    /// <summary>The first item of a sequence, or null.</summary>
    internal DataSet? Item(Tag tag) => Items(tag) is [var first, ..] ? first : null;

    internal bool TryFind(Tag tag, out Element found)
    {
        uint code = tag.Code;
        foreach (ref readonly var element in _elements.AsSpan())
            if (element.Code == code)
            {
                found = element;
                return true;
            }
        found = default;
        return false;
    }

    private double[] Decimals(Tag tag)
    {
        string[] texts = Texts(tag);
        if (texts.All(text => text.Length == 0))
            return [];
        double[] numbers = new double[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            if (
                !double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i])
            )
                throw Wrong(tag, "a number");
        return numbers;
    }

    private DataException Wrong(Tag tag, string wanted) =>
        new($"The value of {tag} is not {wanted}.", Where, "Leave the file out, or have its writer mended.");

    private delegate double ReadNumber(ReadOnlySpan<byte> bytes);

    private static double[] Each(ReadOnlySpan<byte> bytes, int size, bool isBigEndian, ReadNumber read)
    {
        double[] numbers = new double[bytes.Length / size];
        Span<byte> one = stackalloc byte[8];
        one = one[..size];
        for (int i = 0; i < numbers.Length; i++)
        {
            bytes.Slice(i * size, size).CopyTo(one);
            if (isBigEndian)
                one.Reverse();
            numbers[i] = read(one);
        }
        return numbers;
    }
}
