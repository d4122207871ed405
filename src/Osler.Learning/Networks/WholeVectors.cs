using TorchSharp;
using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>Convolutions whose channels fill whole blocks of vectors, by channels of zeros behind the others.</summary>
/// <remarks>
/// On processors libtorch leaves convolutions to oneDNN, whose kernels work on blocks of 8 or 16 channels. In libtorch 2.10
/// what was summed over a last block that is not full is wrong without a word (outputs by their input's channels, gradients
/// of inputs by the output's), and so are gradients of inputs of an odd number of blocks where the kernel strides. Where
/// every block is full and their number even, nothing was found wrong: docs/decisions/0005-whole-vectors.md.
/// </remarks>
internal static class WholeVectors
{
    /// <summary>Numbers in a vector of AVX-512; a multiple of AVX2's 8.</summary>
    public const long Lanes = 16;

    /// <summary>So few input channels are read as they are, by kernels made for images.</summary>
    public const long Few = 4;

    /// <summary>
    /// An input [N, C, ...], a kernel [O, C, ...] and a bias [O] of a convolution, C and O filled up; the output's first O
    /// channels are the ones asked for.
    /// </summary>
    public static (Tensor Input, Tensor Kernel, Tensor? Bias) Fill(
        Tensor input,
        Tensor kernel,
        Tensor? bias,
        bool strides
    )
    {
        if (!Concerns(input))
            return (input, kernel, bias);
        bool whole = input.dtype == ScalarType.Float32;
        // Whether the way back goes through the input.
        bool back = is_grad_enabled() && input.requires_grad;
        long seen = MissingInputs(kernel, whole, back, strides);
        long given = whole && !back ? 0 : Missing(kernel.shape[0], Lanes);
        if (seen > 0)
            input = Filled(input, 1, seen);
        if (seen > 0 || given > 0)
            kernel = nn.functional.pad(kernel, [.. new long[2 * (kernel.dim() - 2)], 0, seen, 0, given]);
        return (input, kernel, bias is null || given == 0 ? bias : nn.functional.pad(bias, [0, given]));
    }

    /// <summary>
    /// An input [N, C, ...], a kernel [C, 1, ...] and a bias [C] of a convolution of each channel by itself, C filled up.
    /// </summary>
    public static (Tensor Input, Tensor Kernel, Tensor? Bias) FillAlone(
        Tensor input,
        Tensor kernel,
        Tensor? bias
    )
    {
        if (!Concerns(input) || Missing(kernel.shape[0], Lanes) is not (> 0 and var missing))
            return (input, kernel, bias);
        return (
            Filled(input, 1, missing),
            Filled(kernel, 0, missing),
            bias is null ? null : nn.functional.pad(bias, [0, missing])
        );
    }

    private static bool Concerns(Tensor input) =>
        input.device_type == DeviceType.CPU && input.dtype != ScalarType.Float64;

    private static long MissingInputs(Tensor kernel, bool whole, bool back, bool strides)
    {
        long channels = kernel.shape[1];
        if (channels <= Few && (whole || (!back && kernel.shape[2..].Any(size => size > 1))))
            return 0;
        return Missing(channels, whole && back && strides && channels > Lanes ? 2 * Lanes : Lanes);
    }

    private static long Missing(long channels, long block) => (block - channels % block) % block;

    private static Tensor Filled(Tensor tensor, int axis, long missing) =>
        nn.functional.pad(tensor, [.. new long[2 * (tensor.dim() - axis - 1)], 0, missing]);
}
