using System.Globalization;
using System.IO.Compression;
using Osler.Core.Blocks;
using Osler.Core.Weights;
using Osler.Imaging.Files;
using Osler.Learning.Networks;
using Osler.Studies.Weights;
using Shape = Osler.Core.Blocks.Shape;

namespace Osler.Studies.Tests.Weights;

/// <summary>Public weights on labelled photographs: from the picture file to the class, beside PyTorch's answers.</summary>
public sealed class RealPhotographTests
{
    private static readonly float[] s_mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_deviation = [0.229f, 0.224f, 0.225f];

    [Fact]
    public void SqueezeNet_is_right_as_often_as_in_PyTorch() =>
        Photographs(
            "squeezenet1_0_deepcompression.pth",
            Presets.SqueezeNet10(),
            (value, channel) => (value / 255 - s_mean[channel]) / s_deviation[channel],
            firstClass: 0,
            predicted: 2
        );

    [Fact]
    public void MobileNetV2_is_right_as_often_as_in_PyTorch() =>
        Photographs(
            "mobilenet_v2_1.0_224_folded.npz",
            Presets.MobileNetV2(1001, samePadding: true),
            (value, _) => (value - 128) / 128,
            // Class 0 is the background.
            firstClass: 1,
            predicted: 5
        );

    [Theory]
    [InlineData("resnet20-12fca82f.th", "cifar_resnet20", 2)]
    [InlineData("resnet56-4bfd9763.th", "cifar_resnet56", 4)]
    public void Small_residual_networks_are_right_as_often_as_in_PyTorch(
        string file,
        string preset,
        int predicted
    )
    {
        Shape input = [3, 32, 32];
        var network = Presets.Named(preset, outcomes: 10);
        // Every eighth: 25 of each class.
        var rows = Rows(SharedData.Path("weights", "reference_predictions_cifar10.csv"))
            .Where((_, i) => i % 8 == 0)
            .ToList();
        using var archive = ZipFile.OpenRead(SharedData.Path("cifar10-jpeg", "test_2000.zip"));
        Judge(
            network,
            Match(file, network, input),
            input,
            archive,
            rows,
            (value, channel) => (value / 255 - s_mean[channel]) / s_deviation[channel],
            0,
            1,
            predicted
        );
    }

    private static void Photographs(
        string file,
        Block network,
        Func<float, int, float> normalise,
        int firstClass,
        int predicted
    )
    {
        Shape input = [3, 224, 224];
        // Every fourth; all 269 with OSLER_ALL_PHOTOGRAPHS=1.
        int step = Environment.GetEnvironmentVariable("OSLER_ALL_PHOTOGRAPHS") == "1" ? 1 : 4;
        var rows = Rows(SharedData.Path("weights", "reference_predictions_imagenet.csv"))
            .Where((_, i) => i % step == 0)
            .ToList();
        using var archive = ZipFile.OpenRead(SharedData.Path("imagenet-samples", "imagenet_334_256.zip"));
        Judge(
            network,
            Match(file, network, input),
            input,
            archive,
            rows,
            normalise,
            firstClass,
            1,
            predicted
        );
    }

    // Within a point of the reference's share of right answers, and the same answer on nearly every picture.
    private static void Judge(
        Block network,
        IReadOnlyDictionary<string, Core.Bundles.TensorData> weights,
        Shape input,
        ZipArchive archive,
        List<string[]> rows,
        Func<float, int, float> normalise,
        int firstClass,
        int truth,
        int predicted
    )
    {
        const int Batch = 16;
        (int right, int theirs, int same) = (0, 0, 0);
        var entries = archive.Entries.ToDictionary(entry => entry.FullName);
        using var module = TorchNetwork.Build(network, input, weights);
        foreach (var some in rows.Chunk(Batch))
        {
            float[] images = new float[some.Length * input.Values];
            for (int i = 0; i < some.Length; i++)
                Centre(Bytes(entries[some[i][0]]), some[i][0], input, normalise)
                    .CopyTo(images, i * (int)input.Values);
            float[] logits = RealWeightTests.Logits(module, images);
            int classes = logits.Length / some.Length;
            for (int i = 0; i < some.Length; i++)
            {
                var own = logits.AsSpan(i * classes + firstClass, classes - firstClass);
                int answer = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(own);
                int label = Whole(some[i][truth]);
                right += answer == label ? 1 : 0;
                theirs += Whole(some[i][predicted]) == label ? 1 : 0;
                same += answer == Whole(some[i][predicted]) ? 1 : 0;
            }
        }
        double points = 100.0 / rows.Count;
        Assert.True(
            Math.Abs(right - theirs) * points <= 1,
            $"{right * points:f1} % beside {theirs * points:f1} %"
        );
        Assert.True(same >= 0.98 * rows.Count, $"The same answer on {same} of {rows.Count}.");
    }

    private static IReadOnlyDictionary<string, Core.Bundles.TensorData> Match(
        string file,
        Block network,
        Shape input
    ) =>
        WeightImport
            .Match(WeightFile.Open(SharedData.Path("weights", file)), network, input, keepHead: true)
            .Weights;

    // The middle of the picture, channel by channel.
    private static float[] Centre(byte[] bytes, string where, Shape input, Func<float, int, float> normalise)
    {
        var raster = ImageFile.Read(bytes, where);
        float[] image = new float[input.Values];
        int top = (raster.Height - input[1]) / 2;
        int left = (raster.Width - input[2]) / 2;
        for (int c = 0; c < 3; c++)
        for (int y = 0; y < input[1]; y++)
        for (int x = 0; x < input[2]; x++)
        {
            float value = raster[top + y, left + x, raster.Channels == 3 ? c : 0];
            image[(c * input[1] + y) * input[2] + x] = normalise(value, c);
        }
        return image;
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static List<string[]> Rows(string path) =>
        [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
