using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Learning.Training;

/// <summary>One weight decay's ensemble and how well it predicts what its members left out.</summary>
/// <param name="WeightDecay">The decay.</param>
/// <param name="LogLoss">Mean log loss of the left-out cases, recalibrated; null where undefined.</param>
public readonly record struct DecayTrial(double WeightDecay, double? LogLoss);

/// <summary>Keeps, of ensembles trained with several weight decays, the one that predicts left-out cases best.</summary>
/// <remarks>
/// How much a network must be held back depends on how many patients there are for how many inputs; the left-out cases
/// tell, and no patient is spent on it. The choice is one number out of a few, made on all training cases, so that what
/// it adds to the optimism of the left-out predictions is small; the test part has no say.
/// </remarks>
public static class DecayChoice
{
    /// <summary>The best ensemble, whose history tells how each did, and what it says of the cases left out.</summary>
    /// <param name="trained">All networks, ensemble after ensemble, as <see cref="Trainer"/> gives them.</param>
    /// <param name="examples">Inputs.</param>
    /// <param name="train">The training cases.</param>
    /// <param name="outcomes">[train] whether each has the outcome.</param>
    /// <param name="leftOut">As they were trained.</param>
    /// <param name="settings">With at least two <see cref="EnsembleSettings.WeightDecays"/>.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>The ensemble, and [train] its probabilities as of <see cref="Recalibration.OutOfFold"/>.</returns>
    /// <remarks>Where no loss is defined (one outcome only), the first decay's ensemble is kept.</remarks>
    public static (TrainedNetwork Kept, double[] OutOfFold) Best(
        TrainedNetwork trained,
        IExamples examples,
        ReadOnlySpan<int> train,
        ReadOnlySpan<bool> outcomes,
        LeaveOutFolds leftOut,
        EnsembleSettings settings,
        string device = "cpu"
    )
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(settings);
        var trials = ImmutableArray.CreateBuilder<DecayTrial>();
        (TrainedNetwork Ensemble, double Decay, double[] OutOfFold)? best = null;
        double least = double.PositiveInfinity;
        for (int i = 0; i < settings.WeightDecays.Length; i++)
        {
            double decay = settings.WeightDecays[i];
            var one = trained.Some(i * settings.Members, settings.Members);
            double[] predicted = Recalibration.OutOfFold(one, examples, train, leftOut, device);
            double? loss = LogLoss.Of(Recalibration.Straight(predicted, outcomes), outcomes);
            trials.Add(new DecayTrial(decay, loss));
            if (best is null || loss < least)
                (best, least) = ((one, decay, predicted), loss ?? least);
        }
        var (kept, keptDecay, outOfFold) = best!.Value;
        var history = kept.History with { Decays = trials.ToImmutable(), KeptDecay = keptDecay };
        return (kept with { History = history }, outOfFold);
    }
}
