using System.Diagnostics;
using System.IO.Compression;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Imaging.Tests.Dicom;

namespace Osler.Imaging.Tests.Sources;

public sealed class ImageFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_one_image_under_its_own_path()
    {
        string path = Put("a.png", "grey.png");
        using var files = ImageFiles.Open(path);
        Assert.True(files.IsOne);
        Assert.Equal(1, files.Count);
        Assert.Equal(path, files.Name(0));
        Assert.Equal([path], files.Paths);
        Assert.Equal([24, 37], files.Read(0).Axes);
    }

    [Fact]
    public void A_folder_and_its_archive_hold_the_same_images_without_what_lies_beside_them()
    {
        string scans = Path.Combine(_folder, "scans");
        Put("scans/b.png", "grey.png");
        Put("scans/a/c.jpg", "rgb.jpg");
        Put("scans/.hidden.png", "grey.png");
        Put("scans/labels.csv", "grey.png");
        ZipFile.CreateFromDirectory(scans, Path.Combine(_folder, "scans.zip"));
        using var folder = ImageFiles.Open(scans);
        using var archive = ImageFiles.Open(Path.Combine(_folder, "scans.zip"));

        Assert.Equal(["scans/a/c.jpg", "scans/b.png"], Names(folder));
        Assert.Equal(
            "1 file in scans is no image by its ending and was passed over: labels.csv.",
            Assert.Single(folder.Remarks)
        );
        Assert.Contains("labels.csv", Assert.Single(archive.Remarks), StringComparison.Ordinal);
        Assert.Equal(["scans.zip/a/c.jpg", "scans.zip/b.png"], Names(archive));
        Assert.Equal([Path.Combine(scans, "a", "c.jpg"), Path.Combine(scans, "b.png")], folder.Paths);
        Assert.Empty(archive.Paths);
        for (int i = 0; i < 2; i++)
            Assert.Equal(Pixels(folder.Read(i)), Pixels(archive.Read(i)));
    }

    [Fact]
    public void A_DICOM_object_is_an_image_whatever_its_name()
    {
        byte[] pixels = [.. Enumerable.Range(0, 12).Select(i => (byte)(i * 20))];
        byte[] file = new ObjectWriter()
            .Image(3, 4)
            .Bytes(0x7FE00010, Vr.OB, pixels)
            .File(ObjectWriter.Explicit);
        string path = Path.Combine(_folder, "IM0001");
        File.WriteAllBytes(path, file);
        using var files = ImageFiles.Open(path);
        var image = files.Read(0);
        Assert.Equal([3, 4], image.Axes);
        Assert.Equal(pixels.Select(pixel => (float)pixel), Pixels(image));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_DICOM_object_without_preamble_is_an_image_whatever_its_name(bool isExplicit, bool isBig)
    {
        byte[] pixels = [7, 9];
        byte[] file = new ObjectWriter(isExplicit, isBig)
            .Text(0x00080060, Vr.CS, "CR")
            .Image(1, 2)
            .Bytes(0x7FE00010, Vr.OB, pixels)
            .File(null, hasPreamble: false);
        Assert.Equal([7, 9], Pixels(FileSource.Decode(file, "IM0001")));
    }

    [Fact]
    public void What_grows_beyond_any_image_is_not_unpacked()
    {
        string path = Path.Combine(_folder, "bomb.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var entry = archive.CreateEntry("a.png", CompressionLevel.Fastest).Open())
            for (int i = 0; i < 300; i++)
                entry.Write(new byte[1 << 20]);
        using var files = ImageFiles.Open(path);
        var fault = Assert.Throws<DataException>(() => files.Read(0));
        Assert.Contains("claims to become 314,572,800 bytes", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzipped_file_that_is_no_volume_is_told_to_be_one()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new ObjectWriter().Image(3, 4).File(ObjectWriter.Explicit));
        var fault = Assert.Throws<DataException>(() => FileSource.Decode(packed.ToArray(), "a.gz"));
        Assert.Equal("The file is compressed by gzip, and what it holds is no NIfTI volume.", fault.What);
    }

    [Fact]
    public void What_is_no_image_is_told_by_its_name()
    {
        File.WriteAllText(Path.Combine(_folder, "words.png"), "no image at all");
        File.WriteAllBytes(Path.Combine(_folder, "empty.png"), []);
        using var files = ImageFiles.Open(_folder);
        string folder = Path.GetFileName(_folder);
        var empty = Assert.Throws<DataException>(() => files.Read(0));
        Assert.Equal(
            ($"{folder}/empty.png", true),
            (empty.Where, empty.What.Contains("empty", StringComparison.Ordinal))
        );
        var words = Assert.Throws<DataException>(() => files.Read(1));
        Assert.Equal($"{folder}/words.png", words.Where);
    }

    [Fact]
    public void What_is_not_there_is_told_at_once()
    {
        string absent = Path.Combine(_folder, "absent.png");
        Assert.Contains(
            "no such file",
            Assert.Throws<DataException>(() => ImageFiles.Open(absent)).What,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no image",
            Assert.Throws<DataException>(() => ImageFiles.Open(_folder)).What,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_pipe_is_never_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes are no files there");
        string pipe = Path.Combine(_folder, "pipe.png");
        using (var made = Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        using var alone = ImageFiles.Open(pipe);
        using var among = ImageFiles.Open(_folder);
        foreach (var files in (ImageFiles[])[alone, among])
            Assert.Contains(
                "a pipe",
                Assert.Throws<DataException>(() => files.Read(0)).What,
                StringComparison.Ordinal
            );
    }

    private static IEnumerable<string> Names(ImageFiles files) =>
        Enumerable.Range(0, files.Count).Select(files.Name);

    private static float[] Pixels(IImage image)
    {
        using var planes = image.ToPlanes();
        return planes.Values.ToArray();
    }

    private string Put(string path, string golden)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Copy(Found.Golden($"files/{golden}"), full);
        return full;
    }
}
