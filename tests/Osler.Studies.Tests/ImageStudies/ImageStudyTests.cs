using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Reports.Pictures;

namespace Osler.Studies.Tests.ImageStudies;

public sealed class ImageStudyTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "data.simulate.patients=100",
        "training.epochs=2",
        "training.average_decay=null",
        "evaluation.bootstrap_draws=100",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-images-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Drawn_digits_go_from_data_to_report_results_and_bundle()
    {
        RunOutcome outcome = Run("a");

        Assert.Contains(
            outcome.Measures,
            measure => measure.Name == "top1_error" && measure.Outcome == "digit"
        );
        using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "a", "results.json")));
        var data = results.RootElement.GetProperty("data");
        Assert.Equal(1_000, data.GetProperty("images").GetInt32());
        Assert.Equal(80, data.GetProperty("parts").GetProperty("train").GetProperty("patients").GetInt32());
        string report = File.ReadAllText(Path.Combine(_folder, "a", "report.html"));
        foreach (string section in (string[])["answer", "images", "network", "training", "each", "inside"])
            Assert.Contains($"id=\"{section}\"", report, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", report, StringComparison.Ordinal);
        Card card = BundleFolder.Open(Path.Combine(_folder, "a", "bundle")).ReadCard();
        Assert.Equal([1, 28, 28], card.Images!.Input);
        Assert.True(card.Images.Exclusive);
        Assert.Equal(10, card.Outcomes.Length);
    }

    [Theory]
    [InlineData(0, "8 test images never seen in training")]
    [InlineData(
        3,
        "8 test images, 3 of them in training or validation too, the others never seen in training"
    )]
    public void What_is_told_of_the_test_images_at_the_end_is_true(int same, string told)
    {
        string images = Path.Combine(_folder, "images");
        foreach (var (part, name) in ((string[])["train", "valid", "test"]).Index())
            for (int i = 0; i < 8; i++)
            {
                string path = Path.Combine(images, name, i % 2 == 0 ? "dark" : "bright", $"{i}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                byte[] samples = new byte[28 * 28];
                Array.Fill(samples, (byte)(100 * (i % 2) + i));
                // The first test images are training's once more.
                samples[part == 2 && i < same ? 0 : part] = 200;
                File.WriteAllBytes(path, Png.Write(new Picture(28, 28, samples)));
            }
        var study = StudyFile.Open(
            "digits",
            [
                "split=given",
                "training.epochs=1",
                "evaluation.bootstrap_draws=100",
                "evaluation.explain=false",
            ],
            images
        );

        var outcome = Study.Run(study, new RunOptions { OutFolder = Path.Combine(_folder, "run") });

        Assert.Equal(told, outcome.Summary[0]);
    }

    [Fact]
    public void Each_epoch_is_in_the_log_as_it_ends_also_of_a_run_that_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<int>();
        void Look(RunProgress progress)
        {
            if (progress.Training is not { EpochEnded: true } training)
                return;
            seen.Add(Epochs("cut").Length);
            if (training.Epoch == 2)
                stop.Cancel();
        }
        var study = StudyFile.Open("digits", [.. s_quick, "training.epochs=3"]);
        var options = new RunOptions
        {
            OutFolder = Path.Combine(_folder, "cut"),
            Progress = new Told(Look),
            Cancellation = stop.Token,
        };
        Assert.Throws<OperationCanceledException>(() => Study.Run(study, options));
        Assert.Equal([1, 2], seen);
        Assert.Equal([1, 2], Epochs("cut"));

        Study.Run(study, options with { Resume = true, Cancellation = default, Progress = null });

        Assert.Equal([1, 2, 3], Epochs("cut"));
    }

    // Read as tail reads it: .NET would ask for a lock, which the run has.
    private int[] Epochs(string name)
    {
        using var cat = Process.Start(
            new ProcessStartInfo("cat", [Path.Combine(_folder, name, "log.jsonl")])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        return
        [
            .. cat
                .StandardOutput.ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!)
                .Where(line => (string?)line["stage"] == "epoch")
                .Select(line => (int)line["epoch"]!),
        ];
    }

    private sealed class Told(Action<RunProgress> tell) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => tell(value);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        Run("a");
        Run("b");
        Run("c", seed: 2);
        byte[] first = Weights("a");
        Assert.Equal(first, Weights("b"));
        Assert.NotEqual(first, Weights("c"));
    }

    [Fact]
    public void Kept_images_give_the_same_weights_and_their_folder_stays_at_home()
    {
        const string turned = "images.augmentation=[{rotate: {degrees: 10}}]";
        string cache = Path.Combine(_folder, "cache");
        Run("a", settings: [turned]);
        Run("b", settings: [turned, $"images.cache={cache}"]);
        string kept = Assert.Single(Directory.GetFiles(cache));
        Assert.InRange(new FileInfo(kept).Length, 1_000 * 784 * sizeof(float), 1_000 * 4_000);
        DateTime written = File.GetLastWriteTimeUtc(kept);
        Run("c", settings: [turned, $"images.cache={cache}"]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        Assert.Equal(Weights("a"), Weights("b"));
        Assert.Equal(Weights("a"), Weights("c"));
        Assert.DoesNotContain(
            _folder,
            File.ReadAllText(Path.Combine(_folder, "b", "bundle", "study.yaml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_network_of_the_study_s_own_begins_with_the_weights_that_it_states()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run(
                "a",
                settings:
                [
                    "networks={mine: {network: {preset: lenet5, weights: absent.pth}}}",
                    "network=mine",
                ]
            )
        );
        Assert.Contains("absent.pth", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_need_a_loss_of_classes()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", settings: ["training.loss=binary_cross_entropy"])
        );
        Assert.StartsWith("training.loss: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("softmax_cross_entropy", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.loss=binary_cross_entropy")]
    [InlineData("images.views=ten_crops")]
    [InlineData("images.views=five_crops")]
    public void A_run_that_fails_before_it_trains_leaves_no_folder(string wrong)
    {
        Assert.Throws<RequestException>(() => Run("a", 1, wrong));
        Assert.False(Directory.Exists(Path.Combine(_folder, "a")));
    }

    [Fact]
    public void A_network_that_ends_in_another_number_than_there_are_classes_is_refused()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", settings: ["network={type: sequence, parts: [flatten, {type: dense, units: 7}]}"])
        );
        Assert.StartsWith("network: the network ends in [7]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_step_is_named_with_the_nearest_known()
    {
        var fault = Assert.Throws<RequestException>(() =>
            Run("a", settings: ["images.preprocessing=[scal]"])
        );
        Assert.Contains("'scal'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("scale", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[grey, {resize: {size: 14}}, scale]")]
    [InlineData("[scale, normalise]")]
    [InlineData("[{pad: {size: 32}}, scale, {normalise: {by: per_image}}]")]
    public void Steps_are_written_back_as_they_were_stated(string steps)
    {
        StudyFile study = StudyFile.Open("digits", [$"images.preprocessing={steps}"]);
        StudyFile again = StudyFile.Read(study.Write(), "study.yaml");
        Assert.Equal(study.Images, again.Images);
        Assert.Equal(
            study.Images!.Preprocessing.Recipe.ToJson(),
            again.Images!.Preprocessing.Recipe.ToJson()
        );
    }

    private RunOutcome Run(string name, long seed = 1, params string[] settings) =>
        Study.Run(
            StudyFile.Open("digits", [.. s_quick, .. settings], seed: seed),
            new RunOptions { OutFolder = Path.Combine(_folder, name) }
        );

    private byte[] Weights(string name) =>
        File.ReadAllBytes(Path.Combine(_folder, name, "bundle", "weights.safetensors"));
}
