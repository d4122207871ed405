using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>What the pixels are (PS3.3 section C.7.6.3, Image Pixel Module), checked for contradictions.</summary>
internal sealed record PixelDescription
{
    public required int Rows { get; init; }
    public required int Columns { get; init; }

    /// <summary>Samples of a pixel: 1 or 3.</summary>
    public required int Samples { get; init; }

    public required int Frames { get; init; }
    public required ColorModel Color { get; init; }

    /// <summary>Bits that a sample takes in uncompressed data.</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>Bits of those that are the sample; the rest may hold overlays (PS3.5 section 8.1.1, retired).</summary>
    public required int BitsStored { get; init; }

    /// <summary>Place of the sample's greatest bit, counted from 0.</summary>
    public required int HighBit { get; init; }

    /// <summary>Whether samples are in two's complement.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>Whether a frame holds all red samples, then all green, then all blue.</summary>
    public required bool IsPlanar { get; init; }

    /// <summary>Whether samples are floating-point numbers.</summary>
    public required bool IsReal { get; init; }

    public required string? Where { get; init; }

    public int PixelsOfFrame => Rows * Columns;

    public int SamplesOfFrame => Rows * Columns * Samples;

    /// <summary>Reads and checks the module.</summary>
    /// <exception cref="DataException">Something is missing, contradictory, or more than Osler reads.</exception>
    public static PixelDescription Of(DataSet data)
    {
        string? where = data.Where;
        long rows = Required(data, Tags.Rows, "Rows");
        long columns = Required(data, Tags.Columns, "Columns");
        long samples = data.Whole(Tags.SamplesPerPixel) ?? 1;
        var color = ColorModels.Of(data.Text(Tags.PhotometricInterpretation), samples, where);
        if (samples != (color.HasThreeSamples() ? 3 : 1))
            throw new DataException(
                $"Samples per Pixel {Tags.SamplesPerPixel} is {samples}, which {color} does not have.",
                where
            );
        Raster.RequireSize(rows, columns, color.IsGrey() ? 1 : 3, where);

        bool isFloat = data.Has(Tags.FloatPixelData);
        bool isDouble = data.Has(Tags.DoubleFloatPixelData);
        long allocated =
            data.Whole(Tags.BitsAllocated)
            ?? (
                isDouble ? 64
                : isFloat ? 32
                : throw Missing(Tags.BitsAllocated, "Bits Allocated", where)
            );
        long stored = data.Whole(Tags.BitsStored) ?? allocated;
        long high = data.Whole(Tags.HighBit) ?? stored - 1;
        bool isAllocated =
            isFloat ? allocated == 32
            : isDouble ? allocated == 64
            : allocated is >= 1 and <= 32;
        if (!isAllocated || stored < 1 || stored > allocated)
            throw new DataException(
                $"{stored} bits stored of {allocated} allocated are not read; 1 to 32 are.",
                where
            );
        // A high bit that can't hold the sample is a slip of the writer: the sample then stands at the low end.
        if (high < stored - 1 || high >= allocated)
            high = stored - 1;
        long frames = data.Whole(Tags.NumberOfFrames) ?? 1;
        if (frames is < 0 or > int.MaxValue)
            throw new DataException($"Number of Frames {Tags.NumberOfFrames} is {frames}.", where);
        return new()
        {
            Rows = (int)rows,
            Columns = (int)columns,
            Samples = (int)samples,
            Frames = (int)Math.Max(1, frames),
            Color = color,
            BitsAllocated = (int)allocated,
            BitsStored = (int)stored,
            HighBit = (int)high,
            IsSigned = data.Whole(Tags.PixelRepresentation) is 1,
            IsPlanar = samples > 1 && data.Whole(Tags.PlanarConfiguration) is 1,
            IsReal = isFloat || isDouble,
            Where = where,
        };
    }

    private static long Required(DataSet data, Tag tag, string name) =>
        data.Whole(tag) ?? throw Missing(tag, name, data.Where);

    private static DataException Missing(Tag tag, string name, string? where) =>
        new($"{name} {tag} is missing, so the pixels can't be read.", where);
}
