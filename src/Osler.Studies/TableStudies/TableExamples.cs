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

/// <summary>Inputs in memory, for predicting alone: a table's feature rows, or images that are prepared already.</summary>
/// <param name="values">[cases, input] row-major.</param>
/// <param name="input">Shape of one case's input.</param>
internal sealed class RowExamples(float[] values, Shape input) : IExamples
{
    /// <summary>What a network says of inputs in memory, as of <see cref="Inference.Logits"/>.</summary>
    /// <param name="network">With its weights.</param>
    /// <param name="values">[cases, input] row-major.</param>
    /// <param name="input">Shape of one case's input.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    public static float[] Logits(TrainedNetwork network, float[] values, Shape input, string device = "cpu")
    {
        var examples = new RowExamples(values, input);
        return Inference.Logits(
            network.Network,
            network.Weights,
            examples,
            [.. Enumerable.Range(0, examples.Count)],
            device: device
        );
    }

    private readonly int _length = (int)input.Values;

    public int Count => values.Length / _length;

    public Shape Input => input;

    public int Outcomes => 1;

    public void Inputs(ReadOnlySpan<int> cases, long epoch, bool training, Span<float> destination)
    {
        for (int i = 0; i < cases.Length; i++)
            values.AsSpan(cases[i] * _length, _length).CopyTo(destination[(i * _length)..]);
    }

    public void Targets(ReadOnlySpan<int> cases, Span<float> destination) => destination.Fill(float.NaN);
}
