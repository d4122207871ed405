using System.Diagnostics;
using System.Globalization;
using Osler.Core.Texts;

namespace Osler.Bench;

/// <summary>Texts to token ids: BERT's pieces by a vocabulary, and byte-pair pieces with everything that a study does around them.</summary>
internal static class TokeniseBenchmark
{
    private const int Passes = 5;

    /// <summary>
    /// Cuts each line of a file in one thread. Prints for each way the processor seconds of the quickest of five passes, tokens, and MB a
    /// second.
    /// </summary>
    public static int Run(string vocabulary, string file, int merges)
    {
        string[] texts = File.ReadAllLines(file);
        double megabytes = new FileInfo(file).Length / 1e6;
        using var stream = File.OpenRead(vocabulary);
        var pieces = WordPieces.Read(stream, lowerCase: false, vocabulary);
        Tell("Osler, WordPiece", megabytes, () => texts.Sum(text => pieces.Ids(text).Count));
        var preprocessing = TextPreprocessing.Fit(new TextRecipe { Merges = merges }, texts);
        float[] ids = new float[preprocessing.Length];
        Tell(
            "Osler, byte pairs, scopes",
            megabytes,
            () =>
                texts.Sum(text =>
                {
                    var tokens = preprocessing.Cut(text);
                    preprocessing.Apply(tokens, ids);
                    return tokens.Count;
                })
        );
        return 0;
    }

    private static void Tell(string name, double megabytes, Func<int> cut)
    {
        double best = double.PositiveInfinity;
        int tokens = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            tokens = cut();
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -28}{best, 8:F3} s  {tokens, 9:N0} tokens  {megabytes / best, 6:F1} MB/s"
            )
        );
    }
}
