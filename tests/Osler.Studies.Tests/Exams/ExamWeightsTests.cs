using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Texts;
using Osler.Learning.Networks;
using Osler.Studies.Exams;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Tests.Exams;

/// <summary>A network that begins with an encoder's public weights: the same command, a vocabulary and a file.</summary>
public sealed class ExamWeightsTests : IDisposable
{
    private const string Sizes = "layers: 1, units: 8, heads: 2, most: 64, types: 2";

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-exams-bert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_encoder_comes_from_the_file_and_reads_its_own_vocabulary()
    {
        int pieces = Vocabulary();
        var encoder = Encoder(pieces);
        var lines = Run("a");
        Assert.Contains(
            lines,
            line =>
                line.Contains("tensors loaded from", StringComparison.Ordinal)
                && line.Contains("encoder.safetensors", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.Contains("new head", StringComparison.Ordinal));
        var trained = Safetensors.ReadFile(Path.Combine(_folder, "a", "bundle", "weights.safetensors"));
        foreach (var (name, tensor) in encoder)
        foreach (var (before, after) in tensor.Values.Zip(trained[name].Values))
            Assert.Equal(before, after, 1e-4);
        var preprocessing = QuestionPreprocessingJson.Read(
            File.ReadAllBytes(Path.Combine(_folder, "a", "bundle", "preprocessing.json"))
        );
        Assert.Equal(pieces, preprocessing.Pieces!.Count);
        Assert.True(preprocessing.Pieces.LowerCase);
    }

    [Fact]
    public void A_file_of_another_size_is_refused()
    {
        Encoder(Vocabulary() + 1);
        Assert.Throws<RequestException>(() => Run("a"));
    }

    // The words of some questions, as a cased or uncased vocab.txt has them.
    private int Vocabulary()
    {
        var simulator = new ExamSimulator(VignetteTable.Ready);
        string[] words =
        [
            .. Enumerable
                .Range(0, 100)
                .SelectMany(i => Bm25.Terms(simulator.Draw(1, i).Stem))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        string[] pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. words];
        File.WriteAllLines(Path.Combine(_folder, "vocab.txt"), pieces);
        return pieces.Length;
    }

    private Dictionary<string, TensorData> Encoder(int pieces)
    {
        var network = Presets.Bert(
            pieces,
            1,
            new BertSettings
            {
                Layers = 1,
                Units = 8,
                Heads = 2,
                Most = 64,
                Types = 2,
                Separator = 3,
            }
        );
        var encoder = InitialWeights
            .Of(network, [64], 7)
            .Where(pair => pair.Key.StartsWith("bert.", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        using var stream = File.Create(Path.Combine(_folder, "encoder.safetensors"));
        Safetensors.Write(stream, encoder);
        return encoder;
    }

    private List<string> Run(string name)
    {
        List<string> lines = [];
        Study.Run(
            StudyFile.Open(
                "exams",
                [
                    "data.simulate.patients=120",
                    "training.epochs=1",
                    "training.optimiser={adamw: {learning_rate: 0.000001}}",
                    "text.length=64",
                    "text.least_steps=0",
                    "evaluation.bootstrap_draws=100",
                    "exams.lower_case=true",
                    $"exams.vocabulary={Path.Combine(_folder, "vocab.txt")}",
                    $"network={{preset: bert, {Sizes}, weights: {Path.Combine(_folder, "encoder.safetensors")}}}",
                ]
            ),
            new RunOptions { OutFolder = Path.Combine(_folder, name), Progress = new Listening(lines) }
        );
        return lines;
    }

    private sealed class Listening(List<string> lines) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            lock (lines)
                lines.Add(value.Message);
        }
    }
}
