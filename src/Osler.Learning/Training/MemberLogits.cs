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
    public static Tensor Of(TorchNetwork network, Tensor inputs, int members)
    {
        var logits = network.forward(inputs);
        return members == 1 && network.Network is not Core.Blocks.Members
            ? logits.unsqueeze(0)
            : logits.transpose(0, 1);
    }
}
