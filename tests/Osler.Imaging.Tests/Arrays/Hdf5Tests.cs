using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Tests.Arrays;

public sealed class Hdf5Tests
{
    [Fact]
    public void Every_kind_and_layout_that_h5py_wrote_is_read_and_big_endian_is_refused_by_name()
    {
        using var file = Hdf5.Open(Found.Golden("arrays/numbers.h5"));
        string[] cubes = [.. file.Names.Where(name => name.Contains("cube", StringComparison.Ordinal))];
        Assert.Equal(22, cubes.Length);
        int refused = 0;
        foreach (string name in cubes)
        {
            if (name.Contains("_>", StringComparison.Ordinal))
            {
                var fault = Assert.Throws<DataException>(() => file.Array(name));
                Assert.Contains("big-endian", fault.Message, StringComparison.Ordinal);
                refused++;
                continue;
            }
            using var array = file.Array(name);
            Assert.Equal([3, 4, 5], array.Shape);
            float[] whole = new float[60];
            array.Read(0, 3, whole);
            char letter = name[^2];
            Assert.Equal(Enumerable.Range(0, 60).Select(k => NpyTests.Due(k, letter)), whole);
        }
        Assert.Equal(8, refused);
    }

    [Fact]
    public void A_filter_that_is_not_read_is_named_with_what_to_do()
    {
        using var file = Hdf5.Open(Found.Golden("arrays/lzf.h5"));
        var fault = Assert.Throws<DataException>(() =>
        {
            using var array = file.Array("cube");
            array.Read(0, 3, new float[60]);
        });
        Assert.Contains("filter that is not read (lzf, number 32000)", fault.Message);
        Assert.Contains("h5repack", fault.Message);
    }

    [Fact]
    public void Names_and_texts_are_told_apart()
    {
        using var file = Hdf5.Open(Found.Golden("arrays/numbers.h5"));
        Assert.DoesNotContain("words", file.Names);
        Assert.Contains("deep/er/cube_<i4", file.Names);
        var fault = Assert.Throws<DataException>(() => file.Array("deep/er/cube_<i5"));
        Assert.Contains("'deep/er/cube_<i4'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_a_data_exception()
    {
        byte[] sound = File.ReadAllBytes(Found.Golden("arrays/numbers.h5"));
        var random = new KeyedRandom(19, "fuzz");
        string path = Path.Combine(Path.GetTempPath(), $"osler-{Guid.NewGuid():N}.h5");
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 20); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 4000))] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                using var file = Hdf5.Open(path);
                foreach (string name in file.Names)
                    file.Array(name).Dispose();
            }
            catch (DataException)
            {
                refused++;
            }
        }
        File.Delete(path);
        Assert.InRange(refused, 50, 300);
    }
}
