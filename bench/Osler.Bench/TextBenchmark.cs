using System.Diagnostics;
using System.Globalization;
using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Losses;
using Osler.Learning.Optimisers;
using Osler.Learning.Training;

namespace Osler.Bench;

/// <summary>
/// Training the diagnosis networks on 20,000 made-up texts of about 80 words: 128 conditions, each with 12 findings of
/// two or three words, in filler that means nothing, some findings denied.
/// </summary>
internal static class TextBenchmark
{
    private const int Conditions = 128;
    private const int Test = 2_000;

    public static int Run(string preset, int epochs, int train)
    {
        var texts = new Texts(train + Test);
        Block network =
            preset == "text_conv"
                ? Presets.TextConv(Texts.Vocabulary, Conditions)
                : Presets.TextLstm(Texts.Vocabulary, Conditions);
        int[] all = [.. Enumerable.Range(0, texts.Count)];
        var settings = new TrainingSettings
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimiser = new AdamW(0.003),
            Batch = 64,
            Epochs = epochs,
            ClipNorm = 1,
        };
        var watch = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var trained = Trainer.Train(
            network,
            texts,
            all.AsMemory(0, train),
            ReadOnlyMemory<int>.Empty,
            settings,
            new TrainingRun { Seed = 1 }
        );
        double seconds = watch.Elapsed.TotalSeconds;
        double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        watch.Restart();
        float[] logits = Inference.Logits(trained.Network, trained.Weights, texts, all.AsSpan(train, Test));
        int right = 0;
        for (int i = 0; i < Test; i++)
        {
            var own = logits.AsSpan(i * Conditions, Conditions);
            right += Largest(own) == Texts.Condition(train + i) ? 1 : 0;
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{preset}\t{seconds:F1}\t{processor:F1}\t{watch.Elapsed.TotalSeconds:F1}\t{(double)right / Test:F4}\t{texts.Lengths.Average():F1}"
            )
        );
        return 0;
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
            largest = values[i] > values[largest] ? i : largest;
        return largest;
    }

    private sealed class Texts(int count) : IExamples
    {
        public const int Vocabulary = 4000;
        private const int Most = 160;

        private readonly float[][] _texts = [.. Enumerable.Range(0, count).Select(Write)];
        private int[]? _lengths;

        public int Count => count;

        public Shape Input => [Most];

        public int Outcomes => 1;

        public IReadOnlyList<int> Lengths => _lengths ??= [.. _texts.Select(text => text.Length)];

        public static int Condition(int @case) => new KeyedRandom(1, "condition", 0, @case).Next(Conditions);

        public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
        {
            destination.Clear();
            for (int i = 0; i < cases.Length; i++)
                _texts[cases[i]].CopyTo(destination[(i * Most)..]);
        }

        public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
        {
            for (int i = 0; i < cases.Length; i++)
                destination[i] = new KeyedRandom(1, "condition", 0, cases[i]).Next(Conditions);
        }

        // Id 1 denies the finding behind it; findings are shared among conditions.
        private static float[] Write(int @case)
        {
            int condition = new KeyedRandom(1, "condition", 0, @case).Next(Conditions);
            var random = new KeyedRandom(2, "text", 0, @case);
            var words = new List<float>();
            int length = 40 + random.Next(81);
            while (words.Count < length)
            {
                for (int filler = random.Next(6); filler >= 0; filler--)
                    words.Add(2 + random.Next(1500));
                bool denied = random.NextDouble() < 0.3;
                int finding = Finding(denied ? random.Next(Conditions) : condition, random.Next(12));
                if (denied)
                    words.Add(1);
                for (int part = 0; part < 2 + (finding % 2); part++)
                    words.Add(1502 + ((finding * 3) + part) % (Vocabulary - 1502));
            }
            return [.. words.Take(Most)];
        }

        private static int Finding(int condition, int which) =>
            new KeyedRandom(3, "finding", condition, which).Next(600);
    }
}
