using Osler.Core.Blocks;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Learning.Training;

namespace Osler.Studies;

/// <summary>A feature matrix with its outcome, as the trainer takes them.</summary>
internal sealed class TableExamples(FeatureMatrix features, Outcome outcome) : IExamples
{
    public int Count => features.Rows;

    public Shape Input => [features.Width];

    public int Outcomes => 1;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination) =>
        features.Gather(cases, destination);

    public void Expect(ReadOnlySpan<int> cases) => features.Expect(cases);

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            destination[i] = outcome.Target(cases[i]);
    }
}

/// <summary>Feature rows in memory, for predicting alone.</summary>
internal sealed class RowExamples(float[] features, int width) : IExamples
{
    public int Count => features.Length / width;

    public Shape Input => [width];

    public int Outcomes => 1;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            features.AsSpan(cases[i] * width, width).CopyTo(destination[(i * width)..]);
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination) => destination.Fill(float.NaN);
}
