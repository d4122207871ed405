namespace Osler.Core.Blocks;

/// <summary>A convolution (cross-correlation, as everywhere in the field) over one, two or three axes.</summary>
/// <remarks>
/// [C, H, W] gives [channels, H', W'] with H' = floor((H + 2 padding - dilation (kernel - 1) - 1) / stride) + 1, zeros
/// outside the image; a signal [C, L] gives [channels, L'], a volume [C, D, H, W] gives [channels, D', H', W'].
/// Over a sequence of tokens [T, F] it gives [T, channels]; padding counts as what lies outside, and all tokens must keep
/// their place (<see cref="Same"/>, stride 1). Parameters: <c>weight</c> [channels, C / groups, kernel sizes], <c>bias</c> [channels].
/// </remarks>
public sealed record Conv : Leaf
{
    /// <param name="channels">Output channels, at least 1, a multiple of groups.</param>
    /// <param name="kernel">Size of the window along each axis, at least 1.</param>
    /// <param name="stride">Steps between windows, at least 1; 1 where not given.</param>
    /// <param name="padding">Zeros on each side, at least 0; 0 where not given.</param>
    /// <param name="dilation">Distance between the window's pixels, at least 1; 1 where not given.</param>
    /// <param name="groups">Groups of channels that don't see each other, at least 1.</param>
    /// <param name="bias">Whether a constant is added to each channel.</param>
    /// <param name="same">Whether the padding follows from the image, as <see cref="Same"/>; then none is given.</param>
    public Conv(
        int channels,
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        Size? dilation = null,
        int groups = 1,
        bool bias = true,
        bool same = false
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (channels % groups != 0)
        {
            throw new ArgumentException(
                $"{channels} channels can't be parted into {groups} groups of one size.",
                nameof(groups)
            );
        }
        if (same && padding is not null)
            throw new ArgumentException("The padding is either stated or 'same'.", nameof(padding));
        Channels = channels;
        Kernel = kernel.AtLeast(1, nameof(kernel));
        Stride = (stride ?? 1).AtLeast(1, nameof(stride));
        Padding = (padding ?? 0).AtLeast(0, nameof(padding));
        Dilation = (dilation ?? 1).AtLeast(1, nameof(dilation));
        Groups = groups;
        Bias = bias;
        Same = same;
    }

    /// <summary>Output channels.</summary>
    public int Channels { get; }

    /// <summary>Size of the window along each axis.</summary>
    public Size Kernel { get; }

    /// <summary>Steps between windows.</summary>
    public Size Stride { get; }

    /// <summary>Zeros on each side; 0 where <see cref="Same"/>.</summary>
    public Size Padding { get; }

    /// <summary>Distance between the window's pixels.</summary>
    public Size Dilation { get; }

    /// <summary>Groups of channels that don't see each other.</summary>
    public int Groups { get; }

    /// <summary>Whether a constant is added to each channel.</summary>
    public bool Bias { get; }

    /// <summary>
    /// Whether so many zeros are added that ceil(H / stride) windows fit, an odd one at the end: TensorFlow's
    /// <c>SAME</c>. For stride 2 on an even image that is no zero in front, unlike symmetric padding.
    /// </summary>
    public bool Same { get; }

    /// <summary>What the windows run over, channels first: the rows of a sequence [T, F] are a signal [F, T].</summary>
    /// <param name="input">What the block gets.</param>
    public static Shape Seen(Shape input) => input.IsSequence ? [input[1], input[0]] : input;

    /// <summary>Zeros before and after the image along each axis.</summary>
    /// <param name="input">What the windows run over: [C, sizes].</param>
    public (int[] Before, int[] After) Pads(Shape input)
    {
        int axes = input.Rank - 1;
        if (!Same)
            return (Padding.Over(axes), Padding.Over(axes));
        (int[] kernel, int[] stride, int[] dilation) = (
            Kernel.Over(axes),
            Stride.Over(axes),
            Dilation.Over(axes)
        );
        int[] before = new int[axes];
        int[] after = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            long windows = (input[i + 1] + (long)stride[i] - 1) / stride[i];
            long reach = (windows - 1) * stride[i] + (long)dilation[i] * (kernel[i] - 1) + 1;
            int missing = (int)Math.Clamp(reach - input[i + 1], 0, int.MaxValue);
            before[i] = missing / 2;
            after[i] = missing - before[i];
        }
        return (before, after);
    }
}
