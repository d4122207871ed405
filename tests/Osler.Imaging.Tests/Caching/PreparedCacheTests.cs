using Osler.Imaging.Caching;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Tests.Caching;

public sealed class PreparedCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-cache-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read_to_the_bit_in_another_run_too()
    {
        using var one = Image(1);
        one.Crop(1, 2, 4, 3);
        using var other = Image(2);
        other.Crop(0, 0, 4, 3);
        using (var cache = Open("data", "steps", one))
        {
            Assert.Null(cache.Read(5));
            cache.Write(5, one);
            cache.Write(0, other);
        }
        using (var cache = Open("data", "steps", one))
        {
            using var kept = cache.Read(5)!;
            Assert.Equal(one.Values, kept.Values);
            Assert.Equal(one.Rows, kept.Rows);
            Assert.Equal(one.Columns, kept.Columns);
            Assert.Equal(one.Range, kept.Range);
            using var second = cache.Read(0)!;
            Assert.Equal(other.Values, second.Values);
            Assert.Null(cache.Read(3));
            Assert.Null(cache.Read(6));
        }
    }

    [Fact]
    public void Other_images_or_other_steps_have_another_file()
    {
        using var one = Image(1);
        using var cache = Open("data", "steps", one);
        cache.Write(0, one);
        using var otherData = Open("data 2", "steps", one);
        using var otherSteps = Open("data", "steps 2", one);
        Assert.Null(otherData.Read(0));
        Assert.Null(otherSteps.Read(0));
    }

    [Fact]
    public void A_changed_byte_and_an_image_of_another_size_are_not_served()
    {
        using var one = Image(1);
        using (var cache = Open("data", "steps", one))
        {
            cache.Write(0, one);
            cache.Write(1, one);
            using var small = Image(3);
            small.Crop(0, 0, 2, 2);
            cache.Write(2, small);
            Assert.Null(cache.Read(2));
        }
        string path = Assert.Single(Directory.GetFiles(_folder));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[100] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var again = Open("data", "steps", one);
        Assert.Null(again.Read(0));
        using var whole = again.Read(1);
        Assert.NotNull(whole);
    }

    private PreparedCache Open(string data, string steps, Planes first) =>
        PreparedCache.Open(_folder, data, steps, first);

    private static Planes Image(int seed) => Images.Noise(6, 7, Photometric.Rgb, seed).ToPlanes();
}
