using Osler.Learning.Losses;
using Osler.Learning.Networks;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>What the validation cases say of each member.</summary>
/// <param name="Losses">The loss, [K]; no value where no label is known.</param>
/// <param name="Measures">The watched measure, [K]; null where undefined.</param>
internal sealed record Verdict(Ratio[] Losses, double?[] Measures);

/// <summary>Judges members on the validation cases, part by part; parts are kept where all are small.</summary>
internal sealed class Validation : IDisposable
{
    private readonly IExamples _examples;
    private readonly ReadOnlyMemory<int> _cases;
    private readonly Loss _loss;
    private readonly ValidationMeasure _measure;
    private readonly int _logits;
    private readonly Device _device;
    private readonly int _largest;
    private readonly bool _keep;
    private readonly IReadOnlyList<int>? _lengths;
    private readonly List<Part> _kept = [];

    public Validation(
        Core.Blocks.Block network,
        IExamples examples,
        ReadOnlyMemory<int> cases,
        Loss loss,
        ValidationMeasure measure,
        int logits,
        Device device,
        int largest
    )
    {
        _largest = largest;
        (_examples, _cases, _loss, _measure, _logits, _device) = (
            examples,
            cases,
            loss,
            measure,
            logits,
            device
        );
        _lengths = TextLengths.Of(network, examples);
        _cases = TextLengths.Sorted(_lengths, _cases);
        _keep = 4 * cases.Length * examples.Input.Values <= Batches.BatchSource.KeptUpTo;
    }

    /// <summary>Judges every member; the network is left in training mode.</summary>
    public Verdict Judge(TorchNetwork network, int members)
    {
        using var quiet = no_grad();
        network.eval();
        var losses = new Ratio[members];
        bool ofLogits = _measure.Name != "loss";
        MeasureTotal[] totals =
        [
            .. Enumerable
                .Range(0, members)
                .Select(_ => new MeasureTotal(_measure, _examples.Outcomes, _loss.Exclusive)),
        ];
        foreach (var part in Parts())
        {
            using var scope = NewDisposeScope();
            var logits = MemberLogits.Of(network, part.Inputs, members);
            float[] sums = Numbers.Of((_loss.Terms(logits, part.Labels) * part.Weights).sum([1L, 2L]));
            double weight = part.Weights.sum(ScalarType.Float64).item<double>();
            float[] values = ofLogits ? Numbers.Of(logits) : [];
            for (int member = 0; member < members; member++)
            {
                losses[member] += new Ratio(sums[member], weight);
                int length = values.Length / members;
                if (ofLogits)
                    totals[member].Add(values.AsSpan(member * length, length), part.Targets);
            }
        }
        network.train();
        double?[] measures = new double?[members];
        for (int member = 0; member < members; member++)
            measures[member] = ofLogits ? totals[member].Value : losses[member].Value;
        return new Verdict(losses, measures);
    }

    private IEnumerable<Part> Parts()
    {
        if (_kept.Count > 0)
        {
            foreach (var part in _kept)
                yield return part;
            yield break;
        }
        for (int start = 0; start < _cases.Length; start += _largest)
        {
            var part = Gather(_cases.Slice(start, Math.Min(_largest, _cases.Length - start)));
            if (_keep)
                _kept.Add(part);
            yield return part;
            if (!_keep)
                part.Dispose();
        }
    }

    private Part Gather(ReadOnlyMemory<int> cases)
    {
        int outcomes = _examples.Outcomes;
        float[] inputs = new float[cases.Length * _examples.Input.Values];
        Batches.Gathering.Inputs(_examples, cases, 0, training: false, inputs);
        float[] targets = new float[cases.Length * outcomes];
        _examples.Targets(cases.Span, targets);
        float[] labels = new float[targets.Length];
        float[] weights = new float[targets.Length];
        _loss.Prepare(targets, outcomes, _logits, labels, weights);
        return new Part(
            TextLengths.Inputs(inputs, _examples.Input, _lengths, cases.Span, _device),
            Numbers.Tensor(labels, [cases.Length, outcomes], _device),
            Numbers.Tensor(weights, [cases.Length, outcomes], _device),
            targets
        );
    }

    public void Dispose()
    {
        foreach (var part in _kept)
            part.Dispose();
    }

    /// <summary>Some validation cases: inputs [V, input], labels and weights [V, outcomes], targets as told.</summary>
    private sealed record Part(Tensor Inputs, Tensor Labels, Tensor Weights, float[] Targets) : IDisposable
    {
        public void Dispose()
        {
            Inputs.Dispose();
            Labels.Dispose();
            Weights.Dispose();
        }
    }
}
