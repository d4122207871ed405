using System.Text;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Chance;
using Osler.Core.Onnx;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using static Osler.Core.Blocks.Lego;

namespace Osler.Tests.Shared;

/// <summary>
/// A bundle on genotypes made in a moment: isoniazid by katG S315T, rifampicin by rpoB S450L and rare rpoB mutations, with
/// weights by hand. Without a mutation the log-odds are about -3, with one about +3.
/// </summary>
internal sealed class SmallGenotypeBundle : IDisposable
{
    public const string KatG = "SNP_CN_2155168_C944G_S315T_katG";
    public const string RpoB = "SNP_CN_761155_C1349T_S450L_rpoB";
    public const string RarelyRpoB = "rpoB_C_snp";
    private const int Members = 3;

    private static readonly string[] s_inputs = [KatG, RpoB, RarelyRpoB];

    /// <param name="naming">As in the card.</param>
    /// <param name="doubt">How far the second member's log-odds are off.</param>
    /// <param name="reference">As in the card.</param>
    /// <param name="firstLine">The study's drugs of the first line.</param>
    public SmallGenotypeBundle(
        string naming = "wdnn",
        float doubt = 0,
        string reference = "NC_000962.3",
        string firstLine = "RIF"
    )
    {
        Folder = Directory.CreateTempSubdirectory("osler-genotypes-").FullName;
        string path = System.IO.Path.Combine(Folder, "isolates.csv");
        File.WriteAllText(path, Csv());
        var table = TableFile.Open(path);
        var preprocessing = Recipe.Standard.Fit(
            table,
            [.. s_inputs],
            [.. Enumerable.Repeat(Osler.Core.Splits.Part.Train, table.Rows)]
        );
        Block network = Lego.Members(Sequence(Dense(2)), Members);
        Shape input = [preprocessing.Width];
        var weights = Weights(network, input, preprocessing, doubt);
        double[] raw = Samples.Draw(
            InputReader.Of(table, preprocessing).Gather([.. Enumerable.Range(0, table.Rows)]),
            s_inputs.Length,
            8,
            seed: 7
        );
        float[] features = new float[8 * preprocessing.Width];
        preprocessing.Apply(raw, 8, features);
        Path = System.IO.Path.Combine(Folder, "bundle");
        BundleFolder.Write(
            Path,
            OslerVersion.Text,
            [
                BundleFile.Of(Card(preprocessing, table.Fingerprint, new(reference, naming))),
                BundleFile.Text(
                    BundleFile.StudyName,
                    $"study: tuberculosis\nquestion: To which drugs is the isolate resistant?\ndata: {{outcome: resistance}}\ngenotypes: {{first_line: [{firstLine}]}}\nsplit: {{folds: 10}}\n"
                ),
                BundleFile.Text(BundleFile.NetworkName, BlockJson.Write(network)),
                BundleFile.Text(BundleFile.PreprocessingName, preprocessing.ToJson()),
                BundleFile.Weights(weights),
                BundleFile.Of(BundleFile.GraphName, OnnxGraph.Write(network, input, weights)),
                BundleFile.Of(Samples.Of([.. s_inputs], raw, features, new float[8 * Members * 2])),
            ]
        );
    }

    public string Folder { get; }

    public string Path { get; }

    /// <summary>Writes a VCF file of one sample.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="records">Each "POS REF ALT", or "POS REF ALT GT".</param>
    public string Vcf(string name, params string[] records)
    {
        string path = System.IO.Path.Combine(Folder, name);
        var text = new StringBuilder(
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tisolate\n"
        );
        foreach (string record in records)
        {
            string[] cell = record.Split(' ');
            text.Append(
                $"NC_000962.3\t{cell[0]}\t.\t{cell[1]}\t{cell[2]}\t.\tPASS\t.\tGT\t{(cell.Length > 3 ? cell[3] : "1/1")}\n"
            );
        }
        File.WriteAllText(path, text.ToString());
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Dictionary<string, TensorData> Weights(
        Block network,
        Shape input,
        FittedPreprocessing preprocessing,
        float doubt
    )
    {
        int width = preprocessing.Width;
        float[] absent = Applied(preprocessing, -1);
        float[][] present = [.. Enumerable.Range(0, s_inputs.Length).Select(i => Applied(preprocessing, i))];
        var weights = new Dictionary<string, TensorData>();
        foreach (var spec in Parameters.Of(network, input))
        {
            float[] values = new float[spec.Count];
            bool second = spec.Name.StartsWith("members.1.", StringComparison.Ordinal);
            if (spec.Name.EndsWith("weight", StringComparison.Ordinal))
                for (int i = 0; i < s_inputs.Length; i++)
                {
                    int column = Enumerable.Range(0, width).First(at => present[i][at] != absent[at]);
                    values[(i == 0 ? 0 : width) + column] = 6 / (present[i][column] - absent[column]);
                }
            else
                for (int outcome = 0; outcome < 2; outcome++)
                    values[outcome] = -3 + (second ? doubt : 0) - Sum(outcome);
            weights.Add(spec.Name, new(spec.Shape.Sizes, values));
        }
        return weights;

        // What the weights make of an isolate without mutations.
        float Sum(int outcome) =>
            Enumerable
                .Range(0, s_inputs.Length)
                .Where(i => (i == 0) == (outcome == 0))
                .Sum(i =>
                {
                    int column = Enumerable.Range(0, width).First(at => present[i][at] != absent[at]);
                    return absent[column] * 6 / (present[i][column] - absent[column]);
                });
    }

    private static float[] Applied(FittedPreprocessing preprocessing, int present)
    {
        double[] row = new double[s_inputs.Length];
        if (present >= 0)
            row[present] = 1;
        float[] features = new float[preprocessing.Width];
        preprocessing.Apply(row, 1, features);
        return features;
    }

    private static string Csv()
    {
        var random = new KeyedRandom(1, "small genotypes");
        var text = new StringBuilder(string.Join(',', s_inputs) + "\n");
        for (int row = 0; row < 200; row++)
            text.Append(
                    string.Join(
                        ',',
                        s_inputs.Select(_ => random.Next(10) == 0 ? "" : $"{(random.Next(4) == 0 ? 1 : 0)}")
                    )
                )
                .Append('\n');
        return text.ToString();
    }

    private static Card Card(
        FittedPreprocessing preprocessing,
        string fingerprint,
        CardGenotypes genotypes
    ) =>
        new()
        {
            Study = "tuberculosis",
            Title = "Small genotypes",
            Question = "To which drugs is the isolate resistant?",
            IntendedUse = "Tests.",
            NotFor = ["Patients."],
            Osler = OslerVersion.Text,
            Seed = 7,
            Outcomes = [new("INH", "resistance to isoniazid"), new("RIF", "resistance to rifampicin")],
            Inputs =
            [
                .. preprocessing.Inputs.Select(input => new CardInput(
                    input.Name,
                    input.Kind.ToString().ToLowerInvariant()
                )
                {
                    Low = input.Minimum,
                    High = input.Maximum,
                    MayBeMissing = input.MayBeMissing,
                }),
            ],
            Genotypes = genotypes,
            OperatingPoints =
            [
                new("youden", "INH", 0.5, "for tests"),
                new("youden", "RIF", 0.5, "for tests"),
            ],
            Data = new("isolates.csv", [new("train", 200, null, 40)]) { Fingerprint = fingerprint },
            Network = "3 linear models with weights by hand",
            Members = Members,
        };
}
