using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using Osler.Imaging.Files;
using Osler.Imaging.Preprocessing;

namespace Osler.Bench;

/// <summary>JPEG files to what a network gets: decoding, resizing, scaling, normalising.</summary>
internal static class DecodeBenchmark
{
    private const string Steps = """
        ["rgb", {"step": "resize", "size": 224}, "scale", {"step": "normalise", "by": "imagenet"}]
        """;

    public static int Run(string folder, long threads)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal)];
        var recipe = ImageRecipe.FromJson(JsonDocument.Parse(Steps).RootElement);
        var preprocessing = recipe.Fit(Math.Min(16, files.Length), i => ImageFile.Read(files[i]));
        var options = new ParallelOptions { MaxDegreeOfParallelism = (int)threads };
        double[] sums = new double[files.Length];
        (double wall, double processor) best = (double.PositiveInfinity, 0);
        for (int round = 0; round < 3; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            Parallel.For(
                0,
                files.Length,
                options,
                () => new float[preprocessing.Length],
                (i, _, input) =>
                {
                    preprocessing.Apply(ImageFile.Read(files[i], preprocessing.Target), input, files[i]);
                    sums[i] = TensorPrimitives.Sum<float>(input);
                    return input;
                },
                _ => { }
            );
            var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
            if (watch.Elapsed.TotalSeconds < best.wall)
                best = (watch.Elapsed.TotalSeconds, processor.TotalSeconds);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Osler\t{best.wall:F3}\t{best.processor:F3}\t{sums.Sum() / files.Length / preprocessing.Length:F4}"
            )
        );
        return 0;
    }
}
