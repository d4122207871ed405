using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Imaging.Sources;
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
        // The last is the first once more.
        string table = Draw("kind,part", [.. rows.Select(row => $"{row.Kind},{row.Part}")], different: 5);

        using var data = Open(table, "data.outcome=kind", "split=given");

        Assert.Equal(
            isTold,
            data.Warnings.Any(told => told.Contains("more than one part", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void What_the_table_leaves_out_is_among_the_warnings()
    {
        string table = Draw("kind,part", ["no,train", "yes,train", "no,val", "yes,test", "NA,test"]);
        File.AppendAllText(table, "gone.png,yes,test\n");

        using var data = Open(table, "data.outcome=kind", "split=given");

        Told(data, "1 row names an image that is not there and is left out: row 6 ('gone.png').");
        Told(data, "1 image has no known label and is left out: ");
        Told(data, "'NA' (1 image)");

        using var stated = Open(
            table,
            "data.outcome=kind",
            "split=given",
            "data.columns={kind: {levels: [yes, no, NA]}}"
        );

        Assert.Equal(["yes", "no", "NA"], stated.Labels.Names);
        Told(stated, "can't know it: 'NA' (1 image elsewhere)");
    }

    [Fact]
    public void A_class_without_training_images_is_named_and_one_class_alone_is_refused()
    {
        string table = Draw(
            "kind,part",
            ["no,train", "yes,train", "no,val", "odd,test", "yes,test", "odd,val"]
        );
        using (var data = Open(table, "data.outcome=kind", "split=given"))
            Told(
                data,
                "1 class has no training image, so the model can't know it: 'odd' (2 images elsewhere)."
            );

        table = Draw("kind,part", ["no,train", "no,train", "yes,val", "no,test", "yes,test", "no,val"]);
        var fault = Assert.Throws<DataException>(() => Open(table, "data.outcome=kind", "split=given"));
        Assert.Contains(
            "All training images are of one class, 'no'",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Names_that_the_table_does_not_have_are_refused()
    {
        string table = Draw(
            "kind,part",
            ["no,train", "yes,train", "no,val", "yes,test", "no,test", "no,test"]
        );
        using (Open(table, "data.outcome=kind", "split=given", "images.names=[no, yes]")) { }

        var fault = Assert.Throws<RequestException>(() =>
            Open(table, "data.outcome=kind", "split=given", "images.names=[cat, dog, bird]")
        );

        Assert.Equal("images.names", fault.Where);
        Assert.Contains("no, yes", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_show_nothing_are_named_and_stay()
    {
        string table = Draw(
            "kind,part",
            ["no,train", "yes,train", "no,val", "yes,test", "no,test", "no,test"]
        );
        File.WriteAllBytes(Path.Combine(_folder, "scan3.png"), Png.Write(new Picture(6, 5, new byte[30])));

        using var data = Open(table, "data.outcome=kind", "split=given");

        Told(data, "1 image shows nothing, being of one pixel or all of one brightness: ");
        Told(data, "scan3.png");
        Assert.Equal(Part.Test, data.Split.Parts[3]);
    }

    [Fact]
    public void A_finding_that_training_can_t_know_is_named_and_none_is_refused()
    {
        string table = Draw(
            "mass,fluid,air,part",
            ["0,0,-1,train", "1,0,-1,train", "0,0,-1,train", "0,1,0,val", "1,1,1,test", "0,1,1,test"]
        );
        using (var data = Open(table, "images.findings=[mass, fluid, air]", "split=given"))
            Told(data, "can't know them: 'fluid' (never present), 'air' (never labelled).");

        var fault = Assert.Throws<DataException>(() =>
            Open(table, "images.findings=[fluid, air]", "split=given")
        );
        Assert.Contains("nothing to learn", fault.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("split=given", false), InlineData("split={patients: {train: 0.5}}", true)]
    public void A_data_set_s_own_parts_that_are_mixed_are_told(string split, bool isTold)
    {
        string table = Draw(
            "kind,part",
            [
                .. Enumerable
                    .Range(0, 24)
                    .Select(i =>
                        (i % 2 == 0 ? "no" : "yes")
                        + (
                            i % 3 == 0 ? ",test"
                            : i % 3 == 1 ? ",val"
                            : ",train"
                        )
                    ),
            ]
        );

        using var data = Open(table, "data.outcome=kind", split);

        Assert.Equal(
            isTold,
            data.Warnings.Any(told => told.Contains("write split: given", StringComparison.Ordinal))
        );
    }

    // Images of which the first ones are different, and a table of what they show.
    private string Draw(string columns, string[] rows, int different = 24)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            byte[] samples =
            [
                .. Enumerable.Range(0, 30).Select(pixel => (byte)(pixel * (1 + i % different))),
            ];
            File.WriteAllBytes(Path.Combine(_folder, $"scan{i}.png"), Png.Write(new Picture(6, 5, samples)));
        }
        string table = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(table, [$"path,{columns}", .. rows.Select((row, i) => $"scan{i}.png,{row}")]);
        return table;
    }

    private static ImageData Open(string table, params string[] settings) =>
        ImageData.Open(
            StudyFile.Open("digits", ["images.path=path", "images.part=part", .. settings], data: table),
            TestContext.Current.CancellationToken
        );

    private static void Told(ImageData data, string what) =>
        Assert.Contains(data.Warnings, told => told.Contains(what, StringComparison.Ordinal));

    [Theory, InlineData(true), InlineData(false)]
    public void Images_to_be_judged_that_are_unlike_training_s_are_left_out_or_stop_the_run(bool stops)
    {
        string[] parts = ["train", "train", "val", "test", "test", "test", "test"];
        for (int i = 0; i < parts.Length; i++)
        {
            // The last two have another size, and colour.
            var (width, height, channels) = i switch
            {
                5 => (9, 5, 1),
                6 => (6, 5, 3),
                _ => (6, 5, 1),
            };
            byte[] samples =
            [
                .. Enumerable.Range(0, width * height * channels).Select(at => (byte)(at * (i + 1))),
            ];
            File.WriteAllBytes(
                Path.Combine(_folder, $"scan{i}.png"),
                Png.Write(new Picture(width, height, samples))
            );
        }
        string table = Path.Combine(_folder, "table.csv");
        File.WriteAllLines(
            table,
            [
                "path,kind,part",
                .. parts.Select((part, i) => $"scan{i}.png,{(i % 2 == 0 ? "no" : "yes")},{part}"),
            ]
        );
        var study = StudyFile.Open(
            "digits",
            [
                "images.path=path",
                "images.part=part",
                "data.outcome=kind",
                "split=given",
                "images.preprocessing=[scale, normalise]",
            ],
            data: table
        );
        var cancellation = TestContext.Current.CancellationToken;
        using var data = ImageData.Open(study, cancellation);
        var preprocessing = data.Fitted(
            study.Images!.Preprocessing.Recipe,
            data.Rows(Part.Train),
            cancellation
        );

        if (stops)
        {
            var fault = Assert.Throws<DataException>(() =>
                data.Judgeable(preprocessing, OnBadInput.Stop, cancellation)
            );
            Assert.Contains("scan5.png", fault.Where, StringComparison.Ordinal);
            return;
        }
        var judged = data.Judgeable(preprocessing, OnBadInput.LeaveOut, cancellation);
        Assert.Equal([3, 4], judged.Rows(Part.Test));
        Assert.Equal([2], judged.Rows(Part.Validation));
        string told = Assert.Single(judged.Warnings);
        Assert.StartsWith(
            "2 of 4 test images left out, unlike those of training: ",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains("scan5.png", told, StringComparison.Ordinal);
        Assert.Contains("scan6.png: It has colour", told, StringComparison.Ordinal);

        foreach (int kept in judged.Rows(Part.Test))
            data.Split.Parts[kept] = Part.LeftOut;
        foreach (int odd in (int[])[5, 6])
            data.Split.Parts[odd] = Part.Test;
        Assert.Contains(
            "Each of the 2 test images is unlike",
            Assert
                .Throws<DataException>(() => data.Judgeable(preprocessing, OnBadInput.LeaveOut, cancellation))
                .Message,
            StringComparison.Ordinal
        );
    }
}
