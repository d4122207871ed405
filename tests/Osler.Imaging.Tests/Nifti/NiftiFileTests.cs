using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Imaging.Arrays;
using Osler.Imaging.Nifti;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Nifti;

public sealed class NiftiFileTests
{
    [Fact]
    public void Every_kind_byte_order_and_orientation_agrees_with_nibabel()
    {
        using var golden = Npz.Open(Found.Golden("nifti/due.npz"));
        Assert.Equal(27, golden.Names.Length);
        foreach (string name in golden.Names)
        {
            using var array = golden.Array(name);
            float[] due = new float[array.Count];
            array.Read(0, array.Slices, due);
            string path = Found
                .Golden("nifti/due.npz")
                .Replace("due.npz", $"{name}.nii", StringComparison.Ordinal);
            var volume = NiftiFile.Read(File.Exists(path) ? path : path + ".gz");
            Assert.Equal(array.Shape, volume.Axes);
            Assert.Equal(due, Samples(volume));
        }
    }

    [Fact]
    public void Distances_follow_their_axes()
    {
        Assert.Equal((4, 3, 2), NiftiFile.Read(Found.Golden("nifti/kind_i2.nii")).Spacing);
        // The file's axes 1, 2, 3, of 1.5, 2.5 and 3.5 mm, lie along head, front and right.
        var turned = NiftiFile.Read(Found.Golden("nifti/sform10.nii"));
        Assert.Equal([4, 5, 6], turned.Axes);
        Assert.Equal((1.5, 2.5, 3.5), turned.Spacing);
    }

    [Fact]
    public void Scaled_numbers_are_told_from_bytes()
    {
        Assert.Equal(SampleRange.Bytes, NiftiFile.Read(Found.Golden("nifti/kind_u1.nii")).Range);
        Assert.Equal(
            new SampleRange(-1000, -950) { IsOwn = true },
            NiftiFile.Read(Found.Golden("nifti/scaled.nii")).Range
        );
    }

    [Fact]
    public void Of_several_volumes_one_is_to_be_stated()
    {
        string path = Found.Golden("nifti/times.nii");
        Assert.Throws<DataException>(() => NiftiFile.Read(path));
        Assert.Equal(NiftiFile.Read(path, 0)[0, 0, 0] + 1, NiftiFile.Read(path, 1)[0, 0, 0]);
        Assert.Throws<DataException>(() => NiftiFile.Read(path, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_volume_of_one_slice_is_a_still_image_head_up(int axis)
    {
        byte[] bytes = File.ReadAllBytes(Found.Golden("nifti/kind_i2.nii"));
        BitConverter.TryWriteBytes(bytes.AsSpan(42 + 2 * axis), (short)1);
        var volume = NiftiFile.Read(bytes, "one.nii");
        var image = Assert.IsType<Raster>(FileSource.Decode(bytes, "one.nii"));
        int one = volume.Axes.ToList().IndexOf(1);
        Assert.Equal(volume.Axes.Where((_, at) => at != one), image.Axes);
        for (int z = 0; z < volume.Depth; z++)
        for (int y = 0; y < volume.Height; y++)
        for (int x = 0; x < volume.Width; x++)
        {
            int row = one == 0 ? y : volume.Depth - 1 - z;
            Assert.Equal(volume[z, y, x], image[row, one == 2 ? y : x]);
        }
    }

    [Fact]
    public void Where_several_volumes_are_in_a_file_the_message_names_what_can_be_done()
    {
        byte[] bytes = File.ReadAllBytes(Found.Golden("nifti/times.nii"));
        var fault = Assert.Throws<DataException>(() => FileSource.Decode(bytes, "times.nii"));
        Assert.Contains("Save the one that is meant", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_is_refused_by_name()
    {
        var fault = Assert.Throws<DataException>(() => NiftiFile.Read(Found.Golden("nifti/complex.nii")));
        Assert.Contains("complex", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_without_voxels_behind_it_takes_no_memory()
    {
        byte[] bytes = File.ReadAllBytes(Found.Golden("nifti/kind_f8.nii"));
        BitConverter.TryWriteBytes(bytes.AsSpan(42), (short)900);
        BitConverter.TryWriteBytes(bytes.AsSpan(44), (short)900);
        BitConverter.TryWriteBytes(bytes.AsSpan(46), (short)900);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => NiftiFile.Read(bytes, "lies.nii"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("kind_i2.nii")]
    [InlineData("sform1.nii.gz")]
    public void Changed_bytes_never_do_more_than_a_data_exception(string file)
    {
        byte[] sound = File.ReadAllBytes(Found.Golden($"nifti/{file}"));
        var random = new KeyedRandom(17, file);
        int refused = 0;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = sound[..(random.Next(4) == 0 ? random.Next(sound.Length + 1) : sound.Length)];
            for (int changes = random.Next(1, 6); changes > 0 && bytes.Length > 0; changes--)
                bytes[random.Next(Math.Min(bytes.Length, 352))] = (byte)random.Next(256);
            try
            {
                NiftiFile.Read(bytes, file);
            }
            catch (DataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 500, 5_000);
    }

    private static float[] Samples(Volume volume)
    {
        using var planes = volume.ToPlanes();
        return planes.Values.ToArray();
    }
}
