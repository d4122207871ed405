using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>Simulated isolates as files.</summary>
public static class SimulatedIsolates
{
    /// <summary>The simulator's name.</summary>
    public const string Cohort = IsolateSimulator.Cohort;

    /// <summary>The simulator's name where it writes a FASTA file of aligned loci for each isolate.</summary>
    public const string Loci = IsolateSimulator.Cohort + "-loci";

    /// <summary>The table of variants.</summary>
    public const string VariantsName = "variants.csv";

    /// <summary>The table of the drugs' labels, 0 resistant, 1 susceptible, -1 unknown, as in the published data.</summary>
    public const string LabelsName = "labels.csv";

    /// <summary>Writes a new folder.</summary>
    /// <param name="folder">It must not exist.</param>
    /// <param name="isolates">How many; 100 to 100,000.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <param name="loci">Whether each isolate is a FASTA file of its loci, in place of a row of variants.</param>
    /// <exception cref="RequestException">The folder exists, or the number is out of range.</exception>
    public static void Write(string folder, int isolates, long seed, bool loci = false)
    {
        if (isolates is < 100 or > 100_000)
            throw new RequestException("Between 100 and 100,000 isolates can be simulated.", "--patients");
        ResistanceData data = IsolateSimulator.Draw(isolates, seed, least: 1);
        Durable.WriteFolder(
            folder,
            temporary =>
            {
                if (loci)
                    Sequences(temporary, SimulatedLoci.Of(data, seed));
                else
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

    // Each stretch of neighbouring positions is a sequence, named by its place.
    private static void Sequences(string folder, ResistanceData data)
    {
        var positions = data.Bases!.Positions;
        int[] starts =
        [
            .. Enumerable
                .Range(0, positions.Length)
                .Where(i => i == 0 || positions[i] != positions[i - 1] + 1),
        ];
        for (int i = 0; i < data.Isolates; i++)
        {
            var codes = data.Variants.AsSpan(i * data.Width, data.Width);
            using var writer = new StreamWriter(Path.Combine(folder, $"{NameOf(i)}.fasta"))
            {
                NewLine = "\n",
            };
            for (int s = 0; s < starts.Length; s++)
            {
                int count = (s + 1 < starts.Length ? starts[s + 1] : positions.Length) - starts[s];
                writer.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $">NC_000962.3:{positions[starts[s]]}-{positions[starts[s] + count - 1]}"
                    )
                );
                writer.WriteLine(LociBases.Text(codes, starts[s], count));
            }
        }
    }

    private static string NameOf(int isolate) =>
        string.Create(CultureInfo.InvariantCulture, $"S{isolate + 1:D6}");

    private static void Table(string path, IEnumerable<string> names, int rows, Func<int, int, int> cell)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        string[] columns = [.. names];
        writer.WriteLine($"isolate,{string.Join(',', columns)}");
        for (int i = 0; i < rows; i++)
        {
            writer.Write(NameOf(i));
            for (int j = 0; j < columns.Length; j++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{cell(i, j)}"));
            writer.WriteLine();
        }
    }
}
