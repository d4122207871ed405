using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Losses;
using Osler.Reports.Pictures;
using Osler.Studies;

namespace Osler.Cli.Tests.Commands;

public sealed class ImageDataTests : IDisposable
{
    private readonly CommandLine _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Simulated_digits_are_written_checked_trained_on_and_judged_alike_by_the_bundle()
    {
        Assert.Equal(0, _cli.Run("data", "simulate", "digits", "--patients", "40", "--out", _cli["digits"]));
        Assert.Contains("Wrote 400 simulated digits", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("data", "simulate", "digits", "--patients", "40", "--out", _cli["digits"]));

        Assert.Equal(0, _cli.Run("data", "check", _cli["digits"]));
        Assert.Contains("digits: 400 images, 10 classes", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Sizes: 28 x 28 pixels", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Numbers: 0 to 255", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing looks odd.", _cli.Output, StringComparison.Ordinal);

        // Two views, and both ways of mixing a batch.
        var study = StudyFile.Open(
            "digits",
            [
                "training.epochs=1",
                "evaluation.bootstrap_draws=100",
                "images.views=flip",
                "images.augmentation=[mixup, cutmix]",
            ],
            data: _cli["digits"]
        );
        var outcome = Study.Run(study, new RunOptions { OutFolder = _cli["run"] });
        Assert.Equal(
            0,
            _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["digits"], "--out", _cli["evaluation"])
        );
        Assert.Contains("judged on already", _cli.Error, StringComparison.Ordinal);
        using var results = JsonDocument.Parse(File.ReadAllBytes(_cli["evaluation/results.json"]));
        double Judged(string name) =>
            results
                .RootElement.GetProperty("measures")
                .EnumerateArray()
                .First(measure => measure.GetProperty("name").GetString() == name)
                .GetProperty("value")
                .GetDouble();
        double Trained(string name) =>
            outcome.Measures.First(measure => measure.Name == name).Estimate.Value!.Value;
        Assert.Equal(Trained("top1_error"), Judged("top1_error"), 1e-12);
        // The bundle averages the same two views, in its graph.
        Assert.Equal(Trained("log_loss"), Judged("log_loss"), 1e-5);
    }

