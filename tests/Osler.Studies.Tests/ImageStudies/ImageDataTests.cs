using Osler.Reports.Pictures;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class ImageDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osler-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData("yes", true), InlineData("", false)]
    public void The_same_image_in_two_parts_is_told_where_both_are_used(string kindOfLast, bool isTold)
    {
        (string Kind, string Part)[] rows =
        [
            ("no", "train"),
            ("yes", "train"),
            ("no", "val"),
            ("yes", "test"),
            ("no", "test"),
            (kindOfLast, "test"),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            // The last is the first once more.
            byte[] samples = [.. Enumerable.Range(0, 30).Select(pixel => (byte)(pixel * (1 + i % 5)))];
            File.WriteAllBytes(Path.Combine(_folder, $"scan{i}.png"), Png.Write(new Picture(6, 5, samples)));
        }
        string table = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(
            table,
            ["path,kind,part", .. rows.Select((row, i) => $"scan{i}.png,{row.Kind},{row.Part}")]
        );
        var study = StudyFile.Open(
            "digits",
            ["images.path=path", "images.part=part", "data.outcome=kind", "split=given"],
            data: table
        );

        using var data = ImageData.Open(study, TestContext.Current.CancellationToken);

        Assert.Equal(
            isTold,
            data.Warnings.Any(told => told.Contains("more than one part", StringComparison.Ordinal))
        );
    }
}
