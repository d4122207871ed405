using System.IO.Compression;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;

namespace Osler.Imaging.Tests.Arrays;

public sealed class NpzTests
{
    [Fact]
    public void Objects_are_refused_and_the_arrays_beside_them_are_read()
    {
        using var archive = Npz.Open(Found.Golden("arrays/objects.npz"));
        var fault = Assert.Throws<DataException>(() => archive.Array("labels"));
        Assert.Contains("array 'labels'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("pickled Python objects", fault.Message, StringComparison.Ordinal);
        using var line = archive.Array("line");
        Assert.Equal(7, line.Count);
    }

    [Fact]
    public void An_absent_array_is_told_with_the_nearest_name()
    {
        using var archive = Npz.Open(Found.Golden("arrays/stored.npz"));
        var fault = Assert.Throws<DataException>(() => archive.Array("lines"));
        Assert.Contains("'line'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_number_fails_the_checksum()
    {
        byte[] bytes = File.ReadAllBytes(Found.Golden("arrays/stored.npz"));
        int header = bytes.AsSpan().IndexOf("NUMPY"u8);
        bytes[header + 5 + 130] ^= 1;
        using var archive = Npz.Read(new MemoryStream(bytes), "stored.npz");
        var fault = Assert.Throws<DataException>(() => archive.Array("line"));
        Assert.Contains("checksum", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_unpacks()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("x.npy").Open())
        {
            string text = "{'descr': '|u1', 'fortran_order': False, 'shape': (200000000,)}".PadRight(117);
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0]);
            entry.Write(System.Text.Encoding.Latin1.GetBytes(text + "\n"));
            for (int i = 0; i < 200; i++)
                entry.Write(new byte[1_000_000]);
        }
        using var archive = Npz.Read(
            new MemoryStream(stream.ToArray()),
            "bomb.npz",
            new() { MostBytes = 100_000_000 }
        );
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<DataException>(() => archive.Array("x"));
        Assert.Contains("at most 100,000,000 are read", fault.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        Assert.Throws<DataException>(() => Npz.Read(new MemoryStream([1, 2, 3]), "x.npz"));
        Assert.Throws<DataException>(() => Npz.Read(new MemoryStream(), "x.npz"));
        Assert.Throws<DataException>(() => Npz.Open("/no/such.npz"));
    }

    [Fact]
    public void Changed_bytes_never_do_more_than_a_data_exception()
    {
        byte[] sound = File.ReadAllBytes(Found.Golden("arrays/stored.npz"));
        var random = new KeyedRandom(5, "fuzz");
        int refused = 0;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 6); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var archive = Npz.Read(new MemoryStream(bytes), "fuzz.npz");
                foreach (string name in archive.Names)
                    archive.Array(name).Dispose();
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 2_000, 5_000);
    }

    [Fact]
    public void MedMNIST_has_its_published_counts_and_mean()
    {
        using var archive = Npz.Open(Found.Real("medmnist/pneumoniamnist.npz"));
        using var images = archive.Array("train_images");
        using var labels = archive.Array("train_labels");
        Assert.Equal([4708, 28, 28], images.Shape);
        long[] label = new long[labels.Count];
        labels.ReadIntegers(0, labels.Slices, label);
        Assert.Equal(3494, label.Count(one => one == 1));
        byte[] bytes = new byte[images.Count];
        images.ReadBytes(0, images.Slices, bytes);
        Assert.Equal(0.5719, bytes.Average(value => value / 255.0), 4);
    }
}
