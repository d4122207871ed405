using Osler.Core.Blocks;
using Osler.Core.Chance;
using Osler.Learning.Training;

namespace Osler.Learning.Tests.Training;

/// <summary>A few rows in memory.</summary>
internal sealed class ToyExamples(float[][] inputs, float[][] targets, bool varies = false) : IExamples
{
    public int Count => inputs.Length;

    public Shape Input => [inputs[0].Length];

    public int Outcomes => targets[0].Length;

    public bool Varies => varies;

    public int[] All => [.. Enumerable.Range(0, Count)];

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        int width = inputs[0].Length;
        for (int i = 0; i < cases.Length; i++)
        {
            var own = destination.Slice(i * width, width);
            inputs[cases[i]].CopyTo(own);
            if (!varies || !training)
                continue;
            var random = new KeyedRandom(1, "jitter", epoch, cases[i]);
            foreach (ref float value in own)
                value += 0.1f * (float)random.NextNormal();
        }
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        int width = targets[0].Length;
        for (int i = 0; i < cases.Length; i++)
            targets[cases[i]].CopyTo(destination.Slice(i * width, width));
    }

    /// <summary>The same rows, but one case's inputs are all one value.</summary>
    public ToyExamples With(int changed, float input)
    {
        float[][] other = [.. inputs];
        other[changed] = [.. inputs[changed].Select(_ => input)];
        return new ToyExamples(other, targets, varies);
    }

    /// <summary>Whether each row has the first outcome.</summary>
    public bool[] FirstOutcome() => [.. targets.Select(row => row[0] == 1)];

    /// <summary>The four corners of exclusive or, each many times.</summary>
    public static ToyExamples ExclusiveOr(int copies = 16) =>
        new(
            [.. Enumerable.Range(0, 4 * copies).Select(i => new float[] { i & 1, (i >> 1) & 1 })],
            [.. Enumerable.Range(0, 4 * copies).Select(i => new float[] { (i & 1) ^ ((i >> 1) & 1) })]
        );

    /// <summary>Normal inputs and an outcome whose log-odds are a bent function of them.</summary>
    public static ToyExamples Bent(
        int count,
        int width = 4,
        long seed = 1,
        bool varies = false,
        int outcomes = 1
    )
    {
        var random = new KeyedRandom(seed, "bent");
        float[][] inputs = new float[count][];
        float[][] targets = new float[count][];
        for (int i = 0; i < count; i++)
        {
            inputs[i] = [.. Enumerable.Range(0, width).Select(_ => (float)random.NextNormal())];
            targets[i] = new float[outcomes];
            for (int o = 0; o < outcomes; o++)
            {
                double logit = 1.5 * inputs[i][o % width] - Math.Abs(inputs[i][(o + 1) % width]) + 0.3;
                targets[i][o] = random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            }
        }
        return new ToyExamples(inputs, targets, varies);
    }
}
