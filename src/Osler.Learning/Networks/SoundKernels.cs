using System.Runtime.InteropServices;
using Osler.Core.Native;

namespace Osler.Learning.Networks;

/// <summary>Keeps libtorch's convolutions to kernels that compute rightly.</summary>
/// <remarks>
/// libtorch 2.10 leaves convolutions to oneDNN, whose float32 kernels for AVX-512 were found wrong on some processors:
/// the last 8 of 1,000 channels, ResNet-18's answers by 1e-3, gradients of narrow layers by a fifth and more. Its AVX2
/// kernels agree with float64 and with ONNX Runtime. oneDNN reads its limit once, before the first convolution; who sets
/// <c>ONEDNN_MAX_CPU_ISA</c> (to <c>DEFAULT</c>, say) decides himself, and may have bfloat16 where the processor has it.
/// </remarks>
internal static class SoundKernels
{
    private const string Limit = "ONEDNN_MAX_CPU_ISA";

    /// <summary>Whether the user left the choice of kernels to Osler.</summary>
    public static bool Limited { get; } = Environment.GetEnvironmentVariable(Limit) is null && Apply();

    private static bool Apply() =>
        !OperatingSystem.IsWindows()
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && NativeEnvironment.Set(Limit, "AVX2", overwrite: false);
}
