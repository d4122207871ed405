using System.Buffers;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>
/// Contrast-limited adaptive histogram equalisation: each tile's brightness is spread evenly, no more than a limit
/// allows, and neighbouring tiles' results are blended.
/// </summary>
/// <remarks>
/// Zuiderveld, Graphics Gems IV, 1994, with OpenCV's measure of the limit. The range from black to white is taken in
/// 256 levels; the result has the same range. Of a colour image the luma is equalised and its change added to every
/// channel. Each slice of a volume by itself.
/// </remarks>
public sealed record Equalise : ImageStep
{
    private const int Levels = 256;

    /// <summary>
    /// Most pixels that a level may count, as a multiple of an even histogram's; what is above is spread over all
    /// levels. At least 1; by default 2.
    /// </summary>
    public double ClipLimit
    {
        get;
        init => field = Checked(value, value is >= 1 and <= Levels, "equalise: clip_limit", "from 1 to 256");
    } = 2;

    /// <summary>Tiles along each side, 1 to 64; no more than pixels. By default 8.</summary>
    public int Tiles
    {
        get;
        init => field = Checked(value, value is >= 1 and <= 64, "equalise: tiles", "from 1 to 64");
    } = 8;

    internal override void Run(Planes image)
    {
        int area = image.Height * image.Width;
        float[] luma = ArrayPool<float>.Shared.Rent(area * image.Depth);
        byte[] levels = ArrayPool<byte>.Shared.Rent(area);
        Grey.Luma(image, luma.AsSpan(0, area * image.Depth));
        for (int slice = 0; slice < image.Depth; slice++)
            Slice(image, luma.AsSpan(slice * area, area), levels.AsSpan(0, area), slice);
        ArrayPool<float>.Shared.Return(luma);
        ArrayPool<byte>.Shared.Return(levels);
    }

    private void Slice(Planes image, ReadOnlySpan<float> luma, Span<byte> levels, int slice)
    {
        var range = image.Range;
        float toLevel = (Levels - 1) / (range.High - range.Low);
        float fromLevel = 1 / toLevel;
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (byte)Math.Clamp((luma[i] - range.Low) * toLevel + 0.5f, 0, Levels - 1);

        int down = Math.Min(Tiles, image.Height);
        int across = Math.Min(Tiles, image.Width);
        float[] maps = new float[down * across * Levels];
        for (int tile = 0; tile < down * across; tile++)
            Map(
                image,
                levels,
                tile / across,
                tile % across,
                down,
                across,
                maps.AsSpan(tile * Levels, Levels)
            );

        var (above, below, rowShare) = Neighbours(image.Height, down);
        var (before, after, columnShare) = Neighbours(image.Width, across);
        var values = image.Values;
        for (int row = 0; row < image.Height; row++)
        for (int column = 0; column < image.Width; column++)
        {
            int at = row * image.Width + column;
            int level = levels[at];
            float top = Blend(
                maps[(above[row] * across + before[column]) * Levels + level],
                maps[(above[row] * across + after[column]) * Levels + level],
                columnShare[column]
            );
            float bottom = Blend(
                maps[(below[row] * across + before[column]) * Levels + level],
                maps[(below[row] * across + after[column]) * Levels + level],
                columnShare[column]
            );
            float equalised = range.Low + Blend(top, bottom, rowShare[row]) * fromLevel;
            if (image.Channels == 1)
            {
                values[slice * luma.Length + at] = equalised;
                continue;
            }
            float change = equalised - luma[at];
            for (int channel = 0; channel < 3; channel++)
            {
                ref float value = ref values[channel * luma.Length + at];
                value = Math.Clamp(value + change, range.Low, range.High);
            }
        }
    }

    /// <summary>A tile's map from level to level: its clipped histogram's running sum.</summary>
    private void Map(
        Planes image,
        ReadOnlySpan<byte> levels,
        int tileRow,
        int tileColumn,
        int down,
        int across,
        Span<float> map
    )
    {
        int top = tileRow * image.Height / down;
        int bottom = (tileRow + 1) * image.Height / down;
        int left = tileColumn * image.Width / across;
        int right = (tileColumn + 1) * image.Width / across;
        Span<int> counts = stackalloc int[Levels];
        counts.Clear();
        for (int row = top; row < bottom; row++)
            foreach (byte level in levels[(row * image.Width + left)..(row * image.Width + right)])
                counts[level]++;
        int area = (bottom - top) * (right - left);
        int limit = Math.Max(1, (int)(ClipLimit * area / Levels));
        int clipped = 0;
        for (int level = 0; level < Levels; level++)
        {
            clipped += Math.Max(0, counts[level] - limit);
            counts[level] = Math.Min(counts[level], limit);
        }
        int each = clipped / Levels;
        int rest = clipped % Levels;
        int step = rest == 0 ? Levels : Math.Max(1, Levels / rest);
        int sum = 0;
        for (int level = 0; level < Levels; level++)
        {
            sum += counts[level] + each;
            if (level % step == 0 && rest > 0)
            {
                sum++;
                rest--;
            }
            map[level] = sum * (float)(Levels - 1) / area;
        }
    }

    /// <summary>For each pixel the tiles whose centres lie before and after it, and the share of the latter.</summary>
    private static (int[] Before, int[] After, float[] Share) Neighbours(int length, int tiles)
    {
        int[] before = new int[length];
        int[] after = new int[length];
        float[] share = new float[length];
        for (int i = 0; i < length; i++)
        {
            float place = (i + 0.5f) * tiles / length - 0.5f;
            int tile = (int)MathF.Floor(place);
            (before[i], after[i]) = (Math.Max(tile, 0), Math.Min(tile + 1, tiles - 1));
            share[i] = place - tile;
        }
        return (before, after, share);
    }

    private static float Blend(float first, float second, float share) => first + (second - first) * share;
}
