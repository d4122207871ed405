using System.Buffers.Binary;
using Osler.Core.Faults;

namespace Osler.Imaging.Jpeg;

/// <summary>What a JPEG stream says of itself before its first scan (ISO 10918-1 annex B).</summary>
internal sealed record JpegHead
{
    private const int DefineTables = 0xC4;
    private const int StartOfScan = 0xDA;
    private const int DefineInterval = 0xDD;

    /// <summary>Bytes that a JFIF segment has at least (JFIF 1.02).</summary>
    private const int JfifSize = 14;

    /// <summary>Number of the start-of-frame marker: 0 baseline, 1 extended, 2 progressive, 3 lossless.</summary>
    public required int Process { get; init; }

    /// <summary>Bits of a sample.</summary>
    public required int Precision { get; init; }
    public required int Rows { get; init; }
    public required int Columns { get; init; }
    public required IReadOnlyList<Component> Components { get; init; }

    /// <summary>Whether the stream is in a JFIF file, whose colour is YBR_FULL.</summary>
    public bool IsJfif { get; init; }

    /// <summary>Adobe's mark: 0 no transform, 1 YBR_FULL; null: not there.</summary>
    public int? AdobeTransform { get; init; }

    /// <summary>Whether no camera's note says that the picture lies on its side or is mirrored.</summary>
    public bool IsUpright { get; init; }

    /// <summary>Whether it brings Huffman tables for its first scan.</summary>
    public bool HasTables { get; init; }

    /// <summary>Units between restarts of the first scan; 0: none.</summary>
    public int RestartInterval { get; init; }

    /// <summary>Components of the first scan; 0 where there is none.</summary>
    public int ScanComponents { get; init; }

    /// <summary>Where the first scan's data begin.</summary>
    public int ScanAt { get; init; }

    /// <param name="Id">Identifier.</param>
    /// <param name="Horizontal">Samples across, in an MCU.</param>
    /// <param name="Vertical">Samples down, in an MCU.</param>
    public readonly record struct Component(byte Id, int Horizontal, int Vertical);

    /// <summary>Whether a stream that starts like JPEG is JPEG-LS (ISO 14495-1): its frame marker is F7.</summary>
    public static bool IsJpegLs(ReadOnlySpan<byte> stream)
    {
        int at = 2;
        while (TrySegment(stream, ref at, out byte marker, out _))
        {
            if (marker == 0xF7)
                return true;
            if (IsFrame(marker) || marker == StartOfScan)
                return false;
        }
        return false;
    }

    /// <exception cref="DataException">There is no frame header before the first scan.</exception>
    public static JpegHead Read(ReadOnlySpan<byte> stream, string? where) =>
        Find(stream)
        ?? throw new DataException(
            "A JPEG frame has no header.",
            where,
            "The file is damaged; get it again."
        );

    /// <summary>As <see cref="Read"/>; null where there is no frame header before the first scan.</summary>
    public static JpegHead? Find(ReadOnlySpan<byte> stream)
    {
        bool isJfif = false;
        bool isUpright = true;
        int? adobe = null;
        bool hasTables = false;
        int interval = 0;
        int scanned = 0;
        JpegHead? head = null;
        int at = 2;
        while (TrySegment(stream, ref at, out byte marker, out var content))
        {
            if (marker == StartOfScan)
            {
                scanned = content is [var count, ..] ? count : 0;
                break;
            }
            if (marker == DefineTables)
                hasTables = true;
            else if (marker == DefineInterval && content.Length >= 2)
                interval = BinaryPrimitives.ReadUInt16BigEndian(content);
            else if (marker == 0xE0 && content.Length >= JfifSize && content.StartsWith("JFIF\0"u8))
                isJfif = true;
            else if (marker == 0xE1 && content.StartsWith("Exif"u8))
                isUpright &= Exif.IsUpright(content);
            else if (marker == 0xEE && content.Length >= 12 && content.StartsWith("Adobe"u8))
                adobe = content[11];
            else if (IsFrame(marker) && head is null)
                head = Frame(marker & 0xF, content);
        }
        return head is null
            ? null
            : head with
            {
                HasTables = hasTables,
                RestartInterval = interval,
                ScanComponents = scanned,
                ScanAt = at,
                IsJfif = isJfif,
                IsUpright = isUpright,
                AdobeTransform = adobe,
            };
    }

    /// <summary>Steps over one marker and its segment; markers without segment are skipped.</summary>
    public static bool TrySegment(
        ReadOnlySpan<byte> stream,
        ref int at,
        out byte marker,
        out ReadOnlySpan<byte> content
    )
    {
        marker = 0;
        content = default;
        while (true)
        {
            while (at < stream.Length && stream[at] != 0xFF)
                at++;
            while (at < stream.Length && stream[at] == 0xFF)
                at++;
            if (at >= stream.Length)
                return false;
            marker = stream[at++];
            // Stuffed zeros, restarts and start of image stand alone (B.1.1.3).
            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD8))
                continue;
            if (marker == 0xD9 || stream.Length - at < 2)
                return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[at..]);
            if (length < 2 || length > stream.Length - at)
                return false;
            content = stream.Slice(at + 2, length - 2);
            at += length;
            return true;
        }
    }

    private static bool IsFrame(byte marker) =>
        marker
            is (>= 0xC0 and <= 0xC3)
                or (>= 0xC5 and <= 0xC7)
                or (>= 0xC9 and <= 0xCB)
                or (>= 0xCD and <= 0xCF);

    private static JpegHead? Frame(int process, ReadOnlySpan<byte> content)
    {
        if (content.Length < 6 || content.Length < 6 + 3 * content[5])
            return null;
        var components = new Component[content[5]];
        for (int i = 0; i < components.Length; i++)
        {
            byte sampling = content[7 + 3 * i];
            components[i] = new(content[6 + 3 * i], sampling >> 4, sampling & 15);
        }
        return new()
        {
            Process = process,
            Precision = content[0],
            Rows = BinaryPrimitives.ReadUInt16BigEndian(content[1..]),
            Columns = BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
            Components = components,
        };
    }
}
