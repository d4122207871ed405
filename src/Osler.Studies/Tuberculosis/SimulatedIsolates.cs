using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Files;

namespace Osler.Studies.Tuberculosis;

/// <summary>Simulated isolates as files.</summary>
public static class SimulatedIsolates
{
    /// <summary>The simulator's name.</summary>
    public const string Cohort = IsolateSimulator.Cohort;

    /// <summary>The table of variants.</summary>
    public const string VariantsName = "variants.csv";

    /// <summary>The table of the drugs' labels, 0 resistant, 1 susceptible, -1 unknown, as in the published data.</summary>
    public const string LabelsName = "labels.csv";

    /// <summary>Writes a new folder.</summary>
    /// <param name="folder">It must not exist.</param>
    /// <param name="isolates">How many; 100 to 100,000.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <exception cref="RequestException">The folder exists, or the number is out of range.</exception>
    public static void Write(string folder, int isolates, long seed)
    {
        if (isolates is < 100 or > 100_000)
            throw new RequestException("Between 100 and 100,000 isolates can be simulated.", "--patients");
        ResistanceData data = IsolateSimulator.Draw(isolates, seed, least: 1);
        Durable.WriteFolder(
            folder,
            temporary =>
            {
                Table(
                    Path.Combine(temporary, VariantsName),
                    data.Names,
                    isolates,
                    (i, j) => data.Variant(i, j)
                );
                Table(
                    Path.Combine(temporary, LabelsName),
                    data.Drugs,
                    isolates,
                    (i, drug) =>
                        data.Label(i, drug) switch
                        {
                            1 => 0,
                            0 => 1,
                            _ => -1,
                        }
                );
            }
        );
    }

    private static void Table(string path, IEnumerable<string> names, int rows, Func<int, int, int> cell)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        string[] columns = [.. names];
        writer.WriteLine($"isolate,{string.Join(',', columns)}");
        for (int i = 0; i < rows; i++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"S{i + 1:D6}"));
            for (int j = 0; j < columns.Length; j++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{cell(i, j)}"));
            writer.WriteLine();
        }
    }
}
