using Osler.Core.Blocks;
using Osler.Core.Bundles;

namespace Osler.Learning.Training;

/// <summary>What training gives.</summary>
/// <param name="Network">The blocks; <c>Members(network, K)</c> when an ensemble of K was trained.</param>
/// <param name="Weights">Its weights by the names of <c>Parameters.Of</c>.</param>
/// <param name="History">The run's course.</param>
public sealed record TrainedNetwork(
    Block Network,
    IReadOnlyDictionary<string, TensorData> Weights,
    TrainingHistory History
);
