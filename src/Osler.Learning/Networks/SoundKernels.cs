using System.Runtime.InteropServices;

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

    // .NET keeps the environment to itself on Unix; a native library sees what the C library is told.
    private static bool Apply() =>
        !OperatingSystem.IsWindows()
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && setenv(Limit, "AVX2", 0) == 0;

#pragma warning disable CA2101, CA5392, SYSLIB1054, IDE1006 // Two ASCII words for the C library's own function.
    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);
#pragma warning restore CA2101, CA5392, SYSLIB1054, IDE1006
}
