using System.Text;
using Osler.Core.Files;

namespace Osler.Studies.Vignettes;

/// <summary>Simulated vignettes as a table with the columns <c>label</c> and <c>text</c>.</summary>
public static class VignetteCsv
{
    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="count">How many vignettes.</param>
    /// <param name="seed">Decides every draw.</param>
    public static void Write(string file, int count, long seed)
    {
        var simulator = new VignetteSimulator(VignetteTable.Ready);
        Durable.WriteFile(
            file,
            stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                writer.Write("label,text\n");
                for (int i = 0; i < count; i++)
                {
                    var vignette = simulator.Draw(seed, i);
                    string quoted = vignette.Text.Replace("\"", "\"\"", StringComparison.Ordinal);
                    writer.Write($"{simulator.Classes[vignette.Class]},\"{quoted}\"\n");
                }
            }
        );
    }
}
