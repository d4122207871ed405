using Osler.Core.Chance;

namespace Osler.Imaging.Augmentation;

/// <summary>Makes an image brighter or darker: every sample's distance from black times a factor.</summary>
public sealed record Brightness : PhotometricStep
{
    /// <summary>The factor is drawn from 1 - by to 1 + by, 0 to 1. By default 0.2.</summary>
    public double By
    {
        get;
        init => field = Within(value, 0, 1, "brightness: by");
    } = 0.2;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new BrightnessDraw(Uniform(random, 1 - By, 1 + By));
}

/// <summary>Spreads or narrows brightness about the image's mean luma.</summary>
public sealed record Contrast : PhotometricStep
{
    /// <summary>The factor is drawn from 1 - by to 1 + by, 0 to 1. By default 0.2.</summary>
    public double By
    {
        get;
        init => field = Within(value, 0, 1, "contrast: by");
    } = 0.2;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new ContrastDraw(Uniform(random, 1 - By, 1 + By));
}

/// <summary>Makes colours stronger or paler about each pixel's luma. Without effect on grey images.</summary>
public sealed record Saturation : PhotometricStep
{
    /// <summary>The factor is drawn from 1 - by to 1 + by, 0 to 1. By default 0.2.</summary>
    public double By
    {
        get;
        init => field = Within(value, 0, 1, "saturation: by");
    } = 0.2;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new SaturationDraw(Uniform(random, 1 - By, 1 + By));
}

/// <summary>Turns every hue by the same angle. Without effect on grey images.</summary>
public sealed record Hue : PhotometricStep
{
    /// <summary>The turn is drawn from -by to by, as a share of the whole circle, 0 to 0.5. By default 0.02.</summary>
    public double By
    {
        get;
        init => field = Within(value, 0, 0.5, "hue: by");
    } = 0.02;

    internal override PhotometricDraw Draw(KeyedRandom random) => new HueDraw(Uniform(random, -By, By));
}

/// <summary>
/// AlexNet's colour noise: one colour for the whole image, drawn along the principal axes of ImageNet's colours.
/// </summary>
/// <remarks>
/// Krizhevsky, Sutskever and Hinton, NIPS 2012, section 4.1: the eigenvectors of the covariance of ImageNet's RGB
/// values, each times its eigenvalue times a normal deviate. Both as published with Torch's ResNet training code.
/// Without effect on grey images.
/// </remarks>
public sealed record ColourNoise : PhotometricStep
{
    /// <summary>Standard deviation of the deviates, 0 to 10. By default 0.1.</summary>
    public double Deviation
    {
        get;
        init => field = Within(value, 0, 10, "colour_noise: deviation");
    } = 0.1;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new ColourNoiseDraw(
            Deviation * random.NextNormal(),
            Deviation * random.NextNormal(),
            Deviation * random.NextNormal()
        );
}

/// <summary>Smooths by a Gaussian of random width.</summary>
public sealed record Blur : PhotometricStep
{
    /// <summary>Chance that it is done, 0 to 1. By default 0.5.</summary>
    public double Chance
    {
        get;
        init => field = Within(value, 0, 1, "blur: chance");
    } = 0.5;

    /// <summary>Greatest standard deviation in pixels, 0.1 to 50; the least is 0.1. By default 2.</summary>
    public double Deviation
    {
        get;
        init => field = Within(value, 0.1, 50, "blur: deviation");
    } = 2;

    internal override PhotometricDraw? Draw(KeyedRandom random)
    {
        (double chance, double deviation) = (random.NextDouble(), Uniform(random, 0.1, Deviation));
        return chance < Chance ? new BlurDraw(deviation) : null;
    }
}

/// <summary>Adds normal noise, each sample its own.</summary>
public sealed record Noise : PhotometricStep
{
    /// <summary>Standard deviation as a share of the range from black to white, 0 to 1. By default 0.02.</summary>
    public double Deviation
    {
        get;
        init => field = Within(value, 0, 1, "noise: deviation");
    } = 0.02;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new NoiseDraw(Deviation, random.NextInt64());
}

/// <summary>Covers a square at a random place by the image's mean; it may reach beyond the edge.</summary>
/// <remarks>DeVries and Taylor, arXiv:1708.04552, 2017. The mask and the boxes are left as they are.</remarks>
public sealed record Cutout : PhotometricStep
{
    /// <summary>Side of the square as a share of the image's shorter side, 0 to 1. By default 0.25.</summary>
    public double Share
    {
        get;
        init => field = Within(value, 0, 1, "cutout: share");
    } = 0.25;

    internal override PhotometricDraw Draw(KeyedRandom random) =>
        new CutoutDraw(random.NextDouble(), random.NextDouble(), Share);
}
