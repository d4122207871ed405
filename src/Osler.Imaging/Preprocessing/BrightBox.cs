using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>The rectangle around an image's bright part.</summary>
internal static class BrightBox
{
    /// <summary>First and last row and column in which more than a share of the pixels exceeds the threshold.</summary>
    /// <param name="image">Still.</param>
    /// <param name="threshold">Share of the range, that a pixel's brightest channel must exceed.</param>
    /// <param name="share">Share of a row's or a column's pixels, that must do so; 0: one is enough.</param>
    /// <returns>The last row is before the first one where there is none.</returns>
    public static (int Top, int Bottom, int Left, int Right) Of(Planes image, double threshold, double share)
    {
        var range = image.Range;
        float limit = (float)(range.Low + threshold * (range.High - range.Low));
        int[] rows = new int[image.Height];
        int[] columns = new int[image.Width];
        var values = image.Values;
        int area = image.Height * image.Width;
        for (int row = 0; row < rows.Length; row++)
        for (int column = 0; column < columns.Length; column++)
        {
            int at = row * columns.Length + column;
            bool bright = values[at] > limit;
            for (int channel = 1; channel < image.Channels && !bright; channel++)
                bright = values[channel * area + at] > limit;
            if (!bright)
                continue;
            rows[row]++;
            columns[column]++;
        }
        int inRow = (int)(share * columns.Length);
        int inColumn = (int)(share * rows.Length);
        int top = Array.FindIndex(rows, count => count > inRow);
        int left = Array.FindIndex(columns, count => count > inColumn);
        return top < 0 || left < 0
            ? (0, -1, 0, -1)
            : (
                top,
                Array.FindLastIndex(rows, count => count > inRow),
                left,
                Array.FindLastIndex(columns, count => count > inColumn)
            );
    }
}
