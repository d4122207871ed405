using static TorchSharp.torch;

namespace Osler.Learning.Networks;

/// <summary>Images [N, C, H, W] and volumes [N, C, D, H, W] whose channels lie together in memory.</summary>
/// <remarks>TorchSharp has no word for the layout, but libtorch tells it by the strides. Products in bfloat16 are quicker so.</remarks>
internal static class ChannelsLast
{
    /// <summary>The same values, with the channels last.</summary>
    public static Tensor Of(Tensor input)
    {
        int axes = (int)input.dim();
        return Has(input) ? input : Empty(input, input.shape, axes).copy_(input);
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
