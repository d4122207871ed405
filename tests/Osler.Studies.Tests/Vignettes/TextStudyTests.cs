using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Studies.Tests.Vignettes;

public sealed class TextStudyTests : IDisposable
{
    private static readonly string[] s_quick =
    [
        "data.simulate.patients=1500",
        "network=bag",
        "training.epochs=1",
        "text.merges=300",
        "evaluation.bootstrap_draws=100",
        "evaluation.baselines=[]",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-text-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Vignettes_go_from_data_to_report_results_and_bundle()
    {
        Run("a");
        using var results = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "a", "results.json")));
        Assert.Equal(1_500, results.RootElement.GetProperty("data").GetProperty("texts").GetInt32());
        string report = File.ReadAllText(Path.Combine(_folder, "a", "report.html"));
        foreach (
            string section in (string[])["answer", "texts", "network", "training", "cannot-tell", "each"]
        )
            Assert.Contains($"id=\"{section}\"", report, StringComparison.Ordinal);
        using var predictor = TextPredictor.Open(BundleFolder.Open(Path.Combine(_folder, "a", "bundle")));
        Assert.All(TextVerification.Run(predictor), check => Assert.True(check.Passed, check.Detail));
        var prediction = predictor.Predict(ReadText.Of("A boy of six has had a high fever for three days."));
        Assert.Equal(1, prediction.Outcomes.Sum(outcome => outcome.Probability), 1e-6);
        Assert.Contains(
            "not English",
            Assert
                .Throws<DataException>(() =>
                    predictor.Predict(ReadText.Of("Der Junge hat seit drei Tagen Fieber."))
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Who runs the graph without Osler gets probabilities too: of classes, of which one is right.</summary>
    [Fact]
    public void The_graph_s_probabilities_sum_to_one()
    {
        Run("a");
        NoTelemetry.Ensure();
        using var session = new InferenceSession(Path.Combine(_folder, "a", "bundle", "model.onnx"));
        using var ids = OrtValue.CreateTensorValueFromMemory<float>([5, 6, 7, 8], [1, 4]);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var outputs = session.Run(run, ["input"], [ids], ["probabilities"]);
        float sum = 0;
        foreach (float probability in outputs[0].GetTensorDataAsSpan<float>())
            sum += probability;
        Assert.Equal(1, sum, 1e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        Run("a");
        Run("b");
        Assert.Equal(Weights("a"), Weights("b"));
    }

    [Fact]
    public void A_network_that_ends_in_another_number_of_classes_is_refused_and_leaves_no_folder()
    {
        Assert.Contains(
            "classes need",
            Assert
                .Throws<RequestException>(() =>
                    Run(
                        "a",
                        "network={type: sequence, parts: [{type: embedding, units: 4}, global_average_pool, {type: dense, units: 7}]}"
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Path.Combine(_folder, "a")));
    }

    [Theory]
    [InlineData(
        "network={preset: bert, layers: 1, units: 8, heads: 2, weights: encoder.safetensors}",
        "exams.vocabulary"
    )]
    [InlineData(
        "network={type: sequence, weights: a.safetensors, parts: [{type: embedding, units: 4}, global_average_pool, {type: dense}]}",
        "weights"
    )]
    public void Weights_of_other_tokens_are_refused_and_not_passed_over(string network, string told)
    {
        Assert.Contains(
            told,
            Assert.Throws<RequestException>(() => Run("a", network)).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(Path.Combine(_folder, "a")));
    }

    [Fact]
    public void Near_duplicates_stay_on_one_side()
    {
        string file = Path.Combine(_folder, "texts.csv");
        var rows = new List<string> { "label,text" };
        for (int i = 0; i < 60; i++)
            foreach (string label in (string[])["cold", "fracture"])
            {
                // Words of its own, so that a text is near its copy alone.
                string own = $"{(char)('b' + i % 20)}{(char)('b' + i / 20)}";
                string text =
                    label == "cold"
                        ? $"my {own}a nose {own}e runs and I {own}i sneeze {own}o a lot {own}u today"
                        : $"my {own}a arm {own}e broke and it {own}i hurts {own}o badly {own}u here";
                rows.Add($"{label},{text}");
                rows.Add($"{label},{text} indeed");
            }
        File.WriteAllLines(file, rows);
        var data = TextData.Open(StudyFile.Open("vignettes", data: file));
        for (int i = 0; i < data.Texts.Length; i += 2)
            Assert.Equal(data.Split.Parts[i], data.Split.Parts[i + 1]);
        Assert.Equal(120, data.Groups.Count);
        Assert.Contains(
            data.Warnings,
            warning => warning.Contains("nearly repeat", StringComparison.Ordinal)
        );
    }

    private void Run(string name, params string[] settings) =>
        Study.Run(
            StudyFile.Open("vignettes", [.. s_quick, .. settings]),
            new RunOptions { OutFolder = Path.Combine(_folder, name) }
        );

    private byte[] Weights(string name) =>
        File.ReadAllBytes(Path.Combine(_folder, name, "bundle", "weights.safetensors"));
}
