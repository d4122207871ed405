using Osler.Core.Faults;
using TorchSharp;

namespace Osler.Learning.Training;

/// <summary>Devices by name.</summary>
internal static class Devices
{
    /// <exception cref="RequestException">No such device, or none on this machine.</exception>
    public static torch.Device Named(string name)
    {
        switch (name)
        {
            case "cpu":
                return torch.CPU;
            case "cuda" when torch.cuda_is_available():
                return torch.CUDA;
            case "cuda":
                throw new RequestException(
                    "There is no CUDA device here, or this build is without CUDA.",
                    "device",
                    "Use cpu, or build with -p:Cuda=true (docs/how-to/operations.md) on a machine with an NVIDIA card."
                );
            default:
                throw new RequestException($"There is no device '{name}'.", "device", "Use cpu or cuda.");
        }
    }
}
