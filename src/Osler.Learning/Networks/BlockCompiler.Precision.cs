using System.Diagnostics.CodeAnalysis;
using Osler.Core.Blocks;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

// Mixed precision: convolutions and dense layers multiply in bfloat16 and sum in float32. Statistics, norms over features,
// softmax, dropout's scale and the layer that gives the logits are float32. Weights are rounded on their way into a
// product, so that they themselves, and the gradients that come back, are float32.
internal sealed partial class BlockCompiler
{
    private HashSet<string> _ends = [];

    /// <summary>Whether products are computed in bfloat16.</summary>
    public bool Rounds { get; set; }

    // Paths of the leaves that the network ends in: through sequences, into each head and each member.
    private static IEnumerable<string> Ends(ShapedBlock at) =>
        at.Block switch
        {
            Sequence when !at.Children.IsEmpty => Ends(at.Children[^1]),
            Heads or Members => at.Children.SelectMany(Ends),
            _ => [at.Path],
        };

    /// <summary>What a product takes.</summary>
    private Tensor Rounded(Tensor value) =>
        Rounds && value.dtype != ScalarType.BFloat16 ? value.to(ScalarType.BFloat16) : value;

    /// <summary>A weight as a product takes it; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(weight))]
    private Tensor? Rounded(NetworkWeight? weight) => weight is null ? null : Rounded(weight.Tensor);

    /// <summary>What must not lose digits, what the network gives among it.</summary>
    public static Tensor Whole(Tensor value) =>
        value.dtype == ScalarType.BFloat16 ? value.to(ScalarType.Float32) : value;
}
