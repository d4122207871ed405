using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Learning.Networks;
using Osler.Learning.Optimisers;

namespace Osler.Learning.Training;

/// <summary>Freezes, thaws and slows the parts of a network as its fine-tuning says.</summary>
internal sealed class StageRates : IDisposable
{
    private readonly FineTuning? _settings;
    private readonly TorchNetwork _network;
    private readonly FlatWeights _weights;
    private readonly FlatOptimiser _optimiser;
    private TorchSharp.torch.Tensor? _rates;
    private long _epoch = -1;

    public StageRates(
        FineTuning? settings,
        TorchNetwork network,
        FlatWeights weights,
        FlatOptimiser optimiser
    )
    {
        (_settings, _network, _weights, _optimiser) = (settings, network, weights, optimiser);
        if (settings is not null)
            network.KeepNorms(path => settings.KeepNorms || Rate(path) == 0);
    }

    /// <exception cref="RequestException">A stage holds no weight, or nothing would learn at the start.</exception>
    public static void Check(FineTuning? settings, Block network, Shape input)
    {
        if (settings is null)
            return;
        string[] names =
        [
            .. Parameters.Of(network, input).Where(spec => spec.Trainable).Select(spec => spec.Name),
        ];
        foreach (var stage in settings.Stages)
        {
            if (!names.Any(stage.Holds))
            {
                string[] places =
                [
                    .. ShapeInference
                        .Walk(network, input)
                        .Select(step => step.Path)
                        .Where(path => path.Length > 0),
                ];
                throw new RequestException(
                    $"No weight's name begins with '{stage.Blocks}'.",
                    "training.fine_tuning.stages",
                    NearestName.Hint(stage.Blocks, places)
                );
            }
        }
        if (names.All(name => (Stage(settings, name)?.RateIn(0) ?? 1) == 0))
        {
            throw new RequestException(
                "Every weight is frozen in the first epoch.",
                "training.fine_tuning.stages",
                "Leave the last block free to learn."
            );
        }
    }

    /// <summary>Sets the rates of an epoch, counted from 0; costs nothing where they stay as they are.</summary>
    public void Begin(long epoch)
    {
        if (_settings is null || epoch == _epoch)
            return;
        bool same = _epoch >= 0 && _settings.Stages.All(stage => stage.RateIn(epoch) == stage.RateIn(_epoch));
        _epoch = epoch;
        if (same)
            return;
        float[] rates = _weights.PerValue((spec, _) => (float)Rate(spec.Name));
        _rates?.Dispose();
        _rates = Numbers.Tensor(rates, [rates.Length], _weights.Values.device);
        _optimiser.Rates = _rates;
        // Without a gradient to find, libtorch does not go back as far as the frozen parts.
        foreach (var weight in _network.Weights)
        {
            if (weight.Trainable)
                weight.Tensor.requires_grad = Rate(weight.Specs[0].Name) > 0;
        }
    }

    public void Dispose() => _rates?.Dispose();

    private double Rate(string name) => Stage(_settings!, Alone(name))?.RateIn(Math.Max(0, _epoch)) ?? 1;

    private static FineTuningStage? Stage(FineTuning settings, string name) =>
        settings.Stages.Where(stage => stage.Holds(name)).MaxBy(stage => stage.Blocks.Length);

    /// <summary>A name as it would be without an ensemble around: <c>members.3.fc.weight</c> is <c>fc.weight</c>.</summary>
    private string Alone(string name) => _weights.Members == 1 ? name : MemberNames.Alone(name);
}
