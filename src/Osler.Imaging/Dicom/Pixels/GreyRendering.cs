using System.Numerics;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Dicom.Pixels;

/// <summary>From stored grey samples to values or brightness (the grayscale pipeline, PS3.4 annex N.2).</summary>
/// <remarks>
/// Straight lines (rescale, linear windows, MONOCHROME1) are one multiplication and addition a sample, many at a time;
/// tables and sigmoids are looked up where the image has more pixels than samples have values.
/// </remarks>
internal sealed class GreyRendering
{
    private const float White = 255;

    private readonly PixelDescription _description;
    private readonly ModalityTransform _modality;
    private readonly Voi? _voi;
    private readonly bool _isSigned;
    private readonly int _bits;
    private readonly int _shift;
    private readonly double _low;
    private readonly double _high;

    /// <param name="samples">Samples to be rendered; what they say of bits and sign counts.</param>
    /// <param name="description">What the pixels are.</param>
    /// <param name="modality">From stored values to measured ones.</param>
    /// <param name="voi">To brightness, 0 to 255; null: measured values.</param>
    public GreyRendering(Samples samples, PixelDescription description, ModalityTransform modality, Voi? voi)
    {
        (_description, _modality, _voi) = (description, modality, voi);
        (_isSigned, _bits) = (samples.IsSigned, samples.Bits);
        _shift = samples.Shift(description);
        double least = _isSigned ? -Math.Pow(2, _bits - 1) : 0;
        double greatest = Math.Pow(2, _isSigned ? _bits - 1 : _bits) - 1;
        (double one, double other) = modality.Table is { } table
            ? (table.Least, table.Peak)
            : (modality.Value(least), modality.Value(greatest));
        (_low, _high) = (Math.Min(one, other), Math.Max(one, other));
    }

    private bool IsInverted => _description.Color == ColorModel.Monochrome1;

