using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Osler.Reports.Pictures;
using Osler.Studies;
using Osler.Tests.Shared;

namespace Osler.Cli.Tests.Commands;

public sealed class ImageBundleTests : IClassFixture<ImageBundleTests.Fixture>, IDisposable
{
    /// <summary>A run on drawn digits.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture()
        {
            var study = StudyFile.Open(
                "digits",
                ["data.simulate.patients=100", "training.epochs=1", "evaluation.bootstrap_draws=100"]
            );
            Study.Run(study, new RunOptions { OutFolder = Path.Combine(Folder, "run") });
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("osler-digits-").FullName;

        public string Bundle => Path.Combine(Folder, "run", "bundle");

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private readonly string _digits;
    private readonly SmallImageBundle _shapes = new();
    private readonly CommandLine _cli = new();

    public ImageBundleTests(Fixture fixture) => _digits = fixture.Bundle;

    public void Dispose()
    {
        _cli.Dispose();
        _shapes.Dispose();
    }

    [Fact]
    public void A_bundle_of_a_run_verifies_itself()
    {
        Assert.Equal(0, _cli.Run("verify", _digits));
        Assert.Equal(
            5,
            _cli.Output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("FAILED", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_bundle_fails_verification()
    {
        File.AppendAllText(Path.Combine(_shapes.Path, "preprocessing.json"), " ");
        Assert.Equal(1, _cli.Run("verify", _shapes.Path));
    }

    [Fact]
    public void Inspect_shows_the_images_and_the_network()
    {
        Assert.Equal(0, _cli.Run("inspect", _digits, "--svg", _cli["network.svg"]));
        Assert.Contains(
            "Images: 1 x 28 x 28 numbers each; exactly one of 0, 1,",
            _cli.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("\ndigit=7:\n  auroc ", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("model.onnx", _cli.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_cli["network.svg"]).Length > 500);
    }

    [Fact]
    public void One_digit_is_answered_most_probable_first()
    {
        Draw("one.png", 28, 28);
        Assert.Equal(0, _cli.Run("predict", _digits, _cli["one.png"]));
        double[] shown =
        [
            .. _cli
                .Output.Split('\n')
                .Where(line => line.StartsWith("  digit ", StringComparison.Ordinal))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2].TrimStart('<', '>'))
                .Select(percent => double.Parse(percent, CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(10, shown.Length);
        Assert.Equal(shown.OrderDescending(), shown);
        Assert.Contains("Meant for: ", _cli.Output, StringComparison.Ordinal);
        Assert.Equal("", _cli.Error);
    }

    [Fact]
    public void A_broken_file_in_a_folder_is_named_and_counted_and_the_others_are_predicted()
    {
        Directory.CreateDirectory(_cli["scans/deeper"]);
        Draw("scans/a.png");
        Draw("scans/deeper/c.png");
        File.WriteAllBytes(_cli["scans/b.png"], File.ReadAllBytes(_cli["scans/a.png"])[..40]);
        File.WriteAllText(_cli["scans/notes.txt"], "no image");

        Assert.Equal(3, _cli.Run("predict", _shapes.Path, _cli["scans"], "--json"));

        using var answer = JsonDocument.Parse(_cli.Output);
        var predictions = answer.RootElement.GetProperty("predictions");
        Assert.Equal(
            ["scans/a.png", "scans/deeper/c.png"],
            predictions.EnumerateArray().Select(one => one.GetProperty("image").GetString())
        );
        double sum = predictions[0]
            .GetProperty("outcomes")
            .EnumerateArray()
            .Sum(outcome => outcome.GetProperty("probability").GetDouble());
        Assert.Equal(1, sum, 1e-6);
        var refused = Assert.Single(answer.RootElement.GetProperty("refused").EnumerateArray());
        Assert.Equal("scans/b.png", refused.GetProperty("image").GetString());
        Assert.Contains("Refused scans/b.png: ", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(
            "1 of 3 images was refused; the others were predicted.",
            _cli.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Several_files_are_answered_in_a_table_by_their_paths()
    {
        Draw("a.png");
        Draw("b.png");
        Assert.Equal(
            0,
            _cli.Run("predict", _shapes.Path, _cli["a.png"], _cli["b.png"], "--out", _cli["answers.csv"])
        );
        string[] lines = File.ReadAllLines(_cli["answers.csv"]);
        Assert.Equal(
            "image,round,round_low,round_high,long,long_low,long_high,flat,flat_low,flat_high,refused",
            lines[0]
        );
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{_cli["b.png"]},0.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void One_image_that_is_refused_is_an_error_without_half_an_answer()
    {
        Draw("large.png", 7, 5);
        Assert.Equal(3, _cli.Run("predict", _shapes.Path, _cli["large.png"], "--json"));
        Assert.Equal("", _cli.Output);
        Assert.Contains("another size than the training images", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(3, _cli.Run("predict", _shapes.Path, _cli["absent.png"]));
        Assert.Contains("There is no such file or folder.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_never_takes_the_place_of_an_image_in_the_folder()
    {
        Directory.CreateDirectory(_cli["scans"]);
        Draw("scans/IM0001");
        byte[] before = File.ReadAllBytes(_cli["scans/IM0001"]);
        Assert.Equal(2, _cli.Run("predict", _shapes.Path, _cli["scans"], "--out", _cli["scans/IM0001"]));
        Assert.Equal(before, File.ReadAllBytes(_cli["scans/IM0001"]));
    }

    [Theory]
    [InlineData("explain --set age=54")]
    [InlineData("explain --data table.csv")]
    [InlineData("explain scan.png --row 3")]
    [InlineData("evaluate --data scans --outcome died")]
    [InlineData("evaluate --data scans --decimal-comma")]
    [InlineData("predict --set age=54")]
    [InlineData("predict scan.png --delimiter tab")]
    public void What_is_about_tables_is_refused_by_one_clear_message(string command)
    {
        string[] words = command.Split(' ');
        Assert.Equal(2, _cli.Run([words[0], _shapes.Path, .. words[1..]]));
        Assert.Contains("bundle is on images", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_is_explained_by_a_picture_a_page_or_numbers()
    {
        Draw("one.png", 28, 28);
        Assert.Equal(0, _cli.Run("explain", _digits, _cli["one.png"], "--out", _cli["heat.png"]));
        Assert.Contains("Occlusion: ", _cli.Output, StringComparison.Ordinal);
        byte[] png = File.ReadAllBytes(_cli["heat.png"]);
        // The image and three heat maps, each of 28 pixels eight times enlarged, with gaps of four.
        Assert.Equal(4 * (224 + 4) + 4, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(
            0,
            _cli.Run("explain", _digits, _cli["one.png"], "--outcome", "7", "--out", _cli["heat.json"])
        );
        using var json = JsonDocument.Parse(File.ReadAllBytes(_cli["heat.json"]));
        var only = Assert.Single(json.RootElement.GetProperty("outcomes").EnumerateArray());
        Assert.Equal("7", only.GetProperty("outcome").GetString());
        Assert.Equal(14 * 14, only.GetProperty("heat").GetArrayLength());
        Assert.Equal(0, _cli.Run("explain", _digits, _cli["one.png"], "--out", _cli["heat.html"]));
        Assert.Contains("id=\"evidence\"", File.ReadAllText(_cli["heat.html"]), StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("explain", _digits, _cli["one.png"], "--outcome", "17"));
        Assert.Equal(2, _cli.Run("explain", _digits));
    }

    [Fact]
    public void A_bundle_is_judged_on_a_folder_of_class_folders_with_a_report()
    {
        for (int i = 0; i < 12; i++)
        {
            Directory.CreateDirectory(_cli[$"others/{SmallImageBundle.Names[i % 3]}"]);
            Draw($"others/{SmallImageBundle.Names[i % 3]}/{i}.png", seed: i);
        }
        // One of another size is refused.
        Draw("others/flat/large.png", 9, 9);

        Assert.Equal(
            0,
            _cli.Run("evaluate", _shapes.Path, "--data", _cli["others"], "--out", _cli["evaluation"])
        );

        Assert.Contains("top1_error", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Refused others/flat/large.png", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 13 images were refused", _cli.Error, StringComparison.Ordinal);
        using var results = JsonDocument.Parse(File.ReadAllBytes(_cli["evaluation/results.json"]));
        Assert.Equal(12, results.RootElement.GetProperty("data").GetProperty("judged").GetInt32());
        string page = File.ReadAllText(_cli["evaluation/report.html"]);
        foreach (string section in (string[])["answer", "images", "each", "mistakes"])
            Assert.Contains($"id=\"{section}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_show_each_image_beside_its_variations()
    {
        string[] drawn =
        [
            "inspect",
            "digits",
            "--set",
            "data.simulate.patients=100",
            "images.augmentation=[{rotate: {degrees: 20}}]",
            "--samples",
            "16",
            "--out",
            _cli["sheet.png"],
        ];
        Assert.Equal(0, _cli.Run(drawn));
        Assert.Contains("each followed by 3 of its variations", _cli.Error, StringComparison.Ordinal);
        Assert.StartsWith("row 1: ", _cli.Output, StringComparison.Ordinal);
        byte[] first = File.ReadAllBytes(_cli["sheet.png"]);
        // Two images and their three variations in a row, of 28 pixels four times enlarged.
        Assert.Equal(2 * 4 * (112 + 4) + 4, BinaryPrimitives.ReadInt32BigEndian(first.AsSpan(16)));
        Assert.Equal(0, _cli.Run([.. drawn[..^1], _cli["again.png"]]));
        Assert.Equal(first, File.ReadAllBytes(_cli["again.png"]));
        Assert.Equal(2, _cli.Run([.. drawn[..^1], _cli["again.png"]]));
        Assert.Contains("nothing is overwritten", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("inspect", "heart-attack", "--samples", "4", "--out", _cli["table.png"]));
        Assert.Equal(2, _cli.Run("inspect", "digits", "--samples", "4"));
    }

    [Fact]
    public void Predict_needs_an_image()
    {
        Assert.Equal(2, _cli.Run("predict", _shapes.Path));
        Assert.Contains(
            "There is no image to predict for. Name image files",
            _cli.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bundle_on_tables_takes_one_table()
    {
        using var table = new SmallBundle();
        Assert.Equal(2, _cli.Run("predict", table.Path, table.TablePath, table.TablePath));
        Assert.Contains("takes one table", _cli.Error, StringComparison.Ordinal);
    }

    private void Draw(
        string name,
        int height = SmallImageBundle.Height,
        int width = SmallImageBundle.Width,
        int seed = 0
    )
    {
        byte[] samples = new byte[height * width];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (byte)((i + seed) * (37 + seed));
        File.WriteAllBytes(_cli[name], Png.Write(new Picture(height, width, samples)));
    }
}
