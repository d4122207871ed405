using System.Buffers.Binary;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class ArraySourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Four_idx_files_are_one_source_with_a_training_and_a_test_part()
    {
        Write("train-images-idx3-ubyte", [3, 1, 2], [1, 2, 3, 4, 5, 6]);
        Write("train-labels-idx1-ubyte", [3], [2, 0, 1]);
        Write("t10k-images.idx3-ubyte", [1, 1, 2], [7, 8]);
        Write("t10k-labels.idx1-ubyte", [1], [2]);

        Assert.True(IdxFolder.Is(_folder));
        using var source = IdxFolder.Open(_folder);

        Assert.Equal(4, source.Count);
        Assert.Equal(["0", "1", "2"], source.Labels.Names);
        Assert.Equal(
            [GivenPart.Train, GivenPart.Train, GivenPart.Train, GivenPart.Test],
            Enumerable.Range(0, 4).Select(i => source.Case(i).Part)
        );
        Assert.Equal([2, 0, 1, 2], Enumerable.Range(0, 4).Select(i => source.Labels.Class(i)));
        var last = (Raster)source.Read(3);
        Assert.Equal((1, 2, Photometric.Grey), (last.Height, last.Width, last.Photometric));
        Assert.Equal([7, 8], last.Bytes.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(4));
    }

    [Fact]
    public void Another_pixel_gives_another_fingerprint()
    {
        Write("train-images-idx3-ubyte", [1, 1, 1], [1]);
        Write("train-labels-idx1-ubyte", [1], [1]);
        Write("t10k-images-idx3-ubyte", [1, 1, 1], [1]);
        Write("t10k-labels-idx1-ubyte", [1], [0]);
        using var before = IdxFolder.Open(_folder);
        Write("t10k-images-idx3-ubyte", [1, 1, 1], [2]);
        using var after = IdxFolder.Open(_folder);
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
    }

    [Fact]
    public void Images_and_labels_that_differ_in_number_are_refused()
    {
        Write("train-images-idx3-ubyte", [2, 1, 1], [1, 2]);
        Write("train-labels-idx1-ubyte", [1], [1]);
        var fault = Assert.Throws<DataException>(() => IdxFolder.Open(_folder));
        Assert.Contains("There are 2 images and 1 labels.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Write("train-images-idx3-ubyte", [2, 1, 1], [1, 2]);
        var fault = Assert.Throws<DataException>(() => IdxFolder.Open(_folder));
        Assert.Contains("train-labels-idx1-ubyte", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MNIST_is_found_as_it_is_distributed()
    {
        using var source = IdxFolder.Open(Found.Real("mnist"));
        Assert.Equal(70_000, source.Count);
        Assert.Equal(GivenPart.Train, source.Case(59_999).Part);
        Assert.Equal(GivenPart.Test, source.Case(60_000).Part);
        Assert.Equal(7, source.Labels.Class(60_000)); // the first test image is a seven
    }

    [Fact]
    public void MedMNIST_has_three_parts_and_its_labels()
    {
        using var source = MedMnist.Open(
            Found.Real("medmnist/breastmnist.npz"),
            ["malignant", "normal or benign"]
        );
        Assert.Equal(780, source.Count);
        Assert.Equal(147, Enumerable.Range(0, 546).Count(i => source.Labels.Class(i) == 0));
        Assert.Equal(78, Enumerable.Range(0, 780).Count(i => source.Case(i).Part == GivenPart.Validation));
        Assert.Equal("malignant", source.Labels.Names[0]);
    }

    private void Write(string name, int[] shape, byte[] numbers)
    {
        byte[] file = new byte[4 + 4 * shape.Length + numbers.Length];
        file[2] = 8; // unsigned bytes
        file[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), shape[i]);
        numbers.CopyTo(file.AsSpan(4 + 4 * shape.Length));
        File.WriteAllBytes(Path.Combine(_folder, name), file);
    }
}
