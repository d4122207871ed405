namespace Osler.Imaging.Dicom;

/// <summary>How the pixels of a file are packed.</summary>
public enum PixelCoding
{
    /// <summary>Not compressed.</summary>
    Native,

    /// <summary>Run lengths (PS3.5 annex G).</summary>
    Rle,

    /// <summary>JPEG by discrete cosine transform, or lossless (ISO 10918-1).</summary>
    Jpeg,

    /// <summary>JPEG-LS (ISO 14495-1).</summary>
    JpegLs,

    /// <summary>JPEG 2000 (ISO 15444-1), high throughput included (15444-15).</summary>
    Jpeg2000,

    /// <summary>Video and whatever else Osler doesn't read.</summary>
    Unread,
}

/// <summary>How a data set is written as bytes (PS3.5 section 10 and annex A).</summary>
/// <param name="Uid">Identifier (PS3.6 table A-1).</param>
/// <param name="Name">Name in that table, shortened.</param>
/// <param name="IsExplicit">Whether elements state their value representation.</param>
/// <param name="Coding">How pixels are packed.</param>
public sealed record TransferSyntax(string Uid, string Name, bool IsExplicit, PixelCoding Coding)
{
    /// <summary>Whether numbers start with their greatest byte.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Whether the data set is deflated (RFC 1951) as a whole.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>Whether pixels start with their greatest byte though the other elements don't (a private syntax).</summary>
    internal bool HasBigEndianPixels { get; init; }

    /// <summary>Whether pixel data come in fragments (PS3.5 annex A.4).</summary>
    public bool IsEncapsulated => Coding is not PixelCoding.Native || Uid == "1.2.840.10008.1.2.1.98";

    /// <summary>PS3.5 annex A.1.</summary>
    public static TransferSyntax ImplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2", "Implicit VR Little Endian", false, PixelCoding.Native);

    /// <summary>PS3.5 annex A.2.</summary>
    public static TransferSyntax ExplicitLittleEndian { get; } =
        new("1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, PixelCoding.Native);

    /// <summary>PS3.5 annex A.3 (retired).</summary>
    public static TransferSyntax ExplicitBigEndian { get; } =
        new("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, PixelCoding.Native) { IsBigEndian = true };

    /// <summary>Every syntax that is known by name.</summary>
    public static IReadOnlyList<TransferSyntax> Known { get; } =
    [
        ImplicitLittleEndian,
        ExplicitLittleEndian,
        ExplicitBigEndian,
        // PS3.5 annex A.5.
        new("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, PixelCoding.Native)
        {
            IsDeflated = true,
        },
        new("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed", true, PixelCoding.Native),
        new("1.2.840.113619.5.2", "GE Private Implicit VR Big Endian Pixels", false, PixelCoding.Native)
        {
            HasBigEndianPixels = true,
        },
        // PS3.5 annex A.4.1; .52 to .66 are retired.
        Packed("50", "JPEG Baseline", PixelCoding.Jpeg),
        Packed("51", "JPEG Extended", PixelCoding.Jpeg),
        Packed("53", "JPEG Spectral Selection", PixelCoding.Jpeg),
        Packed("55", "JPEG Full Progression", PixelCoding.Jpeg),
        Packed("57", "JPEG Lossless", PixelCoding.Jpeg),
        Packed("70", "JPEG Lossless, First-Order Prediction", PixelCoding.Jpeg),
        // Annex A.4.3.
        Packed("80", "JPEG-LS Lossless", PixelCoding.JpegLs),
        Packed("81", "JPEG-LS Near-Lossless", PixelCoding.JpegLs),
        // Annexes A.4.4, A.4.5 and A.4.10.
        Packed("90", "JPEG 2000 Lossless", PixelCoding.Jpeg2000),
        Packed("91", "JPEG 2000", PixelCoding.Jpeg2000),
        Packed("92", "JPEG 2000 Part 2 Lossless", PixelCoding.Jpeg2000),
        Packed("93", "JPEG 2000 Part 2", PixelCoding.Jpeg2000),
        Packed("201", "High-Throughput JPEG 2000 Lossless", PixelCoding.Jpeg2000),
        Packed("202", "High-Throughput JPEG 2000 RPCL Lossless", PixelCoding.Jpeg2000),
        Packed("203", "High-Throughput JPEG 2000", PixelCoding.Jpeg2000),
        // Annex A.4.2.
        new("1.2.840.10008.1.2.5", "RLE Lossless", true, PixelCoding.Rle),
        Packed("100", "MPEG2 Main Profile", PixelCoding.Unread),
        Packed("101", "MPEG2 High Profile", PixelCoding.Unread),
        Packed("102", "MPEG-4 AVC/H.264 High Profile", PixelCoding.Unread),
        Packed("103", "MPEG-4 AVC/H.264 BD-compatible", PixelCoding.Unread),
        Packed("107", "HEVC/H.265 Main Profile", PixelCoding.Unread),
        Packed("108", "HEVC/H.265 Main 10 Profile", PixelCoding.Unread),
        Packed("110", "JPEG XL Lossless", PixelCoding.Unread),
        Packed("111", "JPEG XL JPEG Recompression", PixelCoding.Unread),
        Packed("112", "JPEG XL", PixelCoding.Unread),
    ];

    private static readonly Dictionary<string, TransferSyntax> s_byUid = Known.ToDictionary(syntax =>
        syntax.Uid
    );

    /// <summary>The syntax of that identifier, or null where none is known.</summary>
    public static TransferSyntax? Of(string uid) => s_byUid.GetValueOrDefault(uid);

    private static TransferSyntax Packed(string end, string name, PixelCoding coding) =>
        new($"1.2.840.10008.1.2.4.{end}", name, true, coding);
}
