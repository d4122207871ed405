using Osler.Imaging.Dicom;
using Osler.Imaging.Sources;
using Osler.Imaging.Tests.Dicom;

namespace Osler.Imaging.Tests.Sources;

public sealed class DicomContentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-contents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_are_counted_by_what_they_say_they_show_and_by_nobodys_name()
    {
        Write("a/1", "DX", "PA", "L");
        Write("a/2", "CR", "PA", "R");
        Write("b/3", "DX", "LL", null);
        File.WriteAllText(Path.Combine(_folder, "b", "4.png"), "no image");
        string[] due =
        [
            "Modality: DX 2, CR 1",
            "View: PA 2, LL 1",
            "Laterality: L 1, R 1, not stated 1",
            "Photometric: MONOCHROME1 3",
        ];
        using var source = ClassFolders.Open(_folder, []);
        Assert.Equal(due, source.Contents);
        // Both are plain radiographs.
        Assert.Empty(source.Remarks);

        var contents = DicomContents.Of(_folder)!;
        Assert.Equal((3, 3), (contents.Files, contents.Patients));
        Assert.Equal(due, contents.Lines);
        Assert.DoesNotContain("SECRET", string.Concat(contents.Lines), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Several_modalities_are_told()
    {
        Write("a/1", "DX", "PA", "L");
        Write("b/2", "CT", null, null);
        using var source = ClassFolders.Open(_folder, []);
        Assert.StartsWith(
            "The DICOM files are of several modalities (CT 1, DX 1), which a network may learn",
            Assert.Single(source.Remarks),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Other_images_say_nothing()
    {
        File.WriteAllText(Path.Combine(_folder, "a.png"), "no DICOM");
        Assert.Null(DicomContents.Of(_folder));
        Assert.Null(DicomContents.Of(Path.Combine(_folder, "a.png")));
    }

    private void Write(string name, string modality, string? view, string? side)
    {
        var writer = new ObjectWriter().Text(0x00080060, Vr.CS, modality);
        writer.Text(0x00100010, Vr.PN, "Secret^Name").Text(0x00100020, Vr.LO, $"secret {name}");
        if (view is not null)
            writer.Text(0x00185101, Vr.CS, view);
        writer.Text(0x0020000D, Vr.UI, $"1.2.{name[^1]}");
        if (side is not null)
            writer.Text(0x00200062, Vr.CS, side);
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(
            path,
            writer
                .Image(1, 2, photometric: "MONOCHROME1")
                .Bytes(0x7FE00010, Vr.OB, 1, 2)
                .File(ObjectWriter.Explicit)
        );
    }
}
