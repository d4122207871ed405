using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Files;
using Osler.Core.Metrics;
using Osler.Core.Onnx;
using Osler.Imaging.Sources;
using Osler.Learning.Training;
using Osler.Reports.Pages;

namespace Osler.Studies;

/// <summary>What a run leaves behind, whatever it was on: the bundle, the report and, last, the results.</summary>
/// <param name="Study">The study as run, in YAML as of <see cref="Yaml"/>.</param>
/// <param name="Card">The model's card.</param>
/// <param name="Network">The network that is kept.</param>
/// <param name="Input">Shape of one case.</param>
/// <param name="Preprocessing">The contents of <c>preprocessing.json</c>.</param>
/// <param name="Samples">What <c>verify</c> repeats.</param>
/// <param name="Results">Every measure.</param>
/// <param name="Report">The page.</param>
internal sealed record RunOutput(
    string Study,
    Card Card,
    TrainedNetwork Network,
    Shape Input,
    string Preprocessing,
    Samples Samples,
    Results Results,
    ReportPage Report
)
{
    /// <summary>Marks of the images that the model was made from; null where it was made from none.</summary>
    public ImageMarks? Marks { get; init; }

    /// <summary>The study as YAML that may travel: folders on this machine are nobody's business.</summary>
    public static string Yaml(StudyFile study)
    {
        if (study.Data.Path is { } path)
            study = study with { Data = study.Data with { Path = Path.GetFileName(path) } };
        if (study.Exams is { } exams)
            study = study with
            {
                Exams = exams.At(stated => Path.GetFileName(Path.TrimEndingDirectorySeparator(stated))),
            };
        if (study.Images is { Cache: not null } images)
            study = study with { Images = images with { Cache = null } };
        return study.Write();
    }

    /// <summary>The results of a run.</summary>
    /// <param name="study">As run.</param>
    /// <param name="data">Counts and fingerprints.</param>
    /// <param name="measures">Every measure.</param>
    /// <param name="warnings">What a reader should know of the data and the run, one sentence each.</param>
    /// <param name="log">For the seconds by stage.</param>
    public static Results ResultsOf(
        StudyFile study,
        JsonObject data,
        ImmutableArray<Measure> measures,
        ImmutableArray<string> warnings,
        RunLog log
    ) =>
        new()
        {
            Study = study.Study,
            Version = OslerVersion.Text,
            Seed = study.Seed,
            Data = data,
            Measures = measures,
            Warnings = warnings,
            Timings = log.Timings.ToImmutableSortedDictionary(
                entry => entry.Stage,
                entry => entry.Seconds,
                StringComparer.Ordinal
            ),
        };

    public void Write(string folder)
    {
        string report = HtmlReport.Render(Report);
        BundleFolder.Write(
            Path.Combine(folder, "bundle"),
            OslerVersion.Text,
            [
                BundleFile.Of(Card),
                BundleFile.Text(BundleFile.StudyName, Study),
                BundleFile.Text(BundleFile.NetworkName, BlockJson.Write(Network.Network) + "\n"),
                BundleFile.Text(BundleFile.PreprocessingName, Preprocessing),
                BundleFile.Weights(Network.Weights),
                BundleFile.Of(
                    BundleFile.GraphName,
                    OnnxGraph.Write(
                        Network.Network,
                        Input,
                        Network.Weights,
                        new()
                        {
                            Probabilities = Card.Exclusive ? Probabilities.Softmax : Probabilities.Sigmoid,
                            Box = Card.Images is { Box: true },
                        }
                    )
                ),
                BundleFile.Of(Samples),
                BundleFile.Of(Results.ForBundle()),
                BundleFile.Text(BundleFile.ReportName, report),
                .. Marks is null ? [] : (BundleFile[])[BundleFile.Of(BundleFile.MarksName, Marks.Write())],
            ]
        );
        Durable.WriteFile(
            Path.Combine(folder, "report.html"),
            stream => stream.Write(Encoding.UTF8.GetBytes(report))
        );
        Durable.WriteFile(Path.Combine(folder, "results.json"), stream => stream.Write(Results.ToJson()));
    }
}
