namespace Osler.Core.Blocks;

/// <summary>The largest value in each window of each channel.</summary>
/// <remarks>
/// [C, H, W] gives [C, H', W'] with H' as for <see cref="Conv"/>, rounded up in ceiling mode; a window that would start
/// beyond the image and its leading padding is left out, as in PyTorch. Padding never wins. Signals [C, L] and volumes
/// [C, D, H, W] likewise.
/// </remarks>
public sealed record MaxPool : Leaf
{
    /// <param name="kernel">Height and width of the window, at least 1.</param>
    /// <param name="stride">Steps between windows, at least 1; the kernel's size where not given.</param>
    /// <param name="padding">Rows and columns added on each side, 0 to half the kernel; 0 where not given.</param>
    /// <param name="dilation">Distance between the window's pixels, at least 1; 1 where not given.</param>
    /// <param name="ceiling">Whether a window that is cut off at the end counts.</param>
    public MaxPool(
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        Size? dilation = null,
        bool ceiling = false
    )
    {
        Kernel = kernel.AtLeast(1, nameof(kernel));
        Stride = (stride ?? kernel).AtLeast(1, nameof(stride));
        Padding = PoolPadding.Checked(padding ?? 0, kernel);
        Dilation = (dilation ?? 1).AtLeast(1, nameof(dilation));
        Ceiling = ceiling;
    }

    /// <summary>Height and width of the window.</summary>
    public Size Kernel { get; }

    /// <summary>Steps between windows.</summary>
    public Size Stride { get; }

    /// <summary>Rows and columns added on each side.</summary>
    public Size Padding { get; }

    /// <summary>Distance between the window's pixels.</summary>
    public Size Dilation { get; }

    /// <summary>Whether a window that is cut off at the end counts.</summary>
    public bool Ceiling { get; }
}

/// <summary>The mean of each window of each channel.</summary>
/// <remarks>
/// [C, H, W] gives [C, H', W'], axes and sizes as for <see cref="MaxPool"/>. Zeros of the padding count in the mean unless
/// <see cref="CountPadding"/> is off; what a window cut off in ceiling mode lacks never counts, as in PyTorch.
/// </remarks>
public sealed record AveragePool : Leaf
{
    /// <param name="kernel">Height and width of the window, at least 1.</param>
    /// <param name="stride">Steps between windows, at least 1; the kernel's size where not given.</param>
    /// <param name="padding">Rows and columns of zeros on each side, 0 to half the kernel; 0 where not given.</param>
    /// <param name="ceiling">Whether a window that is cut off at the end counts.</param>
    /// <param name="countPadding">Whether the padding's zeros count in the mean.</param>
    public AveragePool(
        Size kernel,
        Size? stride = null,
        Size? padding = null,
        bool ceiling = false,
        bool countPadding = true
    )
    {
        Kernel = kernel.AtLeast(1, nameof(kernel));
        Stride = (stride ?? kernel).AtLeast(1, nameof(stride));
        Padding = PoolPadding.Checked(padding ?? 0, kernel);
        Ceiling = ceiling;
        CountPadding = countPadding;
    }

    /// <summary>Height and width of the window.</summary>
    public Size Kernel { get; }

    /// <summary>Steps between windows.</summary>
    public Size Stride { get; }

    /// <summary>Rows and columns of zeros on each side.</summary>
    public Size Padding { get; }

    /// <summary>Whether a window that is cut off at the end counts.</summary>
    public bool Ceiling { get; }

    /// <summary>Whether the padding's zeros count in the mean.</summary>
    public bool CountPadding { get; }
}

/// <summary>Means over windows that are laid so that the output has a given size.</summary>
/// <remarks>
/// [C, H, W] gives [C, output height, output width]; window i reaches from floor(i H / output) up to, not including,
/// ceil((i + 1) H / output), as in PyTorch. Signals [C, L] and volumes [C, D, H, W] likewise.
/// </remarks>
public sealed record AdaptiveAveragePool : Leaf
{
    /// <param name="output">Height and width of the output, at least 1.</param>
    public AdaptiveAveragePool(Size output) => Output = output.AtLeast(1, nameof(output));

    /// <summary>Height and width of the output.</summary>
    public Size Output { get; }
}

/// <summary>The mean of each channel: [C, L], [C, H, W] or [C, D, H, W] gives [C].</summary>
public sealed record GlobalAveragePool : Leaf;

/// <summary>The largest value of each channel: [C, L], [C, H, W] or [C, D, H, W] gives [C].</summary>
public sealed record GlobalMaxPool : Leaf;

/// <summary>The rule that padding is at most half the window, else a window could hold padding alone.</summary>
internal static class PoolPadding
{
    public static Size Checked(Size padding, Size kernel)
    {
        padding.AtLeast(0, nameof(padding));
        int axes = Math.Max(1, Math.Max(kernel.Axes, padding.Axes));
        // Sizes over different numbers of axes fit no image; shape inference says so.
        bool comparable = kernel.Fits(axes) && padding.Fits(axes);
        if (
            comparable
            && padding.Over(axes).Zip(kernel.Over(axes), (pad, size) => pad * 2L > size).Any(x => x)
        )
        {
            throw new ArgumentException(
                $"Padding of {padding} is more than half the window of {kernel}.",
                nameof(padding)
            );
        }
        return padding;
    }
}
