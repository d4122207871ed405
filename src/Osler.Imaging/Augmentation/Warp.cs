using System.Buffers;
using Osler.Imaging.Rasters;
using Osler.Imaging.Resampling;

namespace Osler.Imaging.Augmentation;

/// <summary>Resamples an image once by the whole map.</summary>
/// <remarks>
/// A map that only crops, scales and mirrors goes through the antialiased separable filter, as preprocessing does. Any
/// other is sampled linearly between pixels, at several points of each pixel where it shrinks.
/// </remarks>
internal static class Warp
{
    private const int MostPoints = 4;

    public static void Apply(Planes image, Geometry geometry, float outside, bool nearest)
    {
        int height = geometry.Height;
        int width = geometry.Width;
        int planes = image.Channels * image.Depth;
        float[] values = ArrayPool<float>.Shared.Rent(checked(planes * height * width));
        var to = values.AsSpan(0, planes * height * width);
        if (!nearest && Rectangle(image, geometry) is { } rectangle)
            Aligned(image, geometry, rectangle, to);
        else
            Sampled(image, geometry, outside, nearest, to);
        image.Replace(values, image.Channels, height, width, image.Rows, image.Columns);
    }

    /// <summary>The whole-pixel rectangle that is cropped, scaled and mirrored; null where the map does anything else.</summary>
    private static (int Top, int Left, int Height, int Width, bool Down, bool Across)? Rectangle(
        Planes image,
        Geometry geometry
    )
    {
        if (geometry.Field is not null)
            return null;
        var map = geometry.Before.After(geometry.AfterField);
        if (!map.IsAligned || map.RowRow == 0 || map.ColumnColumn == 0)
            return null;
        var (firstRow, firstColumn) = map.Of(0, 0);
        var (lastRow, lastColumn) = map.Of(geometry.Height, geometry.Width);
        double top = Math.Min(firstRow, lastRow);
        double left = Math.Min(firstColumn, lastColumn);
        double bottom = Math.Max(firstRow, lastRow);
        double right = Math.Max(firstColumn, lastColumn);
        if (!Whole(top) || !Whole(left) || !Whole(bottom) || !Whole(right))
            return null;
        (int y, int x) = ((int)Math.Round(top), (int)Math.Round(left));
        (int rows, int columns) = ((int)Math.Round(bottom) - y, (int)Math.Round(right) - x);
        bool inside =
            y >= 0
            && x >= 0
            && rows >= 1
            && columns >= 1
            && y + rows <= image.Height
            && x + columns <= image.Width;
        return inside ? (y, x, rows, columns, lastRow < firstRow, lastColumn < firstColumn) : null;
    }

    private static bool Whole(double place) => Math.Abs(place - Math.Round(place)) < 1e-6;

    private static void Aligned(
        Planes image,
        Geometry geometry,
        (int Top, int Left, int Height, int Width, bool Down, bool Across) from,
        Span<float> to
    )
    {
        var rows = ResampleTable.Of(from.Height, geometry.Height, ResizeFilter.Bilinear, antialias: true);
        var columns = ResampleTable.Of(from.Width, geometry.Width, ResizeFilter.Bilinear, antialias: true);
        int area = image.Height * image.Width;
        int size = geometry.Height * geometry.Width;
        for (int plane = 0; plane < image.Channels * image.Depth; plane++)
        {
            var target = to.Slice(plane * size, size);
            Resampler.Run(
                image.Values.Slice(plane * area, area)[(from.Top * image.Width + from.Left)..],
                image.Width,
                1,
                rows,
                columns,
                from.Width,
                target
            );
            if (from.Across)
                for (int row = 0; row < geometry.Height; row++)
                    target.Slice(row * geometry.Width, geometry.Width).Reverse();
            if (from.Down)
                ReverseRows(target, geometry.Height, geometry.Width);
        }
    }

