using Osler.Core.Faults;
using Osler.Learning.Networks;
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
                // Else cuDNN multiplies float32 with 11 significant bits (TF32) where nobody asked for fewer than 24.
                torch.backends.cudnn.allow_tf32 = false;
                torch.backends.cuda.matmul.allow_tf32 = false;
                TorchContext.RepeatCudnn();
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
