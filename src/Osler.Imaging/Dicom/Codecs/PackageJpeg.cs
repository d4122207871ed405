using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using JpegLibrary;
using Osler.Core.Faults;
using Osler.Imaging.Dicom.Pixels;
using Osler.Imaging.Jpeg;

namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Baseline, extended and progressive frames of 8 and 12 bits by the package JpegLibrary.</summary>
internal static class PackageJpeg
{
    public static Samples Decode(
        ReadOnlyMemory<byte> frame,
        JpegHead head,
        PixelDescription description,
        ColorModel color
    )
    {
        if (!ManagedJpeg.Spreads(head))
            throw new DataException(
                $"A JPEG frame samples its components {string.Join(", ", head.Components.Select(one => $"{one.Horizontal} x {one.Vertical}"))}, which is not read.",
                description.Where
            );
        if (head.Precision == 8)
        {
            var writer = new Bytes(head);
            Decode(frame, head, writer, description.Where);
            writer.Finish();
            return JpegFrame.OfLossy(writer.Samples, description, color);
        }
        var words = new Words(head, JpegFrame.Greatest(head.Precision, description));
        Decode(frame, head, words, description.Where);
        return CompressedFrame.Of(words.Samples, head.Precision, description, color);
    }

    private static void Decode(
        ReadOnlyMemory<byte> frame,
        JpegHead head,
        JpegBlockOutputWriter writer,
        string? where
    )
    {
        if (ManagedJpeg.Decode(frame, head, writer) is { } fault)
            throw new DataException("A JPEG frame is damaged.", where, "Get the file again.", fault);
    }

    private sealed class Bytes : JpegBlockOutputWriter
    {
        private readonly int _rows;
        private readonly int _columns;
        private readonly Plane?[] _planes;

        public Bytes(JpegHead head)
        {
            (_rows, _columns) = (head.Rows, head.Columns);
            int across = head.Components.Max(component => component.Horizontal);
            int down = head.Components.Max(component => component.Vertical);
            _planes = new Plane?[head.Components.Count];
            for (int i = 0; i < _planes.Length; i++)
                if (head.Components[i].Horizontal < across || head.Components[i].Vertical < down)
                    _planes[i] = new(
                        head,
                        across / head.Components[i].Horizontal,
                        down / head.Components[i].Vertical
                    );
            Samples = new byte[head.Rows * head.Columns * _planes.Length];
        }

        public byte[] Samples { get; }

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            if ((uint)componentIndex >= (uint)_planes.Length)
                return;
            var block = MemoryMarshal.CreateReadOnlySpan(ref blockRef, 64);
            if (_planes[componentIndex] is { } plane)
            {
                plane.Take(block, x, y);
                return;
            }
            int wide = Math.Min(8, _columns - x);
            int high = Math.Min(8, _rows - y);
            int step = _planes.Length;
            if (step == 1 && wide == 8)
            {
                for (int row = 0; row < high; row++)
                {
                    var bounded = Vector128.Min(
                        Vector128.Max(Vector128.Create(block.Slice(8 * row, 8)), Vector128<short>.Zero),
                        Vector128.Create((short)255)
                    );
                    ulong eight = Vector128.Narrow(bounded.AsUInt16(), bounded.AsUInt16()).AsUInt64()[0];
                    MemoryMarshal.Write(Samples.AsSpan((y + row) * _columns + x, 8), eight);
                }
                return;
            }
            for (int row = 0; row < high && wide > 0; row++)
            {
                var line = block.Slice(8 * row, wide);
                var to = Samples.AsSpan(((y + row) * _columns + x) * step + componentIndex);
                for (int i = 0, at = 0; i < line.Length; i++, at += step)
                    to[at] = (byte)Math.Clamp((int)line[i], 0, 255);
            }
        }

        /// <summary>Spreads what was halved; to be called once, at the end.</summary>
        public void Finish()
        {
            for (int i = 0; i < _planes.Length; i++)
                if (_planes[i] is { } plane)
                    JpegSpreading.Spread(
                        plane.Samples,
                        plane.Width,
                        plane.Height,
                        plane.Across,
                        plane.Down,
                        Samples.AsSpan(i),
                        _rows,
                        _columns,
                        _planes.Length
                    );
        }
    }

    /// <summary>A component of fewer samples than pixels; the package repeats them, and one of each is kept.</summary>
    private sealed class Plane(JpegHead head, int across, int down)
    {
        public int Across => across;
        public int Down => down;
        public int Width { get; } = (head.Columns + across - 1) / across;
        public int Height { get; } = (head.Rows + down - 1) / down;
        public byte[] Samples { get; } =
            new byte[((head.Columns + across - 1) / across) * ((head.Rows + down - 1) / down)];

        public void Take(ReadOnlySpan<short> block, int x, int y)
        {
            for (int row = 0; row < 8 && (y + row) / down < Height; row += down)
            for (int column = 0; column < 8 && (x + column) / across < Width; column += across)
                Samples[(y + row) / down * Width + (x + column) / across] = (byte)
                    Math.Clamp((int)block[8 * row + column], 0, 255);
        }
    }

    private sealed class Words(JpegHead head, int greatest) : JpegBlockOutputWriter
    {
        private readonly int _rows = head.Rows;
        private readonly int _columns = head.Columns;
        private readonly int _components = head.Components.Count;

        public ushort[] Samples { get; } = new ushort[head.Rows * head.Columns * head.Components.Count];

        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            int wide = Math.Min(8, _columns - x);
            int high = Math.Min(8, _rows - y);
            if (wide <= 0 || high <= 0 || (uint)componentIndex >= (uint)_components)
                return;
            var block = MemoryMarshal.CreateReadOnlySpan(ref blockRef, 64);
            for (int row = 0; row < high; row++)
            {
                var line = block.Slice(8 * row, wide);
                int at = ((y + row) * _columns + x) * _components + componentIndex;
                for (int i = 0; i < line.Length; i++, at += _components)
                    Samples[at] = (ushort)Math.Clamp((int)line[i], 0, greatest);
            }
        }
    }
}
