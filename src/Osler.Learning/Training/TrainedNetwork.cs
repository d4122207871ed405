using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Learning.Networks;

namespace Osler.Learning.Training;

/// <summary>What training gives.</summary>
/// <param name="Network">The blocks; <c>Members(network, K)</c> when an ensemble of K was trained.</param>
/// <param name="Weights">Its weights by the names of <c>Parameters.Of</c>.</param>
/// <param name="History">The run's course.</param>
public sealed record TrainedNetwork(
    Block Network,
    IReadOnlyDictionary<string, TensorData> Weights,
    TrainingHistory History
)
{
    /// <summary>How many networks were trained side by side; 1 for a single one.</summary>
    public int Members => (Network as Members)?.Count ?? 1;

    /// <summary>Some members of an ensemble, numbered anew.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    internal TrainedNetwork Some(int first, int count)
    {
        var weights = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in Weights)
        {
            int member = MemberNames.Member(name) - first;
            if (member >= 0 && member < count)
                weights.Add(MemberNames.Of(member, MemberNames.Alone(name)), tensor);
        }
        return new TrainedNetwork(
            new Members(((Members)Network).Network, count),
            weights,
            History with
            {
                Members = History.Members.Slice(first, count),
            }
        );
    }

    /// <summary>The first member of an ensemble with its weights, named as without the ensemble; a single network as it is.</summary>
    public (Block Network, IReadOnlyDictionary<string, TensorData> Weights) First =>
        Network is Members members
            ? (
                members.Network,
                Weights
                    .Where(pair => MemberNames.Member(pair.Key) == 0)
                    .ToDictionary(
                        pair => MemberNames.Alone(pair.Key),
                        pair => pair.Value,
                        StringComparer.Ordinal
                    )
            )
            : (Network, Weights);
}
