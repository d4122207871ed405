using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Osler.Core.Blocks;
using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Training;

/// <summary>In which numbers the products of convolutions and dense layers are computed.</summary>
public enum Precision
{
    /// <summary>
    /// <see cref="Bfloat16"/> for networks that convolve images or volumes, where the processor multiplies such numbers
    /// itself; else <see cref="Float32"/>.
    /// </summary>
    Auto,

    /// <summary>24 significant bits throughout.</summary>
    Float32,

    /// <summary>
    /// Mixed precision: factors of 8 significant bits, sums of 24. Weights, gradients, statistics, the last layer, loss and
    /// measures stay float32 (Micikevicius et al., ICLR 2018; Kalamkar et al., arXiv:1905.12322: without loss scaling,
    /// since bfloat16 has float32's range).
    /// </summary>
    Bfloat16,
}

/// <summary>In which numbers a network computes on a device.</summary>
internal static class Computing
{
    // Below so many multiply-adds a case (forward), conversions cost more than quicker products save.
    private const long Small = 10_000_000;

    /// <summary>Whether products are in bfloat16.</summary>
    public static bool Rounds(Block network, Shape input, Precision precision, Device device) =>
        precision switch
        {
            Precision.Float32 => false,
            Precision.Bfloat16 => true,
            _ => Convolves(network, input) && Multiplies(device),
        };

    /// <summary>Whether a network convolves images or volumes, and enough for it to matter.</summary>
    private static bool Convolves(Block network, Shape input) =>
        input.Rank >= 3
        && ShapeInference.Walk(network, input).Any(step => step.Block is Conv && step.Input.Rank >= 3)
        && Operations.MultiplyAdds(network, input) >= Small;

    private static bool Multiplies(Device device) =>
        device.type == DeviceType.CPU ? s_processor.Value : s_card.Value;

    private static readonly Lazy<bool> s_processor = new(ProcessorMultiplies);
    private static readonly Lazy<bool> s_card = new(CardMultiplies);

    // Intel's Software Developer's Manual, volume 2A, CPUID, leaf 7: AVX512_BF16 is bit 5 of EAX in subleaf 1, AMX-BF16
    // bit 22 of EDX in subleaf 0. libtorch's kernels for either need AVX-512.
    private static bool ProcessorMultiplies()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
            return false;
        var (subleaves, _, _, features) = X86Base.CpuId(7, 0);
        bool vectors = subleaves >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
        return vectors || (features & (1 << 22)) != 0;
    }

    // Cards since 2020 multiply bfloat16 several times as fast as float32; earlier ones imitate it, more slowly.
    private static bool CardMultiplies()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = Seconds(ScalarType.Float32);
        _ = Seconds(ScalarType.BFloat16);
        return Seconds(ScalarType.BFloat16) < 0.7 * Seconds(ScalarType.Float32);

        static double Seconds(ScalarType type)
        {
            const int size = 2048;
            var factor = ones([size, size], type, CUDA);
            cuda.synchronize();
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < 10; i++)
                mm(factor, factor).Dispose();
            cuda.synchronize();
            return watch.Elapsed.TotalSeconds;
        }
    }
}
