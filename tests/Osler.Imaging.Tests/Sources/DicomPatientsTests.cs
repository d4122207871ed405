using Osler.Imaging.Dicom;
using Osler.Imaging.Sources;
using Osler.Imaging.Tests.Dicom;

namespace Osler.Imaging.Tests.Sources;

public sealed class DicomPatientsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-patients-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("ANONYMOUS"), InlineData("anon_123"), InlineData("P-117")]
    public void One_identifier_over_all_studies_is_told_without_it(string identifier)
    {
        using var source = Open(Enumerable.Range(0, 6).Select(i => (identifier, $"1.2.{i / 2}")));

        Assert.Equal(1, Patients(source));
        string told = Assert.Single(source.Remarks);
        Assert.StartsWith(
            "6 DICOM files of 3 studies name one patient, hardly by their own identifiers: they count as one patient's, all of whose images are in one part.",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains("data.patient", told, StringComparison.Ordinal);
        Assert.DoesNotContain(identifier, told, StringComparison.Ordinal);
    }

    [Theory, InlineData("ANONYMOUS", true), InlineData("0000", true), InlineData("P-117", false)]
    public void A_stand_in_among_patients_is_told_and_a_patient_who_came_twice_is_not(
        string identifier,
        bool isTold
    )
    {
        using var source = Open([(identifier, "1.1"), (identifier, "1.2"), ("P-1", "1.3"), ("P-2", "1.4")]);

        Assert.Equal(3, Patients(source));
        Assert.Equal(
            isTold,
            source.Remarks.Any(told => told.StartsWith("2 DICOM files of 2 studies", Ordinal))
        );
        Assert.Equal(isTold ? 1 : 0, source.Remarks.Length);
    }

    [Fact]
    public void An_identifier_of_ten_studies_that_half_of_the_files_share_is_told()
    {
        using var source = Open([
            .. Enumerable.Range(0, 10).Select(i => ("P-117", $"1.{i}")),
            .. Enumerable.Range(0, 8).Select(i => ($"P-{i}", $"2.{i}")),
        ]);

        Assert.StartsWith("10 DICOM files of 10 studies", Assert.Single(source.Remarks), Ordinal);
    }

    [Fact]
    public void Files_without_a_patient_are_kept_together_by_study_and_told()
    {
        using var source = Open([("", "1.1"), ("", "1.1"), ("", "1.2"), ("P-1", "1.3"), ("P-2", "1.4")]);

        Assert.Equal(4, Patients(source));
        Assert.Equal(source.Case(0).Patient, source.Case(1).Patient);
        Assert.StartsWith(
            "3 DICOM files name no patient: those of one study count as one patient's",
            Assert.Single(source.Remarks),
            Ordinal
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static int Patients(IImageSource source) =>
        Enumerable.Range(0, source.Count).Select(i => source.Case(i).Patient).Distinct().Count();

    // Files of one class and of the other in turn; a table gives their order.
    private IImageSource Open(IEnumerable<(string Patient, string Study)> files)
    {
        var rows = new List<string> { "file,what" };
        foreach (var (i, (patient, study)) in files.Index())
        {
            File.WriteAllBytes(
                Path.Combine(_folder, $"{i:00}.dcm"),
                new ObjectWriter()
                    .Text(0x00100020, Vr.LO, patient)
                    .Text(0x0020000D, Vr.UI, study)
                    .Image(2, 2)
                    .Bytes(0x7FE00010, Vr.OB, 1, 2, 3, (byte)i)
                    .File(ObjectWriter.Explicit)
            );
            rows.Add($"{i:00}.dcm,{(i % 2 == 0 ? "well" : "ill")}");
        }
        string table = Path.Combine(_folder, "labels.csv");
        File.WriteAllLines(table, rows);
        return new ImageTable(table, _folder, "file") { Class = "what" }.Open();
    }
}
