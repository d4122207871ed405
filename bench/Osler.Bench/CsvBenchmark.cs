using System.Diagnostics;
using System.Globalization;
using Osler.Core.Tables;

namespace Osler.Bench;

/// <summary>A CSV file into typed columns in memory, its schema inferred, and the sum of one column as a check.</summary>
internal static class CsvBenchmark
{
    /// <summary>Reads FILE and prints wall-clock seconds, processor seconds and the sum.</summary>
    public static int Run(string file, string summed)
    {
        var watch = Stopwatch.StartNew();
        var table = TableFile.Open(file);
        double surveyed = watch.Elapsed.TotalSeconds;
        double[]?[] numbers = new double[]?[table.Schema.Count];
        ulong[]?[] identifiers = new ulong[]?[table.Schema.Count];
        for (int column = 0; column < table.Schema.Count; column++)
            if (table.Schema[column].HasNumbers)
                numbers[column] = new double[table.Rows];
            else
                identifiers[column] = new ulong[table.Rows];
        foreach (var chunk in table.Chunks())
            for (int column = 0; column < table.Schema.Count; column++)
                if (numbers[column] is { } cells)
                    chunk.Numbers(column).CopyTo(cells.AsSpan(chunk.FirstRow));
                else
                    chunk.Identifiers(column).CopyTo(identifiers[column].AsSpan(chunk.FirstRow));
        double sum = 0;
        foreach (double cell in numbers[table.Schema.IndexOf(summed)]!)
            sum += double.IsNaN(cell) ? 0 : cell;
        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"osler\t{seconds:F3}\t{Environment.CpuUsage.TotalTime.TotalSeconds:F3}\t{sum:F1}\t{table.Rows}\tof which the schema {surveyed:F1} s"
            )
        );
        return 0;
    }
}
