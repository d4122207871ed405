using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Weights;
using Osler.Learning.Training;
using Osler.Studies.Tests.Weights;
using Osler.Studies.Tuberculosis;
using Osler.Studies.Weights;

namespace Osler.Studies.Tests.Tuberculosis;

/// <summary>The weights that the paper's authors released, as Keras's HDF5 and as arrays.</summary>
public sealed class ReleasedNetworkTests
{
    private const int Rows = 5;
    private const int Width = 222;

    [Theory]
    [InlineData("multitask_wdnn_weights_021318.npz")]
    [InlineData("multitask_wdnn_weights_021318.h5")]
    public void Released_weights_give_the_outputs_of_numpy(string file)
    {
        string path = SharedData.Path("tb-resistance", file);
        Block network = Presets.Wdnn2018();
        var (weights, report) = WeightImport.Match(WeightFile.Open(path), network, [Width], keepHead: true);
        float[] inputs = Inputs();
        float[] logits = Inference.Logits(
            network,
            weights,
            new RowExamples(inputs, [Width]),
            [.. Enumerable.Range(0, Rows)]
        );
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Golden()));
        int i = 0;
        foreach (var row in golden.RootElement.GetProperty("susceptible").EnumerateArray())
        foreach (var expected in row.EnumerateArray())
            Assert.Equal(expected.GetDouble(), 1 / (1 + Math.Exp(-logits[i++])), 1e-5);
        Assert.Equal(Rows * 11, i);

        // A study speaks of resistance: the same numbers, counted from the other end.
        var choice = StudyFile.Open("tuberculosis", ["network={preset: wdnn2018, weights: x.h5}"]).Network;
        float[] resistant = Inference.Logits(
            network,
            ReleasedNetwork.Resistance(choice, weights, report),
            new RowExamples(inputs, [Width]),
            [.. Enumerable.Range(0, Rows)]
        );
        Assert.Equal(logits.Select(logit => -logit), resistant);
    }

    [Fact]
    public void The_network_agrees_with_sums_written_out()
    {
        Block network = Presets.Wdnn2018(outcomes: 3);
        var random = new Core.Chance.KeyedRandom(1, "weights");
        var weights = Parameters
            .Of(network, [Width])
            .ToDictionary(
                spec => spec.Name,
                spec => new TensorData(
                    spec.Shape.Sizes,
                    [
                        .. Enumerable
                            .Range(0, checked((int)spec.Count))
                            .Select(_ => 0.05f * (float)random.NextNormal()),
                    ]
                )
            );
        float[] inputs = Inputs();
        float[] logits = Inference.Logits(
            network,
            weights,
            new RowExamples(inputs, [Width]),
            [.. Enumerable.Range(0, Rows)]
        );
        for (int row = 0; row < Rows; row++)
        {
            double[] x = [.. inputs.AsSpan(row * Width, Width).ToArray().Select(value => (double)value)];
            double[] deep = Relu(Dense(Relu(Dense(x, weights, "paths.deep.0")), weights, "paths.deep.3"));
            double[] expected = Dense([.. x, .. deep], weights, "head");
            for (int k = 0; k < 3; k++)
                Assert.Equal(expected[k], logits[row * 3 + k], 1e-4);
        }
    }

    private static double[] Dense(double[] x, Dictionary<string, TensorData> weights, string layer)
    {
        var (w, b) = (weights[$"{layer}.weight"].Values, weights[$"{layer}.bias"].Values);
        double[] sums = new double[b.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = b[i];
            for (int j = 0; j < x.Length; j++)
                sums[i] += (double)w[i * x.Length + j] * x[j];
        }
        return sums;
    }

    private static double[] Relu(double[] values) => [.. values.Select(value => Math.Max(0, value))];

    // The formula of Goldens/wdnn2018.py.
    private static float[] Inputs()
    {
        float[] inputs = new float[Rows * Width];
        for (int i = 0; i < Rows; i++)
        for (int j = 0; j < Width; j++)
            inputs[i * Width + j] =
                (7 * i + 13 * j) % 11 == 0 ? 1
                : (i + j) % 17 == 0 ? 0.5f
                : 0;
        return inputs;
    }

    private static string Golden()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            string file = Path.Combine(folder.FullName, "Goldens", "wdnn2018.json");
            if (File.Exists(file))
                return file;
        }
        throw new FileNotFoundException("No Goldens/wdnn2018.json above the tests.");
    }
}
