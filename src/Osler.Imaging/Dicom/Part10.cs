using System.IO.Compression;
using Osler.Core.Faults;
using Osler.Imaging.Files;

namespace Osler.Imaging.Dicom;

/// <summary>Finds the meta information and the data set of a file (PS3.10 section 7).</summary>
/// <remarks>
/// Read all the same, each noted: a missing preamble, missing meta information, a missing transfer syntax, and a data
/// set that is visibly written in another one than stated.
/// </remarks>
internal static class Part10
{
    private const int Preamble = 128;

    /// <summary>What stands in front of the data set, and how that is written.</summary>
    public readonly record struct Opening(
        DataSet Meta,
        TransferSyntax Syntax,
        Source Source,
        int Start,
        ByteForm Form
    );

    /// <summary>Reads everything before the data set.</summary>
    /// <exception cref="DataException">The bytes are no DICOM file, or its deflated part is damaged.</exception>
    /// <param name="source">The file, or its first piece.</param>
    /// <param name="isWhole">Whether it is the whole file; of a piece nothing is inflated and the data set is empty.</param>
    /// <param name="departures">Takes what is against the standard.</param>
    public static Opening Open(Source source, bool isWhole, Departures departures)
    {
        var bytes = source.Bytes;
        if (bytes.IsEmpty)
            throw new DataException("The file is empty.", source.Where);
        int start = MetaStart(bytes, source.Where, departures);
        // The meta information is explicit little endian whatever the rest is (PS3.10 section 7.1), and its stated
        // group length is often wrong: group 2 ends where another group starts.
        var meta = DataSetReader.Read(
            source,
            start,
            bytes.Length,
            ByteForm.ExplicitLittle,
            null,
            0x0003_0000,
            out int next
        );
        if (!meta.Tags.Any())
            departures.Add("The meta information is missing.");

        var syntax = Syntax(meta, bytes, next, departures);
        if (syntax.IsDeflated && !isWhole)
            return new(meta, syntax, source, bytes.Length, ByteForm.ExplicitLittle);
        if (syntax.IsDeflated)
            (source, next) = (source with { Memory = Inflate(source, next) }, 0);
        var form = new ByteForm(syntax.IsExplicit, syntax.IsBigEndian);
        var seen = Sniff(source.Bytes, next);
        if (seen is { } written && written != form)
        {
            departures.Add($"The data set is not written as {syntax.Name}.");
            form = written;
        }
        return new(meta, syntax, source, next, form);
    }

    /// <summary>Whether a file may start so; lengths are not checked against its end.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) =>
        HasMark(start) || start.StartsWith("DICM"u8) || Sniff(start, 0) is not null;

    /// <summary>Whether a file without preamble may start so: with an element of the meta information or of group 0008.</summary>
    public static bool IsBare(ReadOnlySpan<byte> start) =>
        start is [2 or 8, 0, ..] or [0, 2 or 8, ..] && Sniff(start, 0) is not null;

    /// <summary>Whether the mark follows the preamble.</summary>
    public static bool HasMark(ReadOnlySpan<byte> start) =>
        start.Length >= Preamble + 4 && start.Slice(Preamble, 4).SequenceEqual("DICM"u8);

    private static int MetaStart(ReadOnlySpan<byte> bytes, string? where, Departures departures)
    {
        if (HasMark(bytes))
            return Preamble + 4;
        departures.Add("The preamble is missing.");
        if (bytes.StartsWith("DICM"u8))
            return 4;
        if (Sniff(bytes, 0) is not null)
            return 0;
        throw new DataException(
            $"This is not a DICOM file{Looks(bytes)}.",
            where,
            "Give the file as the scanner or the archive wrote it."
        );
    }

    private static string Looks(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0x1F, 0x8B, ..] => ": it is compressed by gzip and must be unpacked first",
            [(byte)'P', (byte)'K', 3, 4, ..] => ": it is a zip archive",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ": it is a PNG image",
            [0xFF, 0xD8, 0xFF, ..] => ": it is a JPEG image",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => ": it is a TIFF image",
            _ => ": it has neither the mark DICM at byte 128 nor elements at its start",
        };

    private static TransferSyntax Syntax(
        DataSet meta,
        ReadOnlySpan<byte> bytes,
        int next,
        Departures departures
    )
    {
        if (meta.Text(Tags.TransferSyntaxUid) is { } uid)
        {
            if (TransferSyntax.Of(uid) is { } known)
                return known;
            // Private and future syntaxes are written as explicit little endian around what they pack.
            return new(uid, uid, Sniff(bytes, next)?.IsExplicit ?? true, PixelCoding.Unread);
        }
        if (meta.Tags.Any())
            departures.Add("The meta information does not state the transfer syntax.");
        return Sniff(bytes, next) switch
        {
            { IsExplicit: true, IsBigEndian: true } => TransferSyntax.ExplicitBigEndian,
            { IsExplicit: true } => TransferSyntax.ExplicitLittleEndian,
            // The default (PS3.5 section 10.1).
            _ => TransferSyntax.ImplicitLittleEndian,
        };
    }

    /// <summary>How an element that starts here is written, or null where none can.</summary>
    /// <remarks>
    /// Objects start in groups 0002 to 0008 (rarely later), so the endianness is the one that makes the group small.
    /// </remarks>
    private static ByteForm? Sniff(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length - at < 8)
            return null;
        int little = bytes[at] | (bytes[at + 1] << 8);
        int big = (bytes[at] << 8) | bytes[at + 1];
        bool isBig = big < little;
        if (Math.Min(little, big) is < 1 or > 0x28)
            return null;
        if (DataSetReader.LooksExplicit(bytes, at))
            return new(true, isBig);
        var form = new ByteForm(false, isBig);
        uint length = DataSetReader.ItemHead(bytes, at, form).Length;
        return length <= (uint)(bytes.Length - at - 8) || length == Element.Undefined ? form : null;
    }

    /// <summary>PS3.5 annex A.5: RFC 1951 without any frame around it.</summary>
    private static byte[] Inflate(Source source, int start)
    {
        int packed = source.Bytes.Length - start;
        long most = Math.Min(Array.MaxLength, Deflate.Most(packed));
        using var from = new MemoryStream(source.Memory[start..].ToArray(), false);
        using var inflater = new DeflateStream(from, CompressionMode.Decompress);
        byte[] inflated = new byte[Math.Clamp(packed * 4L, 4096, 1 << 20)];
        int filled = 0;
        try
        {
            while (true)
            {
                int read = inflater.Read(inflated, filled, inflated.Length - filled);
                if (read == 0)
                    break;
                filled += read;
                if (filled < inflated.Length)
                    continue;
                if (filled >= most)
                    throw new DataException(
                        $"The deflated data set becomes more than {most} bytes out of {packed}.",
                        source.Where,
                        "No image needs that; leave the file out."
                    );
                Array.Resize(ref inflated, (int)Math.Min(most, inflated.Length * 2L));
            }
        }
        catch (InvalidDataException fault)
        {
            throw new DataException("The deflated data set is damaged.", source.Where, null, fault);
        }
        return inflated[..filled];
    }
}
