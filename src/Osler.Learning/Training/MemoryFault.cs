using System.Runtime.InteropServices;
using Osler.Core.Faults;

namespace Osler.Learning.Training;

/// <summary>What to tell where libtorch got no memory.</summary>
internal static class MemoryFault
{
    /// <summary>Whether it is that.</summary>
    public static bool Is(ExternalException fault) =>
        fault.Message.Contains("out of memory", StringComparison.Ordinal)
        || fault.Message.Contains("can't allocate memory", StringComparison.Ordinal);

    /// <param name="fault">libtorch's own.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="place">What needed it.</param>
    /// <param name="remedy">What to do beside leaving it to this run alone.</param>
    public static RequestException Of(ExternalException fault, string device, string place, string remedy) =>
        new(
            device == "cpu"
                ? "There is not enough memory for the network's numbers."
                : "There is not enough memory on the card for the network's numbers.",
            place,
            $"{remedy} Or stop what else is using {(device == "cpu" ? "the memory" : "the card (nvidia-smi tells)")}.",
            fault
        );
}
