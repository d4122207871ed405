using System.Collections.Immutable;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Onnx;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
using static Osler.Core.Blocks.Lego;

namespace Osler.Tests.Shared;

/// <summary>
/// A bundle on the bases of 20 positions of katG made in a moment: isoniazid by the G of S315T, with weights by hand. Without it
/// the log-odds are -3, with it +3; of rifampicin they are always -3.
/// </summary>
internal sealed class SmallLociBundle : IDisposable
{
    private const int First = 2155160;
    private const int Count = 20;
    private const int Cause = 2155168;

    public SmallLociBundle()
    {
        Folder = Directory.CreateTempSubdirectory("osler-loci-bundle-").FullName;
        var bases = new LociBases([.. Enumerable.Range(First, Count)], H37Rv.Loci);
        var preprocessing = Preprocessing(bases.Names);
        Block network = Sequence(Dense(2));
        Shape input = [preprocessing.Width];
        var weights = Parameters
            .Of(network, input)
            .ToDictionary(
                spec => spec.Name,
                spec =>
                {
                    float[] values = new float[spec.Count];
                    if (spec.Name.EndsWith("weight", StringComparison.Ordinal))
                        values[(Cause - First) * LociBases.Letters.Length + 2] = 6;
                    else
                        values.AsSpan().Fill(-3);
                    return new TensorData(spec.Shape.Sizes, values);
                }
            );
        double[] raw = [.. bases.Reference.Select(code => (double)code)];
        float[] features = new float[preprocessing.Width];
        preprocessing.Apply(raw, 1, features);
        Path = System.IO.Path.Combine(Folder, "bundle");
        BundleFolder.Write(
            Path,
            OslerVersion.Text,
            [
                BundleFile.Of(Card(preprocessing)),
                BundleFile.Text(
                    BundleFile.StudyName,
                    "study: tuberculosis\nquestion: To which drugs is the isolate resistant?\ndata: {outcome: resistance}\ngenotypes: {sequences: true}\nsplit: {folds: 10}\n"
                ),
                BundleFile.Text(BundleFile.NetworkName, BlockJson.Write(network)),
                BundleFile.Text(BundleFile.PreprocessingName, preprocessing.ToJson()),
                BundleFile.Weights(weights),
                BundleFile.Of(BundleFile.GraphName, OnnxGraph.Write(network, input, weights)),
                BundleFile.Of(Samples.Of(bases.Names, raw, features, [-3, -3])),
            ]
        );
    }

    public string Folder { get; }

    public string Path { get; }

    /// <summary>Writes a FASTA file of katG.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="position">Where it is changed.</param>
    /// <param name="lost">So many bases are lost there.</param>
    /// <param name="gained">What stands there in their place.</param>
    public string Fasta(string name, int position, int lost, string gained)
    {
        Gene katG = H37Rv.Genes.Find("katG")!;
        string bases = H37Rv.Loci.Bases(katG.Start, katG.Length);
        int at = position - katG.Start;
        string path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(path, $">katG\n{bases[..at]}{gained}{bases[(at + lost)..]}\n");
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static FittedPreprocessing Preprocessing(ImmutableArray<string> names)
    {
        ImmutableArray<string> letters = [.. LociBases.Letters.Select(letter => letter.ToString())];
        return FittedPreprocessing.Of(
            [
                .. names.Select(name => new InputColumn(name, ColumnKind.Categorical)
                {
                    Levels = letters,
                    Missing = ["N"],
                    Optional = true,
                }),
            ],
            [
                .. names.Select(name => new FittedOneHot(
                    name,
                    [.. letters.Select(letter => $"{name}={letter}")],
                    [0, 1, 2, 3, 4],
                    OfUnseen: -1,
                    Indicator: null
                )),
            ]
        );
    }

    private static Card Card(FittedPreprocessing preprocessing) =>
        new()
        {
            Study = "tuberculosis",
            Title = "Small loci",
            Question = "To which drugs is the isolate resistant?",
            IntendedUse = "Tests.",
            NotFor = ["Patients."],
            Osler = OslerVersion.Text,
            Seed = 7,
            Outcomes = [new("INH", "resistance to isoniazid"), new("RIF", "resistance to rifampicin")],
            Inputs =
            [
                .. preprocessing.Inputs.Select(input => new CardInput(input.Name, "categorical")
                {
                    Levels = input.Levels,
                    MayBeMissing = true,
                }),
            ],
            Genotypes = new("NC_000962.3", CardGenotypes.Bases),
            OperatingPoints =
            [
                new("youden", "INH", 0.5, "for tests"),
                new("youden", "RIF", 0.5, "for tests"),
            ],
            Data = new("loci", [new("train", 200, null, 40)]),
            Network = "a linear model with weights by hand",
        };
}
