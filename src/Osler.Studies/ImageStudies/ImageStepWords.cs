using System.Globalization;
using Osler.Imaging.Preprocessing;

namespace Osler.Studies;

/// <summary>Steps of image preprocessing in words.</summary>
internal static class ImageStepWords
{
    public static string Of(ImageStep step) =>
        step switch
        {
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
