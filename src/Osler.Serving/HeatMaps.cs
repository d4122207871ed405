using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Serving;

/// <summary>Where in an image a prediction's evidence lies, without gradients.</summary>
/// <remarks>
/// Of a network that ends in means of its channels, class activation maps that the graph itself gives; of others
/// occlusion: a square of an eighth of the sides, filled with each channel's mean, is laid over every place in half steps.
/// A heat map shows what moved this network, not whether it is right.
/// </remarks>
public static class HeatMaps
{
    // A patch covers this share of each side, and moves by half of itself (by itself through volumes).
    private const int Patches = 8;

    // Numbers that go into the network at once.
    private const int AtOnce = 1 << 21;

    /// <summary>Heat maps of some outcomes.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="prepared">[C, H, W] or [C, D, H, W], as of the predictor's preprocessing.</param>
    /// <param name="outcomes">Indices of outcomes.</param>
    /// <exception cref="DataException">The network gives no number for the image.</exception>
    public static ImmutableArray<HeatMap> Of(
        ImagePredictor predictor,
        ReadOnlySpan<float> prepared,
        params ReadOnlySpan<int> outcomes
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        if (prepared.Length != predictor.Preprocessing.Length)
            throw new ArgumentException(
                $"{prepared.Length} numbers for {predictor.Preprocessing.Output}.",
                nameof(prepared)
            );
        var (method, sizes, all) = predictor.HeatSizes is { } places
            ? (HeatMethod.ClassActivation, places, Activation(predictor, prepared))
            : Occlusion(predictor, prepared.ToArray());
        int area = sizes.Aggregate(1, (product, size) => product * size);
        if (predictor.Exclusive)
            Centre(all, predictor.Outcomes, area);
        foreach (float value in all)
            if (!float.IsFinite(value))
                throw new DataException("The network gives no number for this image.");
        var maps = ImmutableArray.CreateBuilder<HeatMap>(outcomes.Length);
        foreach (int outcome in outcomes)
            maps.Add(
                new HeatMap(
                    predictor.Card.Outcomes[outcome].Name,
                    method,
                    sizes,
                    [.. all.AsSpan(outcome * area, area)]
                )
            );
        return maps.MoveToImmutable();
    }

    // [outcomes, places]: the mean over members.
    private static float[] Activation(ImagePredictor predictor, ReadOnlySpan<float> prepared)
    {
        float[] of = predictor.Heat(prepared);
        int length = of.Length / predictor.Members;
        float[] mean = new float[length];
        for (int i = 0; i < of.Length; i++)
            mean[i % length] += of[i] / predictor.Members;
        return mean;
    }

    // Exclusive outcomes have one softmax, which what is common to all of them does not move.
    private static void Centre(float[] maps, int outcomes, int area)
    {
        for (int place = 0; place < area; place++)
        {
            double mean = 0;
            for (int k = 0; k < outcomes; k++)
                mean += maps[k * area + place] / outcomes;
            for (int k = 0; k < outcomes; k++)
                maps[k * area + place] -= (float)mean;
        }
    }

    private static (HeatMethod, ImmutableArray<int>, float[]) Occlusion(
        ImagePredictor predictor,
        float[] image
    )
    {
        int[] axes = [.. predictor.Preprocessing.Output.Sizes[1..]];
        int[] patch = Array.ConvertAll(axes, size => Math.Max(1, (size + Patches - 1) / Patches));
        int[] step = axes.Length == 3 ? patch : Array.ConvertAll(patch, size => Math.Max(1, size / 2));
        int[] places = [.. axes.Zip(step, (size, by) => (size + by - 1) / by)];
        int area = places.Aggregate(1, (product, size) => product * size);
        int outcomes = predictor.Outcomes;
        double[] whole = Scores(predictor, image, 1);
        float[] fill = Means(image, predictor.Preprocessing.Output[0]);
        float[] drops = new float[outcomes * area];
        int batch = Math.Clamp(AtOnce / image.Length, 1, 64);
        float[] covered = new float[Math.Min(batch, area) * image.Length];
        for (int first = 0; first < area; first += batch)
        {
            int count = Math.Min(batch, area - first);
            for (int i = 0; i < count; i++)
            {
                var one = covered.AsSpan(i * image.Length, image.Length);
                image.CopyTo(one);
                Cover(one, axes, Corner(first + i, places, step, patch), patch, fill);
            }
            double[] scores = Scores(predictor, covered.AsSpan(0, count * image.Length), count);
            for (int i = 0; i < count; i++)
            for (int k = 0; k < outcomes; k++)
                drops[k * area + first + i] = (float)(whole[k] - scores[i * outcomes + k]);
        }
        return (HeatMethod.Occlusion, [.. places], drops);
    }

    // [n, outcomes]: mean log-odds of the members.
    private static double[] Scores(ImagePredictor predictor, ReadOnlySpan<float> images, int n)
    {
        (int members, int outcomes) = (predictor.Members, predictor.Outcomes);
        float[] logits = new float[n * members * outcomes];
        predictor.Logits(images, n, logits);
        double[] scores = new double[n * outcomes];
        for (int i = 0; i < logits.Length; i++)
            scores[i / (members * outcomes) * outcomes + i % outcomes] += logits[i] / (double)members;
        return scores;
    }

    private static float[] Means(float[] image, int channels)
    {
        int length = image.Length / channels;
        float[] means = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            foreach (float value in image.AsSpan(channel * length, length))
                sum += value;
            means[channel] = (float)(sum / length);
        }
        return means;
    }

    // The patch's middle lies in the middle of the place.
    private static int[] Corner(int place, int[] places, int[] step, int[] patch)
    {
        int[] corner = new int[places.Length];
        for (int axis = places.Length - 1; axis >= 0; axis--)
        {
            corner[axis] = place % places[axis] * step[axis] - (patch[axis] - step[axis]) / 2;
            place /= places[axis];
        }
        return corner;
    }

    private static void Cover(Span<float> image, int[] axes, int[] corner, int[] patch, float[] fill)
    {
        int depth = axes.Length == 3 ? axes[0] : 1;
        (int height, int width) = (axes[^2], axes[^1]);
        (int near, int far) =
            axes.Length == 3 ? (Math.Max(0, corner[0]), Math.Min(depth, corner[0] + patch[0])) : (0, 1);
        (int top, int bottom) = (Math.Max(0, corner[^2]), Math.Min(height, corner[^2] + patch[^2]));
        (int left, int right) = (Math.Max(0, corner[^1]), Math.Min(width, corner[^1] + patch[^1]));
        for (int channel = 0; channel < fill.Length; channel++)
        for (int slice = near; slice < far; slice++)
        for (int row = top; row < bottom; row++)
            image
                .Slice(((channel * depth + slice) * height + row) * width + left, right - left)
                .Fill(fill[channel]);
    }
}
