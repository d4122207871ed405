using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Rasters;

public sealed class RasterTests
{
    [Fact]
    public void Holds_its_samples_row_by_row_with_channels_side_by_side()
    {
        byte[] samples = [.. Enumerable.Range(0, 2 * 3 * 3).Select(i => (byte)i)];
        var image = Raster.OfBytes(2, 3, Photometric.Rgb, samples);

        Assert.Equal(3 * 3 + 2 * 3 + 1, image[1, 2, 1]);
        float[] floats = new float[18];
        image.CopyTo(floats);
        Assert.Equal(samples.Select(value => (float)value), floats);
    }

    [Fact]
    public void Refuses_another_number_of_samples() =>
        Assert.Throws<ArgumentException>(() => Raster.OfBytes(2, 2, Photometric.Grey, new byte[5]));

    [Fact]
    public void Refuses_a_place_outside()
    {
        var image = Raster.OfFloats(1, 2, Photometric.Grey, new SampleRange(-1024, 3071, "HU"), [0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => image[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => image[-1, 0]);
        Assert.Throws<InvalidOperationException>(() => image.Bytes.Length);
    }

    [Theory]
    [InlineData(100_000, 100_000, 1)]
    [InlineData(long.MaxValue, 1, 1)]
    [InlineData(1 << 16, 1 << 15, 3)]
    [InlineData(0, 5, 1)]
    public void Refuses_a_size_that_no_memory_should_be_taken_for(long height, long width, long channels) =>
        Assert.Throws<DataException>(() => Raster.RequireSize(height, width, channels, "lung.png"));
}
