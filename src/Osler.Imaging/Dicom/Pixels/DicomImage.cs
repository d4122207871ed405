using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Dicom.Codecs;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>The image of a DICOM object: one or more frames, decoded one at a time.</summary>
/// <remarks>
/// Overlays are left out, those in unused high bits too. Any number of threads may read. Real world values (PS3.3
/// section C.7.6.16.2.11) and dose scaling are not applied.
/// </remarks>
public sealed class DicomImage
{
    /// <summary>
    /// A compressed frame of more pixels than this must have at least one byte for <see cref="MostPixelsOfByte"/>: the
    /// codings that know runs have no bound of their own.
    /// </summary>
    private const int LargeFrame = 1 << 25;

    private const int MostPixelsOfByte = 4096;

    private readonly DicomFile _file;
    private readonly PixelDescription _description;
    private readonly FrameAttributes _attributes;
    private readonly Element _pixels;
    private readonly Lazy<Fragments>? _fragments;
    private readonly Lazy<Palette>? _palette;

    internal DicomImage(DicomFile file)
    {
        _file = file;
        var data = file.Data;
        if (
            !data.TryFind(Tags.PixelData, out _pixels)
            && !data.TryFind(Tags.FloatPixelData, out _pixels)
            && !data.TryFind(Tags.DoubleFloatPixelData, out _pixels)
        )
            throw new DataException(
                $"The object holds no image: it has no Pixel Data {Tags.PixelData}.{Why(file)}",
                file.Where,
                "Reports, plans, waveforms and presentation states have none; leave them out."
            );
        _description = PixelDescription.Of(data);
        _attributes = new(data, _description.IsSigned);
        if (_description.Color == ColorModel.PaletteColor)
            _palette = new(() => Palette.Of(data, _description.IsSigned));
        // Native pixels inside a compressed syntax occur; a stated length shows them.
        if (_pixels.HasUndefinedLength)
            _fragments = new(() => Fragments.Of(data, _pixels, _description.Frames, file.Syntax.Coding));
        else if (_pixels.Length == 0)
            throw new DataException($"Pixel Data {Tags.PixelData} is empty.", file.Where);
    }

    /// <summary>Rows of a frame.</summary>
    public int Rows => _description.Rows;

    /// <summary>Columns of a frame.</summary>
    public int Columns => _description.Columns;

    /// <summary>Number of frames that the file states, at least 1.</summary>
    public int Frames => _description.Frames;

    /// <summary>Whether frames come as red, green and blue.</summary>
    public bool IsColor => !_description.Color.IsGrey();

    /// <summary>Whether the file's least value is white; frames come with more meaning brighter all the same.</summary>
    public bool IsMonochrome1 => _description.Color == ColorModel.Monochrome1;

    /// <summary>Significant bits of a stored sample.</summary>
    public int BitsStored => _description.BitsStored;

    /// <summary>Whether stored samples are signed.</summary>
    public bool IsSigned => _description.IsSigned;

    internal PixelDescription Description => _description;

    /// <summary>Distance between pixels, and where it was read.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    public (PixelSpacing? Spacing, SpacingSource Source) Spacing(int frame = 0) => _attributes.Spacing(frame);

    /// <summary>
    /// The file's own windows and tables: tables first, each in the file's order; none of a colour image. Windows whose
    /// width the standard forbids (0, mostly) are left out.
    /// </summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <exception cref="DataException">One is malformed.</exception>
    public IReadOnlyList<Voi> Vois(int frame = 0) => IsColor ? [] : _attributes.Vois(frame);

    /// <summary>A frame's values: grey after the modality's transform (e.g. Hounsfield units), or RGB.</summary>
    /// <remarks>
    /// Bytes where the file holds 8 bits of brightness or of colour, and of palettes; else floats. Of MONOCHROME1 a
    /// value v becomes low + high - v with the range's ends, so that more is brighter. <see cref="Raster.Range"/> is
    /// what stored values can become, of floating-point pixels the frame's own extremes. Its <see cref="Raster.Displayed"/>
    /// is <see cref="Shown"/>.
    /// </remarks>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <exception cref="DataException">The frame can't be decoded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Raster Frame(int frame = 0)
    {
        var values = Render(frame, null);
        return IsColor ? values : values.WithDisplay(() => Shown(frame));
    }

    /// <summary>A grey frame's brightness under a window or table: floats, 0 black to 255 white, not rounded.</summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <param name="voi">Which values become which brightness.</param>
    /// <exception cref="DataException">The frame can't be decoded, or is in colour.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Raster Frame(int frame, Voi voi)
    {
        ArgumentNullException.ThrowIfNull(voi);
        if (IsColor)
            throw new DataException("The image is in colour; a window applies to grey images.", _file.Where);
        return Render(frame, voi);
    }

