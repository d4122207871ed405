using System.Text.Json.Serialization;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>One step from an image as read to what the network gets. Steps run in the order declared.</summary>
[JsonPolymorphic(
    TypeDiscriminatorPropertyName = "step",
    UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization
)]
[JsonDerivedType(typeof(FileWindow), "file_window")]
[JsonDerivedType(typeof(Grey), "grey")]
[JsonDerivedType(typeof(Rgb), "rgb")]
[JsonDerivedType(typeof(CropToContent), "crop_to_content")]
[JsonDerivedType(typeof(FundusCrop), "fundus_crop")]
[JsonDerivedType(typeof(Resize), "resize")]
[JsonDerivedType(typeof(ShorterSide), "shorter_side")]
[JsonDerivedType(typeof(Pad), "pad")]
[JsonDerivedType(typeof(CentreCrop), "centre_crop")]
[JsonDerivedType(typeof(Window), "window")]
[JsonDerivedType(typeof(Equalise), "equalise")]
[JsonDerivedType(typeof(Scale), "scale")]
[JsonDerivedType(typeof(Normalise), "normalise")]
public abstract record ImageStep
{
    private protected ImageStep() { }

    /// <summary>Whether it gives each pixel another value and moves none.</summary>
    internal bool IsPointwise => this is FileWindow or Grey or Rgb or Window or Scale or Normalise;

    /// <summary>Works on the image in place.</summary>
    internal abstract void Run(Planes image);

    /// <summary>Refuses a size that is no height and width, or out of range.</summary>
    internal static Size Sides(Size size, string step) =>
        Checked(
            size,
            size is { Height: >= 1 and <= 16_384, Width: >= 1 and <= 16_384, Axes: < 3 },
            $"{step}: size",
            "from 1 to 16384, one number or height and width"
        );

    /// <summary>Refuses a setting out of its range.</summary>
    private protected static T Checked<T>(T value, bool fits, string setting, string needs) =>
        fits ? value : throw new RequestException($"{setting} is {value}; it must be {needs}.");
}
