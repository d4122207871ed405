namespace Osler.Core.Blocks;

/// <summary>A two-dimensional convolution (cross-correlation, as everywhere in the field).</summary>
/// <remarks>
/// [C, H, W] gives [channels, H', W'] with H' = floor((H + 2 padding - dilation (kernel - 1) - 1) / stride) + 1, zeros
/// outside the image. Parameters: <c>weight</c> [channels, C / groups, kernel height, kernel width], <c>bias</c>
/// [channels].
/// </remarks>
public sealed record Conv : Leaf
{
    /// <param name="channels">Output channels, at least 1, a multiple of groups.</param>
    /// <param name="kernel">Height and width of the window, at least 1.</param>
    /// <param name="stride">Steps between windows, at least 1; 1 where not given.</param>
    /// <param name="padding">Rows and columns of zeros on each side, at least 0; 0 where not given.</param>
    /// <param name="dilation">Distance between the window's pixels, at least 1; 1 where not given.</param>
    /// <param name="groups">Groups of channels that don't see each other, at least 1.</param>
    /// <param name="bias">Whether a constant is added to each channel.</param>
    public Conv(
        int channels,
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        Size? dilation = null,
        int groups = 1,
        bool bias = true
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
        Channels = channels;
        Kernel = kernel.AtLeast(1, nameof(kernel));
        Stride = (stride ?? 1).AtLeast(1, nameof(stride));
        Padding = (padding ?? 0).AtLeast(0, nameof(padding));
        Dilation = (dilation ?? 1).AtLeast(1, nameof(dilation));
        Groups = groups;
        Bias = bias;
    }

    /// <summary>Output channels.</summary>
    public int Channels { get; }

    /// <summary>Height and width of the window.</summary>
    public Size Kernel { get; }

    /// <summary>Steps between windows.</summary>
    public Size Stride { get; }

    /// <summary>Rows and columns of zeros on each side.</summary>
    public Size Padding { get; }

    /// <summary>Distance between the window's pixels.</summary>
    public Size Dilation { get; }

    /// <summary>Groups of channels that don't see each other.</summary>
    public int Groups { get; }

    /// <summary>Whether a constant is added to each channel.</summary>
    public bool Bias { get; }
}
