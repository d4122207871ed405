using System.Text;
using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Core.Bundles;

/// <summary>A file to be put into a bundle: its name and how its contents are written.</summary>
/// <param name="Name">Letters, digits, <c>.</c>, <c>-</c> and <c>_</c>; no folder, no leading dot.</param>
/// <param name="Write">Writes the contents.</param>
public sealed record BundleFile(string Name, Action<Stream> Write)
{
    /// <summary>Question, labels, thresholds, training data, measures.</summary>
    public const string CardName = "card.json";

    /// <summary>The study as run.</summary>
    public const string StudyName = "study.yaml";

    /// <summary>The blocks.</summary>
    public const string NetworkName = "network.json";

    /// <summary>The fitted preprocessing.</summary>
    public const string PreprocessingName = "preprocessing.json";

    /// <summary>The weights.</summary>
    public const string WeightsName = "weights.safetensors";

    /// <summary>The same network with its weights as an ONNX graph.</summary>
    public const string GraphName = "model.onnx";

    /// <summary>Made-up rows with what training's own code made of them.</summary>
    public const string SamplesName = "samples.json";

    /// <summary>The measures.</summary>
    public const string ResultsName = "results.json";

    /// <summary>The report.</summary>
    public const string ReportName = "report.html";

    /// <summary>Of a model of images: a mark of each that it was made from.</summary>
    public const string MarksName = "training-images.marks";

    /// <summary>A file of given bytes.</summary>
    public static BundleFile Of(string name, byte[] contents) => new(name, stream => stream.Write(contents));

    /// <summary>A text file, UTF-8 without byte-order mark.</summary>
    public static BundleFile Text(string name, string contents) => Of(name, Encoding.UTF8.GetBytes(contents));

    /// <summary><c>card.json</c>.</summary>
    public static BundleFile Of(Card card) =>
        Of(CardName, JsonSerializer.SerializeToUtf8Bytes(card, BundleJson.Default.Card));

    /// <summary><c>samples.json</c>.</summary>
    public static BundleFile Of(Samples samples) =>
        Of(SamplesName, JsonSerializer.SerializeToUtf8Bytes(samples, BundleJson.Default.Samples));

    /// <summary><c>results.json</c>.</summary>
    public static BundleFile Of(Results results) => Of(ResultsName, results.ToJson());

    /// <summary><c>weights.safetensors</c>.</summary>
    public static BundleFile Weights(IReadOnlyDictionary<string, TensorData> weights) =>
        new(WeightsName, stream => Safetensors.Write(stream, weights));

    /// <summary>Whether a name may stand in a bundle: no folder, nothing hidden, nothing that a system reads specially.</summary>
    internal static bool IsSafeName(string name) =>
        name.Length is > 0 and <= 100
        && name[0] != '.'
        && name[^1] != '.'
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    internal static void RequireSafeName(string name)
    {
        if (!IsSafeName(name) || name == Manifest.FileName)
            throw new RequestException(
                $"\"{name}\" can't be the name of a file in a bundle.",
                remedy: "Use letters, digits, '.', '-' and '_', without folders."
            );
    }
}
