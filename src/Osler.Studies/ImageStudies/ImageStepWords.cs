using System.Globalization;
using Osler.Core.Blocks;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Imaging.Resampling;

namespace Osler.Studies;

/// <summary>Steps of image preprocessing in words.</summary>
internal static class ImageStepWords
{
    /// <summary>Which views are judged; null for the image alone.</summary>
    public static string? Of(TestTimeViews views) =>
        views switch
        {
            TestTimeViews.Flip => "Judged: the mean over the image and its mirror image",
            TestTimeViews.TurnsAndFlips => "Judged: the mean over four turns and their mirror images",
            TestTimeViews.FiveCrops => "Judged: the mean over the four corners and the middle",
            TestTimeViews.TenCrops =>
                "Judged: the mean over the four corners and the middle, and their mirror images",
            _ => null,
        };

    public static string Of(ImageStep step)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return step switch
        {
            Grey => "Colour to one channel of brightness",
            Rgb => "Three channels, red, green and blue",
            FileWindow => "DICOM images under their own file's window or table, as a viewer shows them first",
            Window window => string.Create(
                invariant,
                $"Numbers limited to {window.Low:0.####} (black) to {window.High:0.####} (white)"
            ),
            Scale => "Pixels from 0 (black) to 1 (white)",
            Equalise equalise => string.Create(
                invariant,
                $"Contrast evened out in {equalise.Tiles} x {equalise.Tiles} tiles (CLAHE, clip limit {equalise.ClipLimit:0.####})"
            ),
            CropToContent crop => string.Create(
                invariant,
                $"Black borders cut off (what is at most {crop.Threshold:P1} bright{(crop.Margin > 0 ? $"; {crop.Margin} pixels are kept around" : "")})"
            ),
            FundusCrop => "Fundus photographs cut to the square around the retina, black outside it",
            Resize resize => $"Resized to {Pixels(resize.Size)} {By(resize)}",
            ShorterSide shorter =>
                $"Resized in proportion, so that the shorter side has {shorter.Size} pixels {By(shorter)}",
            Pad { Size: { } size } pad => $"Surrounded by {Ground(pad)} to at least {Pixels(size)}",
            Pad pad => $"Surrounded by {Ground(pad)} to a square",
            CentreCrop crop => $"The middle {Pixels(crop.Size)}",
            Normalise { By: NormaliseBy.PerImage } =>
                "Each image less its own mean, over its own standard deviation",
            Normalise { By: NormaliseBy.Imagenet } =>
                "Each channel less its mean over ImageNet's photographs, over its standard deviation there",
            Normalise { Mean: [var mean], StandardDeviation: [var deviation] } => string.Create(
                invariant,
                $"Pixels less {mean:0.####}, over {deviation:0.####}"
            ),
            Normalise => "Each channel less its mean over the training images, over its standard deviation",
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "A step without words."),
        };
    }

    private static string Pixels(Size size) => $"{size.Height} x {size.Width} pixels";

    private static string By(ResamplingStep step) =>
        step.Filter switch
        {
            ResizeFilter.Nearest => "(each the nearest one)",
            ResizeFilter.Area => "(means of areas)",
            _ =>
                $"({step.Filter.ToString().ToLowerInvariant()}{(step.Antialias ? "" : ", without antialiasing")})",
        };

    private static string Ground(Pad pad) =>
        pad.Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.####}") : "black";
}
