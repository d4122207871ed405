using Osler.Learning.Losses;
using Osler.Learning.Networks;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>What the validation cases say of each member.</summary>
/// <param name="Losses">The loss, [K]; no value where no label is known.</param>
/// <param name="Measures">The watched measure, [K]; null where undefined.</param>
internal sealed record Verdict(Ratio[] Losses, double?[] Measures);

/// <summary>Judges members on the validation cases.</summary>
internal sealed class Validation : IDisposable
{
    private const int Largest = 4096;

    private readonly IExamples _examples;
    private readonly ReadOnlyMemory<int> _cases;
    private readonly Loss _loss;
    private readonly ValidationMeasure _measure;
    private readonly float[] _targets;
    private readonly Tensor _labels; // [V, outcomes]
    private readonly Tensor _weights; // [V, outcomes]
    private readonly Tensor? _inputs; // [V, input], where it is small
    private readonly Device _device;

    public Validation(
        IExamples examples,
        ReadOnlyMemory<int> cases,
        Loss loss,
        ValidationMeasure measure,
        int logits,
        Device device
    )
    {
        (_examples, _cases, _loss, _measure, _device) = (examples, cases, loss, measure, device);
        int outcomes = examples.Outcomes;
        _targets = new float[(long)cases.Length * outcomes];
        examples.Targets(cases.Span, _targets);
        float[] labels = new float[_targets.Length];
        float[] weights = new float[_targets.Length];
        loss.Prepare(_targets, outcomes, logits, labels, weights);
        _labels = Numbers.Tensor(labels, [cases.Length, outcomes], device);
        _weights = Numbers.Tensor(weights, [cases.Length, outcomes], device);
        if (4 * cases.Length * examples.Input.Values <= Batches.BatchSource.KeptUpTo)
            _inputs = Gather(0, cases.Length);
    }

    /// <summary>Judges every member; the network is left in training mode.</summary>
    public Verdict Judge(TorchNetwork network, int members)
    {
        using var quiet = no_grad();
        network.eval();
        var losses = new Ratio[members];
        float[][] logits = new float[members][];
        int width = 0;
        for (int start = 0; start < _cases.Length; start += Largest)
        {
            using var scope = NewDisposeScope();
            int size = Math.Min(Largest, _cases.Length - start);
            var inputs = _inputs?.narrow(0, start, size) ?? Gather(start, size);
            var batch = MemberLogits.Of(network, inputs, members);
            var weights = _weights.narrow(0, start, size);
            var terms = _loss.Terms(batch, _labels.narrow(0, start, size)) * weights;
            float[] sums = Numbers.Of(terms.sum([1L, 2L]));
            double weight = weights.sum(ScalarType.Float64).item<double>();
            for (int member = 0; member < members; member++)
                losses[member] += new Ratio(sums[member], weight);
            float[] values = Numbers.Of(batch);
            width = values.Length / (members * size);
            for (int member = 0; member < members; member++)
            {
                logits[member] ??= new float[_cases.Length * width];
                values
                    .AsSpan(member * size * width, size * width)
                    .CopyTo(logits[member].AsSpan(start * width));
            }
            if (_inputs is null)
                inputs.Dispose();
        }
        network.train();
        double?[] measures = new double?[members];
        for (int member = 0; member < members; member++)
        {
            measures[member] =
                _measure.Name == "loss"
                    ? losses[member].Value
                    : _measure.Of(logits[member], _targets, _examples.Outcomes, _loss.Exclusive);
        }
        return new Verdict(losses, measures);
    }

    private Tensor Gather(int start, int size)
    {
        float[] inputs = new float[size * _examples.Input.Values];
        _examples.Inputs(_cases.Span.Slice(start, size), 0, training: false, inputs);
        return Numbers.Tensor(inputs, [size, .. _examples.Input.Sizes.Select(axis => (long)axis)], _device);
    }

    public void Dispose()
    {
        _labels.Dispose();
        _weights.Dispose();
        _inputs?.Dispose();
    }
}