    /// <summary>
    /// A frame as a viewer shows it first: under the file's first table or window, else from its least value to its
    /// greatest; colour as it is.
    /// </summary>
    /// <param name="frame">Number of the frame, from 0.</param>
    /// <exception cref="DataException">The frame can't be decoded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Raster Shown(int frame = 0)
    {
        if (IsColor)
            return Frame(frame);
        if (Vois(frame) is [var voi, ..])
            return Frame(frame, voi);
        var values = Frame(frame);
        if (values.IsBytes)
            return values;
        // The values are turned already where the least was white.
        float[] shown = Raster.Stretched(values.Floats, values.Range);
        return Raster.OfFloats(Rows, Columns, Photometric.Grey, SampleRange.Bytes, shown, values.Spacing);
    }

    /// <summary>Stored values before any transform, [H, W, C], as whole or real numbers, for tests.</summary>
    internal double[] Stored(int frame)
    {
        var samples = Decode(frame);
        var plain = new GreyRendering(
            samples,
            _description with
            {
                Color = ColorModel.Monochrome2,
            },
            ModalityTransform.None,
            null
        );
        return plain.Stored(samples);
    }

    private Raster Render(int frame, Voi? voi)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)Frames, nameof(frame));
        var samples = Decode(frame);
        if (samples.Length != _description.SamplesOfFrame)
            throw new DataException(
                $"Frame {frame + 1} holds {samples.Length} samples; its header states {_description.SamplesOfFrame}.",
                _file.Where
            );
        var spacing = _attributes.Spacing(frame).Spacing;
        if (_palette is not null)
            return _palette.Value.Render(samples, _description, spacing);
        if (!_description.Color.IsGrey())
            return ColorRendering.Render(samples, _description, spacing);
        var modality = _attributes.Modality(frame);
        return new GreyRendering(samples, _description, modality, voi).Render(samples, spacing);
    }

    private Samples Decode(int frame)
    {
        var data = _file.Data;
        if (_pixels.Code == Tags.FloatPixelData.Code || _pixels.Code == Tags.DoubleFloatPixelData.Code)
            return Real(data.Source.Bytes.Slice(_pixels.Offset, _pixels.Length), frame);
        if (_fragments is null)
        {
            var value = data.Source.Memory.Slice(_pixels.Offset, _pixels.Length);
            // A compressed stream without the fragments that should hold it.
            if (
                _file.Syntax.IsEncapsulated
                && Frames == 1
                && Fragments.StartsFrame(value.Span, _file.Syntax.Coding)
            )
                return Decompressed(value);
            return NativePixels.Frame(
                value.Span,
                frame,
                _description,
                data.Form.IsBigEndian || _file.Syntax.HasBigEndianPixels,
                _pixels.Vr == Vr.OB
            );
        }
        return Decompressed(_fragments.Value.Frame(frame));
    }

    private Samples Decompressed(ReadOnlyMemory<byte> bytes)
    {
        if (
            _description.PixelsOfFrame > LargeFrame
            && _description.PixelsOfFrame / MostPixelsOfByte > bytes.Length
        )
            throw new DataException(
                $"{bytes.Length} bytes can't hold {Rows} x {Columns} pixels.",
                _file.Where,
                "The file is cut short or its header is wrong; get it again."
            );
        return CompressedFrame.Decode(bytes, _description, _file.Syntax);
    }

    /// <summary>PS3.3 sections C.7.6.24 and C.7.6.25.</summary>
    private Samples Real(ReadOnlySpan<byte> value, int frame)
    {
        int size = _description.BitsAllocated / 8;
        long first = (long)frame * _description.PixelsOfFrame * size;
        if (first + (long)_description.PixelsOfFrame * size > value.Length)
            throw new DataException($"Frame {frame + 1} is missing from the pixel data.", _file.Where);
        var bytes = value.Slice((int)first, _description.PixelsOfFrame * size);
        float[] real = new float[_description.PixelsOfFrame];
        NumberKinds.ToFloats(
            size == 4 ? NumberKind.Float32 : NumberKind.Float64,
            NumberKinds.InMachineOrder(bytes, size, _file.Data.Form.IsBigEndian),
            real
        );
        return new()
        {
            Real = real,
            Color = _description.Color,
            Bits = 32,
            IsSigned = true,
        };
    }

    private static string Why(DicomFile file) =>
        file.Departures.FirstOrDefault(departure => departure.Contains("of which", StringComparison.Ordinal))
            is { } cut
            ? $" {cut}"
            : "";
}
