using System.Text;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Imaging.Dicom;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using Osler.Imaging.Tests.Dicom;

namespace Osler.Imaging.Tests.Preprocessing;

public class FileWindowTests
{
    private const string Shown = """["file_window", "scale"]""";

    [Fact]
    public void An_inverting_table_turns_the_input_around_only_where_it_is_asked_for()
    {
        var (plain, inverted) = (File(null), File([255, 170, 85, 0]));
        Assert.Equal(Input(plain, """["scale"]"""), Input(inverted, """["scale"]"""));
        Assert.Equal([0, 1 / 3f, 2 / 3f, 1], Input(plain, Shown), Close);
        Assert.Equal([1, 2 / 3f, 1 / 3f, 0], Input(inverted, Shown), Close);
    }

    [Fact]
    public void Serving_does_as_training_does()
    {
        var image = File([255, 170, 85, 0]);
        var trained = Recipe(Shown).Fit(1, _ => image);
        var served = ImagePreprocessing.FromJson(Encoding.UTF8.GetBytes(trained.ToJson()));
        served.Require(image);
        Assert.Equal(trained.ToJson(), served.ToJson());
        Assert.Equal(Run(trained, image), Run(served, image));
        Assert.Equal([SampleRange.Bytes], served.Expects.Ranges);
    }

    [Fact]
    public void Frames_come_each_under_the_window_and_without_one_all_over_one_range()
    {
        var window = new ObjectWriter().Image(1, 2, 16, 12, frames: 2);
        window.Text(0x00281050, Vr.DS, "500.5").Text(0x00281051, Vr.DS, "1001");
        ushort[] pixels = [0, 500, 1000, 2000];
        Assert.Equal([0, 0.5f, 1, 1], Input(Read(window.Words(0x7FE00010, Vr.OW, pixels)), Shown), Close);
        var none = new ObjectWriter().Image(1, 2, 16, 12, frames: 2).Words(0x7FE00010, Vr.OW, pixels);
        Assert.Equal([0, 0.25f, 0.5f, 1], Input(Read(none), Shown), Close);
    }

    [Fact]
    public void Other_images_stay_as_they_are()
    {
        var image = Images.Noise(2, 2, Photometric.Rgb, 1);
        Assert.Equal(Input(image, """["scale"]"""), Input(image, Shown));
    }

    [Fact]
    public void It_is_the_first_step()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Recipe("""["grey", "file_window"]""").Fit(1, _ => File(null))
        );
        Assert.Contains("not the first", fault.Message, StringComparison.Ordinal);
    }

    private static bool Close(float one, float other) => Math.Abs(one - other) < 1e-3;

    private static IImage File(ushort[]? table)
    {
        var writer = new ObjectWriter().Image(1, 4, 16, 12);
        if (table is not null)
            writer.Sequence(
                0x00283010,
                false,
                new ObjectWriter()
                    .Words(0x00283002, Vr.US, (ushort)table.Length, 0, 8)
                    .Words(0x00283006, Vr.US, table)
            );
        return Read(writer.Words(0x7FE00010, Vr.OW, 0, 1, 2, 3));
    }

    private static IImage Read(ObjectWriter writer) =>
        FileSource.Decode(writer.File(ObjectWriter.Explicit), "test.dcm");

    private static ImageRecipe Recipe(string json) =>
        ImageRecipe.FromJson(JsonDocument.Parse(json).RootElement);

    private static float[] Input(IImage image, string steps) => Run(Recipe(steps).Fit(1, _ => image), image);

    private static float[] Run(ImagePreprocessing preprocessing, IImage image)
    {
        float[] input = new float[preprocessing.Length];
        preprocessing.Apply(image, input);
        return input;
    }
}
