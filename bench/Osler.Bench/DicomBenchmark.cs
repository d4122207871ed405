using System.Diagnostics;
using System.Globalization;
using Osler.Imaging.Dicom;

namespace Osler.Bench;

/// <summary>DICOM files into values after the modality's transform, every frame, in one thread.</summary>
internal static class DicomBenchmark
{
    /// <summary>Reads every file of each folder within FOLDER five times, and prints the best wall and processor seconds of a pass.</summary>
    public static int Run(string folder)
    {
        foreach (string kind in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            string[] files = [.. Directory.GetFiles(kind).Order(StringComparer.Ordinal)];
            double best = double.PositiveInfinity;
            double cpu = double.PositiveInfinity;
            double sum = 0;
            for (int pass = 0; pass < 5; pass++)
            {
                var watch = Stopwatch.StartNew();
                var before = Environment.CpuUsage.TotalTime;
                sum = files.Sum(Read);
                cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
                best = Math.Min(best, watch.Elapsed.TotalSeconds);
            }
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(kind)}\tosler\t{files.Length}\t{best:F4}\t{cpu:F4}\t{sum:F0}"
                )
            );
        }
        return 0;
    }

    /// <summary>The sum of the first row's values, as a check that both sides read the same.</summary>
    private static double Read(string path)
    {
        var image = DicomFile.Open(path).Image();
        double sum = 0;
        for (int frame = 0; frame < image.Frames; frame++)
        {
            var raster = image.Frame(frame);
            int count = raster.Width * raster.Channels;
            if (raster.IsBytes)
                foreach (byte value in raster.Bytes[..count])
                    sum += value;
            else
                foreach (float value in raster.Floats[..count])
                    sum += value;
        }
        return sum;
    }
}
