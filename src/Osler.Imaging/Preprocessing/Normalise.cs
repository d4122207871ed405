using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Osler.Core.Faults;
using Osler.Imaging.Rasters;

namespace Osler.Imaging.Preprocessing;

/// <summary>Where the mean and the standard deviation of <see cref="Normalise"/> come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NormaliseBy>))]
public enum NormaliseBy
{
    /// <summary>All training images, each channel by itself; learnt once, then fixed.</summary>
    [JsonStringEnumMemberName("per_data_set")]
    PerDataSet,

    /// <summary>Each image's own, over all its channels; an image of one number becomes zeros.</summary>
    [JsonStringEnumMemberName("per_image")]
    PerImage,

    /// <summary>ImageNet's training images, for networks pretrained on them; rgb and scale must come before.</summary>
    [JsonStringEnumMemberName("imagenet")]
    Imagenet,
}

/// <summary>Subtracts a mean and divides by a standard deviation (n - 0). The last step.</summary>
/// <remarks>
/// ImageNet's are those of torchvision: mean 0.485, 0.456, 0.406, standard deviation 0.229, 0.224, 0.225. A training
/// set of one number has the standard deviation 0, for which 1 is taken.
/// </remarks>
public sealed record Normalise : ImageStep
{
    private static readonly ImmutableArray<double> ImagenetMean = [0.485, 0.456, 0.406];
    private static readonly ImmutableArray<double> ImagenetDeviation = [0.229, 0.224, 0.225];

    /// <summary>Where the two come from. By default per_data_set.</summary>
    public NormaliseBy By { get; init; } = NormaliseBy.PerDataSet;

    /// <summary>
    /// Mean of each channel, or one for all: stated, or learnt from the training images where by is per_data_set and
    /// nothing is stated.
    /// </summary>
    public ImmutableArray<double> Mean
    {
        get;
        init => field = AllFinite(value, "mean");
    } = [];

    /// <summary>Standard deviation of each channel, or one for all; above 0. Stated or learnt together with the mean.</summary>
    public ImmutableArray<double> StandardDeviation
    {
        get;
        init =>
            field = AllFinite(value, "standard_deviation").All(one => one > 0)
                ? value
                : throw new RequestException("normalise: standard_deviation must be above 0.");
    } = [];

    /// <summary>Whether it must see the training images first.</summary>
    internal bool IsToLearn => By == NormaliseBy.PerDataSet && Mean.IsEmpty;

    /// <summary>Refuses settings that contradict each other or the number of channels.</summary>
    internal void Require(int channels, bool isScaled)
    {
        if (Mean.Length != StandardDeviation.Length)
            throw new RequestException(
                $"normalise: {Mean.Length} means and {StandardDeviation.Length} standard deviations.",
                remedy: "State both, for each channel, or none."
            );
        if (By != NormaliseBy.PerDataSet && !Mean.IsEmpty)
            throw new RequestException(
                "normalise: mean and standard_deviation are stated, and also taken from elsewhere.",
                remedy: "Leave out 'by', or the two."
            );
        if (Mean.Length > 1 && Mean.Length != channels)
            throw new RequestException(
                $"normalise: {Mean.Length} means for images of {channels} channels.",
                remedy: "State one, or one for each channel; 'rgb' or 'grey' sets the channels."
            );
        if (By == NormaliseBy.Imagenet && channels != 3)
            throw new RequestException(
                "normalise: ImageNet's images have 3 channels; these have 1.",
                remedy: "Put 'rgb' before."
            );
        if (By == NormaliseBy.Imagenet && !isScaled)
            throw new RequestException(
                "normalise: ImageNet's mean is one of numbers in [0, 1].",
                remedy: "Put 'scale' before."
            );
    }

    internal override void Run(Planes image) => Run(image, image.Values);

    /// <summary>Writes the image's normalised numbers elsewhere, so that its last pass is also its copy.</summary>
    /// <param name="image">Left as it is, unless the destination is its own values.</param>
    /// <param name="destination">[C, D, H, W].</param>
    internal void Run(Planes image, Span<float> destination)
    {
        if (By == NormaliseBy.PerImage)
        {
            var all = image.Values;
            var (mean, deviation) = Moments.Of(all).MeanAndDeviation();
            Shift(all, mean, deviation == 0 ? 1 : deviation, destination);
            return;
        }
        var (means, deviations) =
            By == NormaliseBy.Imagenet ? (ImagenetMean, ImagenetDeviation) : (Mean, StandardDeviation);
        for (int channel = 0; channel < image.Channels; channel++)
        {
            int which = means.Length == 1 ? 0 : channel;
            var values = image.Channel(channel);
            Shift(
                values,
                means[which],
                deviations[which],
                destination.Slice(channel * values.Length, values.Length)
            );
        }
    }

    private static void Shift(ReadOnlySpan<float> values, double mean, double deviation, Span<float> to)
    {
        TensorPrimitives.Subtract(values, (float)mean, to);
        TensorPrimitives.Multiply(to[..values.Length], (float)(1 / deviation), to);
    }

    private static ImmutableArray<double> AllFinite(ImmutableArray<double> values, string setting) =>
        !values.IsDefault && values.All(double.IsFinite) && values.Length is 0 or 1 or 3
            ? values
            : throw new RequestException($"normalise: {setting} must be 1 or 3 finite numbers.");
}
