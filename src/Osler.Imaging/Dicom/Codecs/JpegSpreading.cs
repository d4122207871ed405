namespace Osler.Imaging.Dicom.Codecs;

/// <summary>Colour differences of half width, or half width and height, spread over every pixel.</summary>
/// <remarks>
/// ISO 10918-1 leaves open how. A sample weighs 3 on its own pixels against 1 of the nearest neighbour, as the
/// Independent JPEG Group's library does, so that Osler, Pillow and dcmtk see the same colours; other factors repeat.
/// </remarks>
internal static class JpegSpreading
{
    /// <summary>Narrowest plane that is blended and not repeated, as in that library.</summary>
    private const int Narrowest = 3;

    /// <param name="plane">Samples [height, width] of the component.</param>
    /// <param name="width">Columns of the plane.</param>
    /// <param name="height">Rows of the plane.</param>
    /// <param name="across">Pixels across that a sample stands for.</param>
    /// <param name="down">Pixels down that a sample stands for.</param>
    /// <param name="pixels">Takes the samples, every <paramref name="step"/>th place.</param>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="columns">Columns of the image.</param>
    /// <param name="step">Samples of a pixel.</param>
    public static void Spread(
        ReadOnlySpan<byte> plane,
        int width,
        int height,
        int across,
        int down,
        Span<byte> pixels,
        int rows,
        int columns,
        int step
    )
    {
        bool isBlended = across == 2 && down is 1 or 2 && width >= Narrowest;
        int[] sums = isBlended ? new int[width] : [];
        byte[] line = new byte[2 * width];
        for (int row = 0; row < rows; row++)
        {
            int own = row / down;
            var to = pixels[(row * columns * step)..];
            var samples = plane.Slice(own * width, width);
            if (!isBlended)
            {
                for (int column = 0, at = 0; column < columns; column++, at += step)
                    to[at] = samples[column / across];
                continue;
            }
            if (down == 1)
                Across(samples, line);
            else
            {
                int other = Math.Clamp((row & 1) == 0 ? own - 1 : own + 1, 0, height - 1);
                var near = plane.Slice(other * width, width);
                for (int i = 0; i < sums.Length; i++)
                    sums[i] = 3 * samples[i] + near[i];
                Across(sums, line);
            }
            for (int column = 0, at = 0; column < columns; column++, at += step)
                to[at] = line[column];
        }
    }

    private static void Across(ReadOnlySpan<byte> samples, Span<byte> line)
    {
        int last = samples.Length - 1;
        line[0] = samples[0];
        line[1] = (byte)((3 * samples[0] + samples[1] + 2) >> 2);
        for (int i = 1; i < last; i++)
        {
            int own = 3 * samples[i];
            line[2 * i] = (byte)((own + samples[i - 1] + 1) >> 2);
            line[2 * i + 1] = (byte)((own + samples[i + 1] + 2) >> 2);
        }
        line[2 * last] = (byte)((3 * samples[last] + samples[last - 1] + 1) >> 2);
        line[2 * last + 1] = samples[last];
    }

    private static void Across(ReadOnlySpan<int> sums, Span<byte> line)
    {
        int last = sums.Length - 1;
        line[0] = (byte)((4 * sums[0] + 8) >> 4);
        line[1] = (byte)((3 * sums[0] + sums[1] + 7) >> 4);
        for (int i = 1; i < last; i++)
        {
            int own = 3 * sums[i];
            line[2 * i] = (byte)((own + sums[i - 1] + 8) >> 4);
            line[2 * i + 1] = (byte)((own + sums[i + 1] + 7) >> 4);
        }
        line[2 * last] = (byte)((3 * sums[last] + sums[last - 1] + 8) >> 4);
        line[2 * last + 1] = (byte)((4 * sums[last] + 7) >> 4);
    }
}
