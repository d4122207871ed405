namespace Osler.Reports.Pictures;

/// <summary>The frame of a box over a picture.</summary>
/// <param name="Top">Upper edge, pixels from the picture's.</param>
/// <param name="Left">Left edge.</param>
/// <param name="Bottom">Lower edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Colour">Red, green and blue.</param>
public readonly record struct DrawnBox(
    double Top,
    double Left,
    double Bottom,
    double Right,
    (byte Red, byte Green, byte Blue) Colour
);

/// <summary>Boxes drawn over a picture, one pixel wide, after it was enlarged by a whole factor.</summary>
public static class BoxPicture
{
    /// <summary>Draws them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="boxes">Later ones over earlier ones; what lies beyond the picture is cut off.</param>
    /// <param name="least">Pixels that the longer side is to measure at least.</param>
    public static Picture Of(Picture image, ReadOnlySpan<DrawnBox> boxes, int least = 128)
    {
        ArgumentNullException.ThrowIfNull(image);
        int longest = Math.Max(image.Height, image.Width);
        int factor = Math.Max(1, (least + longest - 1) / longest);
        (int height, int width) = (image.Height * factor, image.Width * factor);
        byte[] samples = new byte[3 * height * width];
        for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
        for (int channel = 0; channel < 3; channel++)
            samples[(row * width + column) * 3 + channel] = image.Samples[
                (row / factor * image.Width + column / factor) * image.Channels
                    + (image.Channels == 1 ? 0 : channel)
            ];
        foreach (var box in boxes)
        {
            int top = Place(box.Top, factor, height);
            int bottom = Place(box.Bottom, factor, height);
            int left = Place(box.Left, factor, width);
            int right = Place(box.Right, factor, width);
            for (int column = left; column <= right; column++)
            {
                Paint(top, column, box.Colour);
                Paint(bottom, column, box.Colour);
            }
            for (int row = top; row <= bottom; row++)
            {
                Paint(row, left, box.Colour);
                Paint(row, right, box.Colour);
            }
        }
        return new Picture(height, width, samples);

        void Paint(int row, int column, (byte Red, byte Green, byte Blue) colour)
        {
            int at = (row * width + column) * 3;
            (samples[at], samples[at + 1], samples[at + 2]) = colour;
        }
    }

    private static int Place(double edge, int factor, int size) =>
        Math.Clamp((int)Math.Round(edge * factor), 0, size - 1);
}
