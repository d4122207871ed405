using System.Globalization;
using NetVips;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Imaging.Sources;

namespace Osler.Imaging.Tests.Sources;

public sealed class ImagenetFolderTests : IDisposable
{
    private static readonly string[] s_synsets = ["n01440764", "n01443537", "n02119789"];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-ilsvrc-").FullName;

    public ImagenetFolderTests()
    {
        foreach (string synset in s_synsets)
            for (int i = 0; i < 2; i++)
                Draw($"train/{synset}/{synset}_{i}.JPEG");
        for (int i = 1; i <= 4; i++)
            Draw($"val/ILSVRC2012_val_{i:00000000}.JPEG");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("synsets.mat")]
    [InlineData("synsets_plain.mat")]
    public void The_kit_s_ground_truth_counts_by_its_own_numbers_of_synsets(string? meta)
    {
        // The kit's first synset is n02119789, not the first by name.
        Write("ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "1\n3\n2\n1\n");
        if (meta is null)
            Write("ILSVRC2012_devkit_t12/data/synsets.txt", "n02119789\nn01443537\nn01440764\n");
        else
            File.Copy(
                Found.Golden(Path.Combine("matlab", meta)),
                Path.Combine(_folder, "ILSVRC2012_devkit_t12", "data", "meta.mat")
            );

        using var source = ImageSources.Open(_folder, []);

        Assert.Equal(s_synsets, source.Labels.Names);
        Assert.Equal(10, source.Count);
        Assert.Equal(
            ["n02119789", "n01440764", "n01443537", "n02119789"],
            Enumerable.Range(6, 4).Select(i => source.Labels.Names[source.Labels.Class(i)!.Value])
        );
        Assert.Equal([0, 0, 1, 1, 2, 2], Enumerable.Range(0, 6).Select(i => source.Labels.Class(i)!.Value));
        Assert.Equal(
            [.. Enumerable.Repeat(GivenPart.Train, 6), .. Enumerable.Repeat(GivenPart.Test, 4)],
            Enumerable.Range(0, 10).Select(i => source.Case(i).Part)
        );
        Assert.False(source.HasBoxes);
        Assert.Equal([8, 9], source.Read(7).Axes);
    }

    [Theory]
    [InlineData("ILSVRC2012_val_{0:00000000}.JPEG {1}")]
    [InlineData("ILSVRC2012_val_{0:00000000}.JPEG {2}")]
    [InlineData("val/ILSVRC2012_val_{0:00000000} {1}")]
    public void Lists_by_name_state_synsets_or_their_places(string form)
    {
        int[] places = [2, 0, 1, 2];
        Write(
            "val.txt",
            string.Join(
                '\n',
                places.Select(
                    (place, i) =>
                        string.Format(CultureInfo.InvariantCulture, form, i + 1, s_synsets[place], place)
                )
            )
        );
        using var source = ImagenetFolder.Open(_folder);
        Assert.Equal(places, Enumerable.Range(6, 4).Select(i => source.Labels.Class(i)!.Value));
    }

    [Fact]
    public void Boxes_of_another_class_are_not_the_image_s()
    {
        Write("val.txt", "ILSVRC2012_val_00000001.JPEG n01443537\n");
        Write(
            "bbox/val/ILSVRC2012_val_00000001.xml",
            $"<annotation>{Object("n01443537", 1)}{Object("n01440764", 2)}{Object("n01443537", 3)}</annotation>"
        );
        Write("bbox/train/n02119789/n02119789_1.xml", $"<annotation>{Object("n02119789", 4)}</annotation>");
        using var source = ImagenetFolder.Open(_folder);
        Assert.True(source.HasBoxes);
        Assert.Equal([new PixelBox(1, 0, 5, 5), new PixelBox(3, 0, 5, 5)], source.Boxes(6));
        Assert.Equal([new PixelBox(4, 0, 5, 5)], source.Boxes(5));
        Assert.Empty(source.Boxes(0));
        Assert.Null(source.Labels.Class(7) is { } known ? known : (int?)null);
    }

    [Fact]
    public void An_image_whose_boxes_can_t_be_read_or_lie_outside_it_is_bad()
    {
        Write(
            "val.txt",
            string.Concat(Enumerable.Range(1, 4).Select(i => $"ILSVRC2012_val_{i:00000000}.JPEG n01443537\n"))
        );
        string good = Object("n01443537", 1);
        Annotate(1, good.Replace("<xmin>1", "<xmin>abc", StringComparison.Ordinal));
        Annotate(2, good.Replace("<xmax>5", "<xmax>999", StringComparison.Ordinal));
        // Counted from 1, the last pixel's number is the image's width.
        Annotate(3, good.Replace("<xmax>5", "<xmax>9", StringComparison.Ordinal));
        using var source = ImagenetFolder.Open(_folder);

        var survey = ImageSurvey.Of(source);

        Assert.Equal([6, 7], survey.Bad.Select(bad => bad.Index));
        Assert.Contains(
            "/bbox/val/ILSVRC2012_val_00000001.xml: 'abc' is no side of a box.",
            survey.Bad[0].Reason,
            StringComparison.Ordinal
        );
        Assert.Contains("outside the image of 9 x 8", survey.Bad[1].Reason, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => ImageSurvey.Of(source, OnBadInput.Stop));

        void Annotate(int image, string boxes) =>
            Write($"bbox/val/ILSVRC2012_val_{image:00000000}.xml", $"<annotation>{boxes}</annotation>");
    }

    [Fact]
    public void A_ground_truth_that_is_missing_or_does_not_fit_is_named()
    {
        Refused("no ground truth");
        Write("ILSVRC2012_validation_ground_truth.txt", "1\n2\n1\n");
        Refused("3 lines for 4 validation images");
        Write("ILSVRC2012_validation_ground_truth.txt", "1\n2\n4\n1\n");
        Refused("nothing says which synsets");
        Write("synsets.txt", "n02119789\nn01443537\nn01440764\n");
        Refused("Line 3 can't be understood: '4' is no ID");

        void Refused(string said)
        {
            var fault = Assert.Throws<DataException>(() => ImagenetFolder.Open(_folder));
            Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        }
    }

    private static string Object(string name, int left) =>
        $"<object><name>{name}</name><bndbox><xmin>{left}</xmin><ymin>0</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object>";

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Draw(string path)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var image = Image.Black(9, 8);
        image.Jpegsave(file);
    }
}
