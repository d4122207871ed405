using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>Sums and differences whose factor is held while libtorch reads it.</summary>
/// <remarks>
/// TorchSharp 0.107 writes <c>a + b</c> as <c>a + 1 · b</c> with a new native 1 for each call, and nothing holds it: a
/// garbage collection in the middle of the call may free it first, and the sum is then of garbage. The same holds for
/// every number given as a double; where it is in a loop, hold it by <c>using</c>.
/// </remarks>
internal static class Held
{
    private static readonly Scalar s_one = 1.0;
    private static readonly Scalar s_minusOne = -1.0;

    /// <summary>a + b.</summary>
    public static Tensor Sum(Tensor a, Tensor b) => a.add(b, s_one);

    /// <summary>a + b in a's place.</summary>
    public static Tensor SumInPlace(Tensor a, Tensor b) => a.add_(b, s_one);

    /// <summary>a − b.</summary>
    public static Tensor Difference(Tensor a, Tensor b) => a.add(b, s_minusOne);
}
