using Osler.Core.Faults;
using Osler.Imaging.Dicom;

namespace Osler.Imaging.Tests.Dicom;

public sealed class DicomDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-dicomdir-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lists_the_files_of_its_records_in_order()
    {
        Touch("IMAGES/B");
        Touch("images2/c.dcm");
        Touch("REPORT");
        string path = Write(
            Record("PATIENT"),
            Record("IMAGE", "IMAGES\\B"),
            Record("SR DOCUMENT", "REPORT"),
            // Media are in capitals, copies often not.
            Record("IMAGE", "IMAGES2\\C.DCM"),
            Record("IMAGE", "IMAGES\\B"),
            Record("IMAGE", "GONE", isInUse: false)
        );
        Assert.True(DicomDirectory.Is(DicomFile.Open(path)));
        Assert.Equal(["IMAGES/B", "REPORT", "images2/c.dcm"], Relative(DicomDirectory.Files(path)));
        Assert.Equal(["IMAGES/B", "images2/c.dcm"], Relative(DicomDirectory.Files(path, "IMAGE")));
    }

    [Theory]
    [InlineData("..\\SECRET")]
    [InlineData("A\\..\\..\\SECRET")]
    [InlineData("/etc/passwd")]
    [InlineData("\\etc\\passwd")]
    [InlineData("C:\\SECRET")]
    [InlineData("A\\\\B")]
    [InlineData("A\\B\\C\\D\\E\\F\\G\\H\\I")]
    public void Refuses_a_path_out_of_its_folder(string id)
    {
        Touch("A/B");
        var fault = Assert.Throws<DataException>(() => DicomDirectory.Files(Write(Record("IMAGE", id))));
        Assert.Contains("outside its folder", fault.Message);
    }

    [Fact]
    public void Refuses_a_link_out_of_its_folder()
    {
        string outside = Directory.CreateTempSubdirectory("osler-outside-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(outside, "SECRET"), "");
            Directory.CreateSymbolicLink(Path.Combine(_folder, "LINK"), outside);
            string path = Write(Record("IMAGE", "LINK\\SECRET"));
            Assert.Contains(
                "leads out",
                Assert.Throws<DataException>(() => DicomDirectory.Files(path)).Message
            );
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Names_a_file_that_is_not_there()
    {
        var fault = Assert.Throws<DataException>(() => DicomDirectory.Files(Write(Record("IMAGE", "A\\B"))));
        Assert.Contains("lists 'A/B', which is not there", fault.Message);
    }

    [Fact]
    public void Refuses_a_file_that_lists_none()
    {
        string path = Path.Combine(_folder, "IMAGE");
        File.WriteAllBytes(
            path,
            new ObjectWriter().Text(0x00080060, Vr.CS, "CT").File(ObjectWriter.Explicit)
        );
        Assert.Contains(
            "not a DICOMDIR",
            Assert.Throws<DataException>(() => DicomDirectory.Files(path)).Message
        );
    }

    private static ObjectWriter Record(string kind, string? file = null, bool isInUse = true)
    {
        // Offsets of the next and the lower record: both to this one itself, a circle.
        var record = new ObjectWriter().Bytes(0x00041400, Vr.UL, 1, 0, 0, 0);
        record.Words(0x00041410, Vr.US, isInUse ? (ushort)0xFFFF : (ushort)0);
        record.Bytes(0x00041420, Vr.UL, 1, 0, 0, 0).Text(0x00041430, Vr.CS, kind);
        return file is null ? record : record.Text(0x00041500, Vr.CS, file);
    }

    private string Write(params ObjectWriter[] records)
    {
        string path = Path.Combine(_folder, DicomDirectory.FileName);
        var writer = new ObjectWriter().Text(0x00041130, Vr.CS, "DISC").Sequence(0x00041220, true, records);
        File.WriteAllBytes(path, writer.File(ObjectWriter.Explicit));
        return path;
    }

    private void Touch(string relative)
    {
        string path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }

    private IEnumerable<string> Relative(IEnumerable<string> paths) =>
        paths.Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'));
}
