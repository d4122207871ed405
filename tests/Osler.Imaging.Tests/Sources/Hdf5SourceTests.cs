using Osler.Core.Faults;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using PureHDF;

namespace Osler.Imaging.Tests.Sources;

public sealed class Hdf5SourceTests : IDisposable
{
    private readonly string _path = Path.Combine(
        Directory.CreateTempSubdirectory("osler-hdf5-").FullName,
        "images.h5"
    );

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Images_and_labels_in_parts_are_read_as_those_of_an_archive()
    {
        var file = new H5File();
        foreach (var (part, count) in ((string, int)[])[("train", 5), ("val", 2), ("test", 3)])
        {
            file[$"{part}_images"] = Pixels(count, 4, 3);
            file[$"{part}_labels"] = Labels(count);
        }
        file.Write(_path);

        using var source = ImageSources.Open(_path, ["no", "yes"]);

        Assert.Equal(10, source.Count);
        Assert.Equal(["no", "yes"], source.Labels.Names);
        Assert.Equal(GivenPart.Validation, source.Case(5).Part);
        Assert.Equal(1, source.Labels.Class(6));
        var image = (Raster)source.Read(8);
        Assert.Equal((4, 3), (image.Height, image.Width));
        Assert.Equal(1 * 12 + 7, image[2, 1]);
    }

    [Fact]
    public void Images_without_parts_stand_under_x_and_y()
    {
        var file = new H5File { ["x"] = Pixels(6, 5, 5), ["y"] = Labels(6) };
        file.Write(_path);
        using var source = ImageSources.Open(_path, []);
        Assert.Equal(6, source.Count);
        Assert.Equal(GivenPart.None, source.Case(0).Part);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        new H5File { ["train_images"] = Pixels(6, 5, 5) }.Write(_path);
        var fault = Assert.Throws<DataException>(() => ImageSources.Open(_path, []));
        Assert.Contains("train_labels", fault.Message, StringComparison.Ordinal);
    }

    // Image n, row y, column x: (n height width + y width + x) mod 256.
    private static byte[,,] Pixels(int count, int height, int width)
    {
        byte[,,] pixels = new byte[count, height, width];
        for (int n = 0; n < count; n++)
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            pixels[n, y, x] = (byte)(n * height * width + y * width + x);
        return pixels;
    }

    private static byte[,] Labels(int count)
    {
        byte[,] labels = new byte[count, 1];
        for (int n = 0; n < count; n++)
            labels[n, 0] = (byte)(n % 2);
        return labels;
    }
}