    /// <summary>Renders the samples.</summary>
    /// <remarks>
    /// Without window: bytes where the samples are 8 bits of brightness; else floats, and of MONOCHROME1 the value
    /// v becomes low + high - v, so that more is brighter everywhere.
    /// </remarks>
    public Raster Render(Samples samples, PixelSpacing? spacing)
    {
        (int rows, int columns) = (_description.Rows, _description.Columns);
        bool isPlain = _voi is null && _modality.IsNone && _modality.Unit is null && !_isSigned;
        if (isPlain && _bits == 8 && _shift == 0 && !samples.Bytes.IsEmpty)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>(samples.Bytes.Length);
            if (IsInverted)
                System.Numerics.Tensors.TensorPrimitives.OnesComplement(samples.Bytes, bytes);
            else
                samples.Bytes.CopyTo(bytes);
            return Raster.OfBytes(rows, columns, Photometric.Grey, bytes, spacing);
        }
        float[] values = GC.AllocateUninitializedArray<float>(samples.Length);
        var line = samples.Real.IsEmpty ? Line() : null;
        if (!samples.Real.IsEmpty)
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)Value(samples.Real[i]);
        else if (!samples.Wide.IsEmpty)
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)Value(Stored(samples.Wide[i]));
        else if (line is { } straight && !samples.Words.IsEmpty)
            LineOfWords(samples.Words, values, straight);
        else if (!samples.Words.IsEmpty && values.Length >= 1 << _bits)
            LookUp(samples.Words, values);
        else if (!samples.Words.IsEmpty)
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)Value(Stored(samples.Words[i]));
        else
            LookUp(samples.Bytes, values);
        return Raster.OfFloats(rows, columns, Photometric.Grey, Range(samples), values, spacing);
    }

    /// <summary>The numbers that the samples mean, before any transform.</summary>
    public double[] Stored(Samples samples)
    {
        double[] numbers = new double[samples.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = samples.Real.IsEmpty ? Stored(samples.Raw(i)) : samples.Real[i];
        return numbers;
    }

    private SampleRange Range(Samples samples)
    {
        if (_voi is not null)
            return SampleRange.Bytes;
        if (!samples.Real.IsEmpty)
        {
            var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (float value in samples.Real)
                if (float.IsFinite(value))
                    (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            return least > greatest ? new(0, 1, _modality.Unit)
                : _modality.Unit is null ? SampleRange.Own(least, greatest)
                : new(least, greatest, _modality.Unit);
        }
        // A value turned around is no measure any more.
        return new((float)_low, (float)_high, IsInverted ? null : _modality.Unit);
    }

    private double Value(double stored)
    {
        double value = _modality.Value(stored);
        if (_voi is null)
            return IsInverted ? _low + _high - value : value;
        double brightness = _voi.Brightness(value) * White;
        return IsInverted ? White - brightness : brightness;
    }

    /// <summary>The raw bits of a sample as the number that they mean (PS3.5 section 8.1.1).</summary>
    private double Stored(uint raw)
    {
        uint bits = (raw >> _shift) & (uint)((1UL << _bits) - 1);
        return _isSigned ? (int)(bits << (32 - _bits)) >> (32 - _bits) : bits;
    }

    private readonly record struct Straight(float Slope, float Offset, float Least, float Greatest);

    /// <summary>The whole rendering as one line with two stops, where it is one.</summary>
    private Straight? Line()
    {
        if (_modality.Table is not null)
            return null;
        (double slope, double offset) = (_modality.Slope, _modality.Intercept);
        if (_voi is null)
            return IsInverted
                ? new(
                    (float)-slope,
                    (float)(_low + _high - offset),
                    float.NegativeInfinity,
                    float.PositiveInfinity
                )
                : new((float)slope, (float)offset, float.NegativeInfinity, float.PositiveInfinity);
        if (_voi is not Window { Line: { } line })
            return null;
        offset = (line.Slope * offset + line.Offset) * White;
        slope *= line.Slope * White;
        return IsInverted
            ? new((float)-slope, (float)(White - offset), 0, White)
            : new((float)slope, (float)offset, 0, White);
    }

    private void LineOfWords(ReadOnlySpan<ushort> words, Span<float> values, Straight line)
    {
        ushort mask = (ushort)((1 << _bits) - 1);
        ushort sign = _isSigned ? (ushort)(1 << (_bits - 1)) : (ushort)0;
        var slope = new Vector<float>(line.Slope);
        var offset = new Vector<float>(line.Offset);
        var least = new Vector<float>(line.Least);
        var greatest = new Vector<float>(line.Greatest);
        int i = 0;
        for (; i <= words.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            var bits =
                Vector.ShiftRightLogical(new Vector<ushort>(words[i..]), _shift) & new Vector<ushort>(mask);
            // (bits ^ sign) - sign extends the sign; it is nothing where sign is 0.
            bits = (bits ^ new Vector<ushort>(sign)) - new Vector<ushort>(sign);
            Vector<int> low;
            Vector<int> high;
            if (_isSigned)
                Vector.Widen(Vector.AsVectorInt16(bits), out low, out high);
            else
            {
                Vector.Widen(bits, out var unsignedLow, out var unsignedHigh);
                (low, high) = (Vector.AsVectorInt32(unsignedLow), Vector.AsVectorInt32(unsignedHigh));
            }
            var first = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(low), slope, offset);
            var second = Vector.FusedMultiplyAdd(Vector.ConvertToSingle(high), slope, offset);
            Vector.Min(Vector.Max(first, least), greatest).CopyTo(values[i..]);
            Vector.Min(Vector.Max(second, least), greatest).CopyTo(values[(i + Vector<float>.Count)..]);
        }
        for (; i < words.Length; i++)
        {
            float value = MathF.FusedMultiplyAdd((float)Stored(words[i]), line.Slope, line.Offset);
            values[i] = Math.Clamp(value, line.Least, line.Greatest);
        }
    }

    private void LookUp(ReadOnlySpan<ushort> words, Span<float> values)
    {
        float[] table = Table(_bits);
        int mask = table.Length - 1;
        for (int i = 0; i < words.Length; i++)
            values[i] = table[(words[i] >> _shift) & mask];
    }

    private void LookUp(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        float[] table = Table(Math.Min(_bits, 8));
        int mask = table.Length - 1;
        for (int i = 0; i < bytes.Length; i++)
            values[i] = table[(bytes[i] >> _shift) & mask];
    }

    private float[] Table(int bits)
    {
        float[] table = new float[1 << bits];
        for (int i = 0; i < table.Length; i++)
            table[i] = (float)Value(Stored((uint)i << _shift));
        return table;
    }
}
