using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Osler.Core.Chance;
using Osler.Core.Metrics;

namespace Osler.Bench;

/// <summary>AUROC with DeLong's interval and 2,000 bootstrap draws over 100,000 cases.</summary>
internal static class MetricsBenchmark
{
    private const int Cases = 100_000;
    private const int Draws = 2_000;

    /// <summary>Writes the cases for the peers to FOLDER, then measures and writes FOLDER/osler.tsv.</summary>
    public static int Run(string folder)
    {
        var random = new KeyedRandom(1, "bench");
        double[] scores = new double[Cases];
        bool[] outcomes = new bool[Cases];
        for (int i = 0; i < Cases; i++)
        {
            double risk = 1 / (1 + Math.Exp(2 - (1.3 * random.NextNormal())));
            scores[i] = risk;
            outcomes[i] = random.NextDouble() < risk;
        }
        Directory.CreateDirectory(folder);
        // Doubles and bytes as the processor holds them: NumPy and R read them back bit by bit.
        File.WriteAllBytes(Path.Combine(folder, "scores.f64"), MemoryMarshal.AsBytes(scores.AsSpan()));
        File.WriteAllBytes(
            Path.Combine(folder, "outcomes.u8"),
            [.. outcomes.Select(outcome => outcome ? (byte)1 : (byte)0)]
        );
        string[] lines =
        [
            Timed("auroc", () => RocAuc.Of(scores, outcomes)!.Value),
            Timed("delong", () => DeLong.Interval(scores, outcomes).Low!.Value),
            Timed("bootstrap", () => RocAuc.Bootstrap(scores, outcomes, seed: 1, draws: Draws).Low!.Value),
            Timed(
                "judge",
                () =>
                    BinaryJudge
                        .Judge(
                            "outcome",
                            "test",
                            "network",
                            scores,
                            outcomes,
                            operatingPoints: OperatingPoints.Usual(scores, outcomes),
                            draws: Draws
                        )
                        .Length
            ),
        ];
        File.WriteAllLines(Path.Combine(folder, "osler.tsv"), lines);
        return 0;
    }

    // The best of five: wall-clock and processor seconds (all threads), and the answer, to be compared.
    private static string Timed(string name, Func<double> work)
    {
        double wall = double.PositiveInfinity;
        double processor = 0;
        double answer = 0;
        for (int run = 0; run < 5; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            answer = work();
            double seconds = watch.Elapsed.TotalSeconds;
            if (seconds >= wall)
                continue;
            wall = seconds;
            processor = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\t{wall:F4}\t{processor:F4}\t{answer:F10}"
        );
    }
}
