using Osler.Learning.Networks;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>The logits of a network with the members in front.</summary>
internal static class MemberLogits
{
    /// <param name="network">A plain network, or <c>Members(...)</c>.</param>
    /// <param name="inputs">[B, input], or [K, B, input].</param>
    /// <param name="members">K; 1 for a plain network.</param>
    /// <returns>[K, B, C].</returns>
    public static Tensor Of(TorchNetwork network, Tensor inputs, int members) =>
        InFront(network, network.forward(inputs), members);

    /// <summary>The logits, and those of auxiliary answers with their losses' weights; each [K, B, C].</summary>
    public static (Tensor Logits, IReadOnlyList<(double Weight, Tensor Logits)> Seconds) InTraining(
        TorchNetwork network,
        Tensor inputs,
        int members
    )
    {
        var (logits, seconds) = network.ForwardWithSeconds(inputs);
        return (
            InFront(network, logits, members),
            [.. seconds.Select(second => (second.Weight, InFront(network, second.Answer, members)))]
        );
    }

    private static Tensor InFront(TorchNetwork network, Tensor logits, int members) =>
        members == 1 && network.Network is not Core.Blocks.Members
            ? logits.unsqueeze(0)
            : logits.transpose(0, 1);
}
