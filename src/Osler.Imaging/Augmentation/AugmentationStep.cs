using System.Text.Json.Serialization;
using Osler.Core.Chance;
using Osler.Core.Faults;

namespace Osler.Imaging.Augmentation;

/// <summary>
/// One way to vary a training image. What happens to an image is drawn first, from a stream of the case's own, and
/// applied afterwards to the image, its mask and its boxes alike.
/// </summary>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "augment",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization
)]
[JsonDerivedType(typeof(Flip), "flip")]
[JsonDerivedType(typeof(QuarterTurns), "quarter_turns")]
[JsonDerivedType(typeof(Rotate), "rotate")]
[JsonDerivedType(typeof(Affine), "affine")]
[JsonDerivedType(typeof(Elastic), "elastic")]
[JsonDerivedType(typeof(Crop), "crop")]
[JsonDerivedType(typeof(ShiftedCrop), "shifted_crop")]
[JsonDerivedType(typeof(Brightness), "brightness")]
[JsonDerivedType(typeof(Contrast), "contrast")]
[JsonDerivedType(typeof(Saturation), "saturation")]
[JsonDerivedType(typeof(Hue), "hue")]
[JsonDerivedType(typeof(ColourNoise), "colour_noise")]
[JsonDerivedType(typeof(Blur), "blur")]
[JsonDerivedType(typeof(Noise), "noise")]
[JsonDerivedType(typeof(Cutout), "cutout")]
[JsonDerivedType(typeof(MixUp), "mixup")]
[JsonDerivedType(typeof(CutMix), "cutmix")]
public abstract record AugmentationStep
{
    private protected AugmentationStep() { }

    /// <summary>Refuses a setting out of its range.</summary>
    private protected static double Within(double value, double low, double high, string setting) =>
        value >= low && value <= high
            ? value
            : throw new RequestException($"{setting} is {value}; it must be from {low} to {high}.");

    /// <summary>A draw from [low, high).</summary>
    private protected static double Uniform(KeyedRandom random, double low, double high) =>
        low + (high - low) * random.NextDouble();
}

/// <summary>A step that moves pixels. All of an image's are composed into one map and one resampling.</summary>
public abstract record GeometricStep : AugmentationStep
{
    private protected GeometricStep() { }

    /// <summary>Draws, and adds what was drawn to the map.</summary>
    internal abstract void Draw(KeyedRandom random, Geometry geometry);
}

/// <summary>A step that changes brightness or colour where pixels are.</summary>
public abstract record PhotometricStep : AugmentationStep
{
    private protected PhotometricStep() { }

    /// <summary>Draws what will be done; null where nothing will.</summary>
    internal abstract PhotometricDraw? Draw(KeyedRandom random);
}

/// <summary>A step that mixes the cases of a batch.</summary>
public abstract record BatchStep : AugmentationStep
{
    private protected BatchStep() { }

    /// <summary>Mixes images and targets in place.</summary>
    /// <param name="batch">The cases of a batch.</param>
    /// <param name="random">Keyed by the batch.</param>
    public abstract void Apply(ImageBatch batch, KeyedRandom random);
}
