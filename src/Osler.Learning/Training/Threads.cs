using Osler.Core.Blocks;
using TorchSharp;

namespace Osler.Learning.Training;

/// <summary>How many threads libtorch computes with: one for steps so small that sharing them costs more than it saves.</summary>
/// <remarks>
/// Threads change how sums are grouped, so the number depends on the network and the batch alone, never on load. It
/// is the process's; the earlier one is put back.
/// </remarks>
internal sealed class Threads : IDisposable
{
    /// <summary>Steps of fewer multiply-adds (forward) run in one thread: about 2 ms of one core.</summary>
    private const long Small = 20_000_000;

    private readonly int _before = torch.get_num_threads();

    private Threads(int threads)
    {
        if (threads != _before)
            torch.set_num_threads(threads);
    }

    /// <param name="network">One member.</param>
    /// <param name="input">Shape of one case.</param>
    /// <param name="cases">Cases in a step, times members.</param>
    public static Threads For(Block network, Shape input, int cases) =>
        new(Operations.MultiplyAdds(network, input) * cases < Small ? 1 : torch.get_num_threads());

    public void Dispose()
    {
        if (torch.get_num_threads() != _before)
            torch.set_num_threads(_before);
    }
}
