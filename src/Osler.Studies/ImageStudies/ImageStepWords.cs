using System.Globalization;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;

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

    public static string Of(ImageStep step) =>
        step switch
        {
            FileWindow => "DICOM images as their own file's first table or window shows them, from 0 to 255",
            Grey => "Colour to one channel of brightness",
            Rgb => "Three channels, red, green and blue",
            Scale => "Pixels from 0 (black) to 1 (white)",
            Normalise normalise when normalise.By == NormaliseBy.PerImage =>
                "Each image less its own mean, over its own standard deviation",
            Normalise { Mean: [var mean], StandardDeviation: [var deviation] } => string.Create(
                CultureInfo.InvariantCulture,
                $"Pixels less {mean:0.####}, over {deviation:0.####}"
            ),
            Normalise => "Each channel less its mean over the training images, over its standard deviation",
            _ => step.ToString(),
        };
}
