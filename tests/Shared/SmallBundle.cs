using System.Collections.Immutable;
using System.Globalization;
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

/// <summary>A whole bundle made in a moment: a table, its preprocessing, and networks whose weights are drawn.</summary>
internal sealed class SmallBundle : IDisposable
{
    public const int Members = 3;
    public const int Rows = 120;
    private const int Hidden = 4;
    private const int SampleRows = 16;

    private readonly Dictionary<string, TensorData> _weights;

    public SmallBundle()
    {
        Folder = Directory.CreateTempSubdirectory("osler-bundle-").FullName;
        TablePath = System.IO.Path.Combine(Folder, "patients.csv");
        File.WriteAllText(TablePath, Csv());
        var table = TableFile.Open(TablePath);
        Preprocessing = Recipe.Standard.Fit(
            table,
            ["age", "sbp", "sex", "smoker"],
            [.. Enumerable.Repeat(Osler.Core.Splits.Part.Train, table.Rows)]
        );
        Block network = Lego.Members(Sequence(Dense(Hidden), Relu(), Dense(1)), Members);
        Shape input = [Preprocessing.Width];
        _weights = Draw(network, input);
        double[] raw = Samples.Draw(
            InputReader.Of(table, Preprocessing).Gather([.. Enumerable.Range(0, Rows)]),
            Preprocessing.Inputs.Length,
            SampleRows,
            seed: 7
        );
        float[] features = new float[SampleRows * Preprocessing.Width];
        Preprocessing.Apply(raw, SampleRows, features);
        Card = MakeCard(table.Fingerprint);
        Path = System.IO.Path.Combine(Folder, "bundle");
        BundleFolder.Write(
            Path,
            OslerVersion.Text,
            [
                BundleFile.Of(Card),
                BundleFile.Text(BundleFile.StudyName, Study),
                BundleFile.Text(BundleFile.NetworkName, BlockJson.Write(network)),
                BundleFile.Text(BundleFile.PreprocessingName, Preprocessing.ToJson()),
                BundleFile.Weights(_weights),
                BundleFile.Of(BundleFile.GraphName, OnnxGraph.Write(network, input, _weights)),
                BundleFile.Of(
                    Samples.Of(
                        [.. Preprocessing.Inputs.Select(one => one.Name)],
                        raw,
                        features,
                        Logits(features, SampleRows)
                    )
                ),
            ]
        );
    }

    public string Folder { get; }

    public string Path { get; }

    public string TablePath { get; }

    public Card Card { get; }

    public FittedPreprocessing Preprocessing { get; }

    private static string Study =>
        """
            study: small
            question: How likely is the outcome?
            data:
              path: patients.csv
              outcome: outcome

            """;

    /// <summary>The members' log-odds by hand, in double precision: [n, members].</summary>
    public float[] Logits(ReadOnlySpan<float> features, int n)
    {
        float[] logits = new float[n * Members];
        int width = Preprocessing.Width;
        for (int row = 0; row < n; row++)
        for (int member = 0; member < Members; member++)
        {
            float[] w1 = _weights[$"members.{member}.0.weight"].Values;
            float[] b1 = _weights[$"members.{member}.0.bias"].Values;
            float[] w2 = _weights[$"members.{member}.2.weight"].Values;
            double logit = _weights[$"members.{member}.2.bias"].Values[0];
            for (int unit = 0; unit < Hidden; unit++)
            {
                double sum = b1[unit];
                for (int feature = 0; feature < width; feature++)
                    sum += (double)w1[unit * width + feature] * features[row * width + feature];
                logit += w2[unit] * Math.Max(0, sum);
            }
            logits[row * Members + member] = (float)logit;
        }
        return logits;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Csv()
    {
        var random = new KeyedRandom(1, "small table");
        var text = new StringBuilder("age,sbp,sex,smoker,outcome\n");
        string[] smokers = ["never", "former", "current"];
        for (int row = 0; row < Rows; row++)
        {
            string age = row % 10 == 3 ? "" : random.Next(30, 75).ToString(CultureInfo.InvariantCulture);
            int pressure = random.Next(95, 190);
            string sex = random.Next(2) == 0 ? "female" : "male";
            string smoker = smokers[random.Next(3)];
            int outcome = random.NextDouble() < (pressure > 150 ? 0.6 : 0.2) ? 1 : 0;
            text.Append(CultureInfo.InvariantCulture, $"{age},{pressure},{sex},{smoker},{outcome}\n");
        }
        return text.ToString();
    }

    private static Dictionary<string, TensorData> Draw(Block network, Shape input)
    {
        var weights = new Dictionary<string, TensorData>();
        foreach (var spec in Parameters.Of(network, input))
        {
            var random = new KeyedRandom(3, spec.Name);
            float[] values =
            [
                .. Enumerable.Range(0, (int)spec.Count).Select(_ => (float)(0.4 * random.NextNormal())),
            ];
            weights.Add(spec.Name, new(spec.Shape.Sizes, values));
        }
        return weights;
    }

    private Card MakeCard(string fingerprint) =>
        new()
        {
            Study = "small",
            Title = "A small study",
            Question = "How likely is the outcome?",
            IntendedUse = "Tests.",
            NotFor = ["Patients."],
            Osler = OslerVersion.Text,
            Seed = 7,
            Outcomes = [new("outcome", "the outcome")],
            Inputs =
            [
                .. Preprocessing.Inputs.Select(input => new CardInput(
                    input.Name,
                    input.Kind.ToString().ToLowerInvariant()
                )
                {
                    Unit = input.Unit,
                    Levels = input.Levels,
                    Low = input.Minimum,
                    High = input.Maximum,
                    MayBeMissing = input.MayBeMissing,
                }),
            ],
            OperatingPoints =
            [
                new("never", "outcome", 1, "for tests"),
                new("always", "outcome", 0, "for tests"),
            ],
            Data = new("patients.csv", [new("train", Rows, null, 40)]) { Fingerprint = fingerprint },
            Network = "3 multilayer perceptrons with drawn weights",
            Members = Members,
            Measures = ImmutableArray<Osler.Core.Metrics.Measure>.Empty,
        };
}
