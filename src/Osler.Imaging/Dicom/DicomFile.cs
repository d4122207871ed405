using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;

namespace Osler.Imaging.Dicom;

/// <summary>A DICOM file (PS3.10), read only.</summary>
/// <remarks>
/// The file is read once, whole, and never written. Elements are found by one pass over their heads; values and pixels
/// are decoded when asked for. Memory: the file, and while a frame is decoded that frame.
/// </remarks>
public sealed class DicomFile
{
    /// <summary>Longest file: what one array holds, 2 GB.</summary>
    public static long MostBytes => Array.MaxLength;

    /// <summary>Part of a file that is read first where the pixels aren't wanted.</summary>
    private const int FirstPiece = 64 << 10;

    private readonly Departures _departures;

    private DicomFile(
        DataSet meta,
        DataSet data,
        TransferSyntax syntax,
        Departures departures,
        bool isWhole,
        string? where
    )
    {
        (Meta, Data, Syntax, _departures, IsWhole, Where) = (meta, data, syntax, departures, isWhole, where);
        Case = DicomCase.Of(data);
    }

    /// <summary>Group 0002: how the file is written and by what.</summary>
    public DataSet Meta { get; }

    /// <summary>The object.</summary>
    public DataSet Data { get; }

    /// <summary>How it is written.</summary>
    public TransferSyntax Syntax { get; }

    /// <summary>Whose it is and what it shows.</summary>
    public DicomCase Case { get; }

    /// <summary>The file's name, for messages.</summary>
    public string? Where { get; }

    /// <summary>What the file does against the standard and was read all the same; empty for a good file.</summary>
    public IReadOnlyList<string> Departures => _departures.Listed;

    /// <summary>Whether the pixels were read too, if there are any.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether the object has pixels (of any kind).</summary>
    public bool HasPixels =>
        Data.Has(Tags.PixelData) || Data.Has(Tags.FloatPixelData) || Data.Has(Tags.DoubleFloatPixelData);

    /// <summary>
    /// Whether a file that starts so is taken for a DICOM file: by the mark DICM at byte 128, or, where the preamble is
    /// missing, by elements at its start. No picture, archive, NIfTI or NumPy file starts so.
    /// </summary>
    /// <param name="start">The first 132 bytes, or all of a shorter file.</param>
    public static bool Is(ReadOnlySpan<byte> start) => Part10.IsStart(start);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It isn't there, can't be read, or is no DICOM file.</exception>
    public static DicomFile Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>Reads a file up to its pixels: a few pages of it, however large it is.</summary>
    /// <exception cref="DataException">It isn't there, can't be read, or is no DICOM file.</exception>
    public static DicomFile OpenHeader(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            long length = Length(stream, path);
            byte[] piece = new byte[Math.Min(length, FirstPiece)];
            stream.ReadExactly(piece);
            while (true)
            {
                var source = new Source(piece, path);
                bool isAll = piece.Length == length;
                var file = Read(source, isAll, Tags.FirstOfPixels, out bool reachesEnd);
                if (!reachesEnd || isAll)
                    return file;
                int had = piece.Length;
                Array.Resize(ref piece, (int)Math.Min(length, had * 8L));
                stream.ReadExactly(piece.AsSpan(had));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, fault);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">It is no DICOM file, or longer than <see cref="MostBytes"/>.</exception>
    public static DicomFile Read(Stream stream, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] bytes;
        if (stream.CanSeek)
        {
            bytes = GC.AllocateUninitializedArray<byte>((int)(Length(stream, where) - stream.Position));
            stream.ReadExactly(bytes);
        }
        else
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            bytes = copy.ToArray();
        }
        return Read(bytes, where);
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <param name="bytes">The file; must not change while the result is used.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DataException">It is no DICOM file.</exception>
    public static DicomFile Read(ReadOnlyMemory<byte> bytes, string? where = null) =>
        Read(new Source(bytes, where), true, uint.MaxValue, out _);

    /// <summary>The image of the object.</summary>
    /// <exception cref="DataException">
    /// It has none, or its description is contradictory, or says more than Osler reads.
    /// </exception>
    /// <exception cref="InvalidOperationException">Only the header was read.</exception>
    public DicomImage Image()
    {
        if (!IsWhole)
            throw new InvalidOperationException("Only the header of the file was read.");
        return new(this);
    }

    private static DicomFile Read(Source source, bool isAll, uint before, out bool reachesEnd)
    {
        var departures = new Departures();
        var opening = Part10.Open(source, isAll, departures);
        int end = opening.Source.Bytes.Length;
        var data = DataSetReader.Read(
            opening.Source,
            opening.Start,
            end,
            opening.Form,
            departures,
            before,
            out int next
        );
        // An element cut short ends at the end; so does a file without pixels.
        reachesEnd = end - next < 12;
        return new(opening.Meta, data, opening.Syntax, departures, before == uint.MaxValue, source.Where);
    }

    private static long Length(Stream stream, string? where)
    {
        if (stream.Length > MostBytes)
            throw new DataException(
                $"The file has {stream.Length} bytes; at most {MostBytes} are read.",
                where,
                "Split its frames into several files."
            );
        return stream.Length;
    }

    private static DataException Unreadable(string path, Exception fault) =>
        new("The file can't be read.", path, "Check that it exists and may be read.", fault);
}
