using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Tests.Dicom;

/// <summary>Writes data sets and files as a test wants them, wrong ones too (PS3.5 section 7, PS3.10 section 7).</summary>
internal sealed class ObjectWriter(bool isExplicit = true, bool isBigEndian = false)
{
    public const string Implicit = "1.2.840.10008.1.2";
    public const string Explicit = "1.2.840.10008.1.2.1";
    public const string Deflated = "1.2.840.10008.1.2.1.99";
    public const string BigEndian = "1.2.840.10008.1.2.2";
    public const string Rle = "1.2.840.10008.1.2.5";
    public const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    public const string JpegLossless = "1.2.840.10008.1.2.4.57";
    public const string JpegLs = "1.2.840.10008.1.2.4.81";

    private readonly List<byte> _bytes = [];

    public byte[] Content => [.. _bytes];

    public ObjectWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ObjectWriter Head(uint code, Vr vr, uint length)
    {
        Word((ushort)(code >> 16));
        Word((ushort)code);
        if (!isExplicit || code >> 16 == 0xFFFE)
        {
            Long(length);
            return this;
        }
        _bytes.Add((byte)((int)vr >> 8));
        _bytes.Add((byte)vr);
        if (VrHead.HasLongLength(vr))
        {
            Word(0);
            Long(length);
        }
        else
            Word((ushort)length);
        return this;
    }

    public ObjectWriter Bytes(uint code, Vr vr, params ReadOnlySpan<byte> value)
    {
        Head(code, vr, (uint)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public ObjectWriter Text(uint code, Vr vr, string text) =>
        Bytes(code, vr, Encoding.Latin1.GetBytes(text.Length % 2 == 0 ? text : text + " "));

    public ObjectWriter Words(uint code, Vr vr, params ReadOnlySpan<ushort> words)
    {
        Head(code, vr, (uint)words.Length * 2);
        foreach (ushort word in words)
            Word(word);
        return this;
    }

    public ObjectWriter Sequence(uint code, bool isUndefined, params ReadOnlySpan<ObjectWriter> items)
    {
        var content = new ObjectWriter(isExplicit, isBigEndian);
        foreach (var item in items)
        {
            content.Head(0xFFFEE000, Vr.UN, isUndefined ? uint.MaxValue : (uint)item._bytes.Count);
            content.Raw(item.Content);
            if (isUndefined)
                content.Head(0xFFFEE00D, Vr.UN, 0);
        }
        if (isUndefined)
            content.Head(0xFFFEE0DD, Vr.UN, 0);
        Head(code, Vr.SQ, isUndefined ? uint.MaxValue : (uint)content._bytes.Count);
        return Raw(content.Content);
    }

    /// <summary>Encapsulated pixel data; the first fragment is the offset table.</summary>
    public ObjectWriter Fragments(params ReadOnlySpan<byte[]> fragments)
    {
        Head(0x7FE00010, Vr.OB, uint.MaxValue);
        foreach (byte[] fragment in fragments)
            Head(0xFFFEE000, Vr.UN, (uint)fragment.Length).Raw(fragment);
        return Head(0xFFFEE0DD, Vr.UN, 0);
    }

    /// <summary>The image module, of unsigned samples that fill their bits unless told.</summary>
    public ObjectWriter Image(
        int rows,
        int columns,
        int allocated = 8,
        int? stored = null,
        int? high = null,
        bool isSigned = false,
        string photometric = "MONOCHROME2",
        int samples = 1,
        int planar = 0,
        int frames = 1
    )
    {
        int bits = stored ?? allocated;
        Words(0x00280002, Vr.US, (ushort)samples);
        Text(0x00280004, Vr.CS, photometric);
        if (samples > 1)
            Words(0x00280006, Vr.US, (ushort)planar);
        Text(0x00280008, Vr.IS, $"{frames}");
        Words(0x00280010, Vr.US, (ushort)rows);
        Words(0x00280011, Vr.US, (ushort)columns);
        Words(0x00280100, Vr.US, (ushort)allocated);
        Words(0x00280101, Vr.US, (ushort)bits);
        Words(0x00280102, Vr.US, (ushort)(high ?? bits - 1));
        return Words(0x00280103, Vr.US, isSigned ? (ushort)1 : (ushort)0);
    }

    /// <summary>The bytes of a whole file.</summary>
    public byte[] File(string? syntax, bool hasPreamble = true)
    {
        var file = new ObjectWriter();
        if (hasPreamble)
            file.Raw(new byte[128]).Raw("DICM"u8);
        if (syntax is not null)
        {
            var meta = new ObjectWriter().Bytes(0x00020001, Vr.OB, 0, 1);
            meta.Bytes(
                0x00020010,
                Vr.UI,
                Encoding.ASCII.GetBytes(syntax + (syntax.Length % 2 == 0 ? "" : "\0"))
            );
            file.Head(0x00020000, Vr.UL, 4);
            file.Long((uint)meta._bytes.Count);
            file.Raw(meta.Content);
        }
        return file.Raw(syntax == Deflated ? Deflate(Content) : Content).Content;
    }

    public DicomFile Read(string? syntax = Explicit, bool hasPreamble = true) =>
        DicomFile.Read(File(syntax, hasPreamble), "test.dcm");

    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
            deflate.Write(bytes);
        return packed.ToArray();
    }

    private void Word(ushort word)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, word);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, word);
        _bytes.AddRange(bytes);
    }

    private void Long(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        _bytes.AddRange(bytes);
    }
}