    [Fact]
    public void DICOM_files_that_nothing_labels_tell_what_they_are()
    {
        // A bare data set in implicit little endian of nothing but its modality, (0008,0060).
        Directory.CreateDirectory(_cli["scans"]);
        File.WriteAllBytes(_cli["scans/IM0001"], [8, 0, 0x60, 0, 2, 0, 0, 0, .. "DX"u8]);
        Assert.Equal(1, _cli.Run("data", "check", _cli["scans"]));
        Assert.Contains("scans: 1 DICOM file of 1 patient", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("Modality: DX 1", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("nothing says what they show", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_no_file_explains_are_told()
    {
        string head = "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117);
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(head), 10];
        Directory.CreateDirectory(_cli["ct/ill"]);
        Directory.CreateDirectory(_cli["ct/well"]);
        File.WriteAllBytes(_cli["ct/ill/1.npy"], [.. start, 0x18, 0xFC, 100, 0]); // -1000, 100
        File.WriteAllBytes(_cli["ct/well/2.npy"], [.. start, 0xFF, 0xFF, 200, 0]); // -1, 200
        _cli.Run("data", "check", _cli["ct"]);
        Assert.Contains(
            "Numbers: -1000 to 200 in files that do not say what is black and white",
            _cli.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Numbers_that_fit_several_ranges_are_told()
    {
        string head = "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117);
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(head), 10];
        Directory.CreateDirectory(_cli["mr/ill"]);
        Directory.CreateDirectory(_cli["mr/well"]);
        File.WriteAllBytes(_cli["mr/ill/1.npy"], [.. start, 0, 0, 200, 0]); // 0, 200
        File.WriteAllBytes(_cli["mr/well/2.npy"], [.. start, 0, 0, 0xAE, 1]); // 0, 430
        _cli.Run("data", "check", _cli["mr"]);
        Assert.Contains(
            "Numbers: 0 to 65535 (the files do not say what is black and white: 1 image of 2 would fit 0 to 255, and all are taken for the widest range",
            _cli.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Odd_images_are_named()
    {
        for (int i = 0; i < 4; i++)
        {
            Directory.CreateDirectory(_cli[$"scans/{(i < 2 ? "well" : "ill")}"]);
            byte[] samples =
            [
                .. Enumerable.Range(0, 30).Select(pixel => (byte)(pixel * (i == 3 ? 1 : i + 1))),
            ];
            File.WriteAllBytes(
                _cli[$"scans/{(i < 2 ? "well" : "ill")}/{i}.png"],
                Png.Write(new Picture(6, 5, samples))
            );
        }
        File.WriteAllBytes(_cli["scans/ill/broken.png"], [0x89, 0x50, 0x4E, 0x47]);
        File.WriteAllBytes(_cli["scans/ill/black.png"], Png.Write(new Picture(6, 5, new byte[30])));
        File.WriteAllBytes(_cli["scans/ill/dot.png"], Png.Write(new Picture(1, 1, [1, 2, 3])));

        Assert.Equal(1, _cli.Run("data", "check", _cli["scans"]));

        Assert.Contains("ill/broken.png", _cli.Output, StringComparison.Ordinal);
        Assert.Contains(
            "1 image is there several times with different labels",
            _cli.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 images show nothing, being of one pixel or all of one brightness: scans/ill/black.png, scans/ill/dot.png.",
            _cli.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(2, _cli.Run("data", "check", _cli["scans"], "--outcome", "died"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_draft_learns_boxes_where_the_data_have_them(bool boxed)
    {
        for (int i = 0; i < 8; i++)
        {
            string synset = i % 2 == 0 ? "n01440764" : "n01443537";
            string folder = $"{(i < 4 ? "train" : "val")}/{synset}";
            Directory.CreateDirectory(_cli[$"ilsvrc/{folder}"]);
            byte[] samples = [.. Enumerable.Range(0, 30).Select(pixel => (byte)(pixel * (i + 1)))];
            File.WriteAllBytes(
                _cli[$"ilsvrc/{folder}/{synset}_{i}.png"],
                Png.Write(new Picture(6, 5, samples))
            );
        }
        if (boxed)
            Directory.CreateDirectory(_cli["ilsvrc/bbox"]);

        Assert.Equal(0, _cli.Run("init", _cli["mine"], "--like", "imagenet", "--data", _cli["ilsvrc"]));

        var study = StudyFile.Open(_cli["mine/study.yaml"]);
        Assert.Equal(boxed, study.Training.Loss is ClassAndBox);
        Block network = study.Network.Block([], outcomes: 2);
        Assert.Equal([boxed ? 6 : 2], ShapeInference.Of(network, [3, 224, 224]));
    }

    [Fact]
    public void What_a_table_leaves_out_is_told_by_run_and_evaluate()
    {
        Directory.CreateDirectory(_cli["scans"]);
        var rows = new List<string> { "path,kind" };
        for (int i = 0; i < 30; i++)
        {
            byte[] samples = [.. Enumerable.Range(0, 784).Select(pixel => (byte)(pixel * (i + 1)))];
            File.WriteAllBytes(_cli[$"scans/{i}.png"], Png.Write(new Picture(28, 28, samples)));
            rows.Add($"{i}.png,{(i % 2 == 0 ? "well" : "ill")}");
        }
        File.WriteAllLines(_cli["table.csv"], [.. rows, "gone.png,ill"]);
        string[] settings =
        [
            "images={path: path, folder: scans, preprocessing: [scale]}",
            "data.outcome=kind",
            "split={patients: {train: 0.5, validation: 0.2}}",
            "training.epochs=1",
            "evaluation.bootstrap_draws=100",
        ];
        var study = StudyFile.Open("digits", settings, data: _cli["table.csv"]);

        var outcome = Study.Run(study, new RunOptions { OutFolder = _cli["run"] });

        const string told = "1 row names an image that is not there and is left out: row 31 ('gone.png').";
        Assert.Contains(told, outcome.Warnings);
        Assert.Contains(
            "row names an image",
            File.ReadAllText(_cli["run/report.html"]),
            StringComparison.Ordinal
        );
        Assert.Equal(
            outcome.Warnings,
            Results.Parse(File.ReadAllBytes(_cli["run/results.json"]), "run").Warnings
        );
        Assert.Equal(
            0,
            _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["table.csv"], "--out", _cli["other"])
        );
        Assert.Contains($"Warning: {told}", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(
            told,
            Results.Parse(File.ReadAllBytes(_cli["other/results.json"]), "other").Warnings!
        );
        Assert.Contains(
            "row names an image",
            File.ReadAllText(_cli["other/report.html"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Findings_that_a_mean_leaves_out_are_named_by_run_and_evaluate()
    {
        Directory.CreateDirectory(_cli["scans"]);
        var rows = new List<string> { "path,mass,fluid,hernia,part" };
        for (int i = 0; i < 30; i++)
        {
            byte[] samples = [.. Enumerable.Range(0, 784).Select(pixel => (byte)(pixel * (i + 1)))];
            File.WriteAllBytes(_cli[$"scans/{i}.png"], Png.Write(new Picture(28, 28, samples)));
            string part = i < 20 ? "train" : "test";
            rows.Add($"{i}.png,{i % 2},{i / 2 % 2},{(i < 20 ? i % 3 % 2 : 0)},{part}");
        }
        File.WriteAllLines(_cli["table.csv"], rows);
        string[] settings =
        [
            "images={path: path, folder: scans, part: part, findings: [mass, fluid, hernia], preprocessing: [scale]}",
            "network={preset: lenet5}",
            "split=given",
            "training.loss=cross_entropy",
            "training.epochs=1",
            "evaluation.bootstrap_draws=100",
        ];

        var outcome = Study.Run(
            StudyFile.Open("digits", settings, data: _cli["table.csv"]),
            new RunOptions { OutFolder = _cli["run"] }
        );

        const string told = "The mean AUROC is over 2 of 3 findings, without 'hernia' (no positive case).";
        Assert.Contains(told, outcome.Warnings);
        Assert.Contains(
            outcome.Summary,
            line => line.StartsWith("AUROC, mean over 2 of 3 findings ", StringComparison.Ordinal)
        );
        Assert.Contains("mean over 2 of 3 findings, without", File.ReadAllText(_cli["run/report.html"]));
        Assert.Contains(told, Results.Parse(File.ReadAllBytes(_cli["run/results.json"]), "run").Warnings!);
        Assert.Equal(0, _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["table.csv"]));
        Assert.Contains($"Warning: {told}", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_image_that_can_t_be_read_is_named_in_the_results_and_images_of_training_are_known_again()
    {
        for (int i = 0; i < 40; i++)
        {
            string kind = i % 2 == 0 ? "well" : "ill";
            Directory.CreateDirectory(_cli[$"scans/{kind}"]);
            byte[] samples = [.. Enumerable.Range(0, 784).Select(pixel => (byte)(pixel * (i + 1)))];
            File.WriteAllBytes(_cli[$"scans/{kind}/{i}.png"], Png.Write(new Picture(28, 28, samples)));
        }
        for (int i = 0; i < 7; i++)
            File.WriteAllBytes(_cli[$"scans/ill/broken{i}.png"], [0x89, 0x50, 0x4E, 0x47]);
        var study = StudyFile.Open(
            "digits",
            [
                "images={preprocessing: [scale]}",
                "split={patients: {train: 0.5, validation: 0.2}}",
                "training.epochs=1",
                "evaluation.bootstrap_draws=100",
            ],
            data: _cli["scans"]
        );

        var outcome = Study.Run(study, new RunOptions { OutFolder = _cli["run"] });

        string warning = Assert.Single(outcome.Warnings);
        Assert.StartsWith("7 images can't be used and are left out: ", warning, StringComparison.Ordinal);
        Assert.Contains("And 2 more; results.json names all of them", warning, StringComparison.Ordinal);
        var results = Results.Parse(File.ReadAllBytes(_cli["run/results.json"]), "run");
        Assert.Equal(
            Enumerable.Range(0, 7).Select(i => $"scans/ill/broken{i}.png"),
            results.Unusable!.Select(one => one.File)
        );
        Assert.DoesNotContain(
            "broken",
            File.ReadAllText(_cli["run/bundle/results.json"]),
            StringComparison.Ordinal
        );

        Assert.Equal(1, _cli.Run("data", "check", _cli["scans"]));
        Assert.All(
            results.Unusable!,
            one => Assert.Contains(one.File, _cli.Output, StringComparison.Ordinal)
        );

        // 70 % of the 40 made the model.
        Directory.Move(_cli["scans"], _cli["copies"]);
        Directory.Move(_cli["copies/well/0.png"], _cli["copies/well/another-name.png"]);
        Assert.Equal(
            0,
            _cli.Run("evaluate", _cli["run/bundle"], "--data", _cli["copies"], "--out", _cli["other"])
        );
        Assert.Contains(
            "28 images of 40 judged are ones that the model was made from",
            _cli.Error,
            StringComparison.Ordinal
        );
        var other = Results.Parse(File.ReadAllBytes(_cli["other/results.json"]), "other");
        Assert.Equal(28, (int)other.Data["images_of_training"]!);
        Assert.Equal(7, other.Unusable!.Count);
    }

    [Fact]
    public void A_draft_for_images_has_their_classes_and_reads_back()
    {
        Assert.Equal(0, _cli.Run("data", "simulate", "digits", "--patients", "10", "--out", _cli["digits"]));
        Assert.Equal(0, _cli.Run("init", _cli["mine"], "--like", "digits", "--data", _cli["digits"]));
        string text = File.ReadAllText(_cli["mine/study.yaml"]);
        Assert.Contains("100 of them; the first measures 28 x 28", text, StringComparison.Ordinal);
        var study = StudyFile.Open(_cli["mine/study.yaml"]);
        Assert.Equal("digits", study.Study);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], study.Images!.Names);
        Assert.IsType<SplitAsGiven>(study.Split);
    }
}
