using Osler.Imaging.Resampling;

namespace Osler.Imaging.Tests.Resampling;

public sealed class DrawnOutTests
{
    [Theory]
    [InlineData(7, 7, 224, 224)]
    [InlineData(1, 2, 10, 100)]
    [InlineData(13, 5, 64, 33)]
    [InlineData(8, 8, 5, 6)]
    [InlineData(6, 5, 6, 5)]
    public void Agrees_with_weighing_the_four_nearest_places(int h, int w, int height, int width)
    {
        var random = new Random(7);
        float[] map = [.. Enumerable.Range(0, h * w).Select(_ => random.NextSingle() * 20 - 10)];

        float[] drawn = DrawnOut.Of(map, h, w, height, width);

        for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
        {
            double y = Math.Clamp((row + 0.5) * h / height - 0.5, 0, h - 1);
            double x = Math.Clamp((column + 0.5) * w / width - 0.5, 0, w - 1);
            double expected = 0;
            for (int i = 0; i < h; i++)
            for (int j = 0; j < w; j++)
                expected +=
                    map[i * w + j] * Math.Max(0, 1 - Math.Abs(y - i)) * Math.Max(0, 1 - Math.Abs(x - j));
            // A few units in the last place of 10.
            Assert.Equal(expected, drawn[row * width + column], 1e-5);
        }
    }
}
