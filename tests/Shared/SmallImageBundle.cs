using System.Text.Json;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Onnx;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Rasters;
using Osler.Imaging.Sources;
using static Osler.Core.Blocks.Lego;

namespace Osler.Tests.Shared;

/// <summary>A whole bundle on grey images made in a moment: preprocessing, and networks whose weights are drawn.</summary>
internal sealed class SmallImageBundle : IDisposable
{
    public const int Members = 3;

    /// <summary>Images 0 to 7 are those of training.</summary>
    public const int Trained = 8;

    public const int Height = 6;
    public const int Width = 5;
    public static readonly string[] Names = ["round", "long", "flat"];

    private const int Pixels = Height * Width;
    private readonly Dictionary<string, TensorData> _weights = [];

    /// <param name="exclusive">Whether an image shows exactly one of the three.</param>
    /// <param name="samples">What to make of the samples before they are written.</param>
    /// <param name="network">Another network than three of one dense layer; <c>verify</c> then fails.</param>
    /// <param name="weight">A weight of a name at a place; drawn where null.</param>
    /// <param name="steps">The preprocessing, as JSON; of a network of another size.</param>
    /// <param name="views">The card's views.</param>
    /// <param name="box">Whether the network's last four outputs are a box.</param>
    /// <param name="marks">Whether it knows the images of training again, as bundles from before there were marks do not.</param>
    public SmallImageBundle(
        bool exclusive = true,
        Func<Samples, Samples>? samples = null,
        Block? network = null,
        Func<string, int, float>? weight = null,
        string steps = """["scale", "normalise"]""",
        string? views = null,
        bool box = false,
        bool marks = true
    )
    {
        bool other = network is not null;
        Folder = Directory.CreateTempSubdirectory("osler-images-").FullName;
        Path = System.IO.Path.Combine(Folder, "bundle");
        using var stated = JsonDocument.Parse(steps);
        var preprocessing = ImageRecipe.FromJson(stated.RootElement).Fit(Trained, Image);
        network ??= Lego.Members(Sequence(Flatten(), Dense(Names.Length)), Members);
        int members = network is Core.Blocks.Members ensemble ? ensemble.Count : 1;
        foreach (var spec in Parameters.Of(network, preprocessing.Output))
        {
            var random = new KeyedRandom(5, spec.Name);
            float[] values =
            [
                .. Enumerable
                    .Range(0, (int)spec.Count)
                    .Select(i => weight?.Invoke(spec.Name, i) ?? (float)random.NextNormal()),
            ];
            _weights.Add(spec.Name, new(spec.Shape.Sizes, values));
        }
        const int count = 4;
        int length = preprocessing.Length;
        float[] features = new float[count * length];
        for (int i = 0; i < count; i++)
            preprocessing.Apply(
                NoiseImage.Draw(preprocessing.Expects, i),
                features.AsSpan(i * length, length)
            );
        float[] logits = other
            ? new float[count * members * Names.Length]
            : [.. features.Chunk(length).SelectMany(one => Logits(one))];
        var drawn = Samples.Of([NoiseImage.Input], [0, 1, 2, 3], features, logits);
        BundleFolder.Write(
            Path,
            OslerVersion.Text,
            [
                BundleFile.Of(
                    MakeCard(exclusive) with
                    {
                        Members = members,
                        Images = new([.. preprocessing.Output], exclusive) { Views = views, Box = box },
                    }
                ),
                BundleFile.Text(
                    BundleFile.StudyName,
                    "study: shapes\nquestion: Which shape?\ndata: {outcome: shape}\nimages: {names: [round, long, flat]}\n"
                ),
                BundleFile.Text(BundleFile.NetworkName, BlockJson.Write(network)),
                BundleFile.Text(BundleFile.PreprocessingName, preprocessing.ToJson()),
                BundleFile.Weights(_weights),
                BundleFile.Of(
                    BundleFile.GraphName,
                    OnnxGraph.Write(network, preprocessing.Output, _weights, new() { Box = box })
                ),
                BundleFile.Of(samples?.Invoke(drawn) ?? drawn),
                .. marks
                    ?
                    [
                        BundleFile.Of(
                            BundleFile.MarksName,
                            ImageMarks
                                .Of(Enumerable.Range(0, Trained).Select(i => ImageMarks.Of(Image(i))))
                                .Write()
                        ),
                    ]
                    : (BundleFile[])[],
            ]
        );
    }

    public string Folder { get; }

    public string Path { get; }

    /// <summary>A grey image of bytes, like those of training.</summary>
    public static Raster Image(int number)
    {
        byte[] samples = new byte[Pixels];
        var random = new KeyedRandom(number, "small image");
        foreach (ref byte sample in samples.AsSpan())
            sample = (byte)random.Next(256);
        return Raster.OfBytes(Height, Width, Photometric.Grey, samples);
    }

    /// <summary>The members' log-odds by hand, in double precision: [members, 3].</summary>
    public float[] Logits(ReadOnlySpan<float> features)
    {
        float[] logits = new float[Members * Names.Length];
        for (int member = 0; member < Members; member++)
        {
            float[] weight = _weights[$"members.{member}.1.weight"].Values;
            float[] bias = _weights[$"members.{member}.1.bias"].Values;
            for (int k = 0; k < Names.Length; k++)
            {
                double sum = bias[k];
                for (int i = 0; i < Pixels; i++)
                    sum += (double)weight[k * Pixels + i] * features[i];
                logits[member * Names.Length + k] = (float)sum;
            }
        }
        return logits;
    }

    /// <summary>The bias of the last layer of a member, where it has one; else 0.</summary>
    /// <param name="place">Member by member, three each.</param>
    public float LastBias(int place)
    {
        string prefix = _weights.Keys.Any(name => name.StartsWith("members.", StringComparison.Ordinal))
            ? $"members.{place / Names.Length}."
            : "";
        var last = _weights
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(pair => pair.Value.Shape.Length == 2)
            .Select(pair => pair.Key)
            .LastOrDefault();
        return last is null
            ? 0
            : _weights[last.Replace("weight", "bias", StringComparison.Ordinal)].Values[place % 3];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Card MakeCard(bool exclusive) =>
        new()
        {
            Study = "shapes",
            Title = "Shapes",
            Question = "Which shape does an image show?",
            IntendedUse = "Tests.",
            NotFor = ["Patients."],
            Osler = OslerVersion.Text,
            Seed = 7,
            Outcomes = [.. Names.Select(name => new CardOutcome(name, $"shape {name}"))],
            Inputs = [],
            OperatingPoints = exclusive
                ? []
                : [new("never", Names[0], 1, "for tests"), new("always", Names[0], 0, "for tests")],
            Data = new("shapes", [new("train", Trained, null, 3)]),
            Network = "3 networks with drawn weights",
            Members = Members,
        };
}