    private static void ReverseRows(Span<float> plane, int height, int width)
    {
        float[] kept = ArrayPool<float>.Shared.Rent(width);
        for (int row = 0; row < height / 2; row++)
        {
            var upper = plane.Slice(row * width, width);
            var lower = plane.Slice((height - 1 - row) * width, width);
            upper.CopyTo(kept);
            lower.CopyTo(upper);
            kept.AsSpan(0, width).CopyTo(lower);
        }
        ArrayPool<float>.Shared.Return(kept);
    }

    private static void Sampled(Planes image, Geometry geometry, float outside, bool nearest, Span<float> to)
    {
        int planes = image.Channels * image.Depth;
        int points = nearest ? 1 : Points(geometry);
        float share = 1f / (points * points);
        int size = geometry.Height * geometry.Width;
        var source = image.Values;
        int area = image.Height * image.Width;
        to.Clear();
        for (int row = 0; row < geometry.Height; row++)
        for (int column = 0; column < geometry.Width; column++)
        for (int point = 0; point < points * points; point++)
        {
            var (y, x) = geometry.Source(
                row + (point / points + 0.5) / points,
                column + (point % points + 0.5) / points
            );
            int at = row * geometry.Width + column;
            if (nearest)
            {
                (double down, double across) = (Math.Floor(y), Math.Floor(x));
                bool inside = down >= 0 && down < image.Height && across >= 0 && across < image.Width;
                int pixel = inside ? (int)down * image.Width + (int)across : 0;
                for (int plane = 0; plane < planes; plane++)
                    to[plane * size + at] = inside ? source[plane * area + pixel] : outside;
                continue;
            }
            var taps = new Taps(y - 0.5, x - 0.5, image.Height, image.Width);
            for (int plane = 0; plane < planes; plane++)
                to[plane * size + at] += share * taps.Of(source.Slice(plane * area, area), outside);
        }
    }

    /// <summary>Points along each side of a pixel: as many as source pixels that it covers, 4 at most.</summary>
    private static int Points(Geometry geometry)
    {
        var map = geometry.Before.After(geometry.AfterField);
        double down = Math.Sqrt(map.RowRow * map.RowRow + map.ColumnRow * map.ColumnRow);
        double across = Math.Sqrt(map.RowColumn * map.RowColumn + map.ColumnColumn * map.ColumnColumn);
        return Math.Clamp((int)Math.Ceiling(Math.Max(down, across) - 0.25), 1, MostPoints);
    }

    /// <summary>The four pixels around a place and their weights.</summary>
    private readonly ref struct Taps
    {
        private readonly int _top;
        private readonly int _left;
        private readonly float _down;
        private readonly float _across;
        private readonly int _height;
        private readonly int _width;

        public Taps(double row, double column, int height, int width)
        {
            // Far away is outside; the limits keep the conversion to whole numbers defined.
            (row, column) = (Math.Clamp(row, -2, height + 1), Math.Clamp(column, -2, width + 1));
            (_top, _left) = ((int)Math.Floor(row), (int)Math.Floor(column));
            (_down, _across) = ((float)(row - _top), (float)(column - _left));
            (_height, _width) = (height, width);
        }

        public float Of(ReadOnlySpan<float> plane, float outside)
        {
            if (_top >= 0 && _left >= 0 && _top + 1 < _height && _left + 1 < _width)
            {
                int at = _top * _width + _left;
                float upper = plane[at] + (plane[at + 1] - plane[at]) * _across;
                float lower = plane[at + _width] + (plane[at + _width + 1] - plane[at + _width]) * _across;
                return upper + (lower - upper) * _down;
            }
            float first = Pixel(plane, _top, _left, outside);
            float second = Pixel(plane, _top, _left + 1, outside);
            float third = Pixel(plane, _top + 1, _left, outside);
            float fourth = Pixel(plane, _top + 1, _left + 1, outside);
            float above = first + (second - first) * _across;
            float below = third + (fourth - third) * _across;
            return above + (below - above) * _down;
        }

        private float Pixel(ReadOnlySpan<float> plane, int row, int column, float outside) =>
            (uint)row < (uint)_height && (uint)column < (uint)_width ? plane[row * _width + column] : outside;
    }
}
