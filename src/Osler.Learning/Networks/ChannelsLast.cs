using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>Images [N, C, H, W] and volumes [N, C, D, H, W] whose channels lie together in memory.</summary>
/// <remarks>
/// TorchSharp has no word for the layout, but libtorch tells it by the strides. With the channels first, oneDNN's kernels
/// for AVX-512 (as of libtorch 2.10) give wrong gradients of inputs where there are fewer than 16 output channels, and in
/// bfloat16 wrong outputs too; with the channels last, wrong answers of some other layers. So <see cref="BlockCompiler"/>
/// asks for it where it is needed only: docs/decisions/0005-channels-last.md.
/// </remarks>
internal static class ChannelsLast
{
    /// <summary>The same values, with the channels last.</summary>
    public static Tensor Of(Tensor input)
    {
        int axes = (int)input.dim();
        return Has(input) ? input : Empty(input, input.shape, axes).copy_(input);
    }

    /// <summary>
    /// An input, a kernel [O, C, ...] and a bias [O] for a convolution, the input with the channels last. By its strides
    /// alone one channel could be either layout: a lone one, of the input or the output, gets a second beside it, of zeros.
    /// </summary>
    public static (Tensor Input, Tensor Kernel, Tensor? Bias) For(Tensor input, Tensor kernel, Tensor? bias)
    {
        long[] inner = new long[2 * ((int)input.dim() - 2)];
        if (input.shape[1] == 1)
        {
            input = nn.functional.pad(input, [.. inner, 0, 1]);
            kernel = nn.functional.pad(kernel, [.. inner, 0, 1]);
        }
        if (kernel.shape[0] == 1)
        {
            kernel = nn.functional.pad(kernel, [.. inner, 0, 0, 0, 1]);
            bias = bias is null ? null : nn.functional.pad(bias, [0, 1]);
        }
        return (Of(input), kernel, bias);
    }

    private static bool Has(Tensor input)
    {
        long[] strides = input.stride();
        return strides[1] == 1 && strides[^1] >= input.shape[1];
    }

    private static Tensor Empty(Tensor like, long[] shape, int axes)
    {
        long[] order = [0, axes - 1, .. Enumerable.Range(1, axes - 2).Select(axis => (long)axis)];
        return empty([shape[0], .. shape.AsSpan(2), shape[1]], like.dtype, like.device).permute(order);
    }
}
