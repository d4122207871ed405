using System.Numerics.Tensors;
using Osler.Core.Chance;

namespace Osler.Imaging.Augmentation;

/// <summary>The cases of a batch, as the network gets them.</summary>
/// <param name="Images">[N, …], row-major, normalised.</param>
/// <param name="Targets">[N, K]: shares of classes, or 0 and 1 of findings; NaN is unknown and stays so in what it is mixed into.</param>
/// <param name="Count">N, at least 1.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
public sealed record ImageBatch(Memory<float> Images, Memory<float> Targets, int Count, int Height, int Width)
{
    internal int ImageLength => Images.Length / Count;
    internal int TargetLength => Targets.Length / Count;

    /// <summary>targets = share targets + (1 - share) targets of the partners.</summary>
    internal void MixTargets(int[] partners, double share)
    {
        float[] old = Targets.ToArray();
        int length = TargetLength;
        for (int i = 0; i < Count; i++)
        for (int k = 0; k < length; k++)
        {
            // A case that is its own partner keeps its very numbers.
            float own = old[i * length + k];
            float other = old[partners[i] * length + k];
            Targets.Span[i * length + k] =
                partners[i] == i ? own : (float)(share * own + (1 - share) * other);
        }
    }

    /// <summary>A partner for every case: a random order of all.</summary>
    internal int[] Partners(KeyedRandom random)
    {
        int[] partners = [.. Enumerable.Range(0, Count)];
        random.Shuffle(partners);
        return partners;
    }
}

/// <summary>Mixes each image and its targets with another's of the batch, by one share for the batch.</summary>
/// <remarks>Zhang et al., ICLR 2018, arXiv:1710.09412; the share is drawn from Beta(alpha, alpha).</remarks>
public sealed record MixUp : BatchStep
{
    /// <summary>Both parameters of the Beta distribution, 0.01 to 100. By default 0.2.</summary>
    public double Alpha
    {
        get;
        init => field = Within(value, 0.01, 100, "mixup: alpha");
    } = 0.2;

    /// <inheritdoc/>
    public override void Apply(ImageBatch batch, KeyedRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        double share = BetaDraw.Of(random, Alpha, Alpha);
        int[] partners = batch.Partners(random);
        float[] old = batch.Images.ToArray();
        int length = batch.ImageLength;
        for (int i = 0; i < batch.Count; i++)
        {
            if (partners[i] == i)
                continue;
            var image = batch.Images.Span.Slice(i * length, length);
            TensorPrimitives.Multiply(image, (float)share, image);
            TensorPrimitives.MultiplyAdd(
                old.AsSpan(partners[i] * length, length),
                (float)(1 - share),
                image,
                image
            );
        }
        batch.MixTargets(partners, share);
    }
}

/// <summary>Replaces a rectangle of each image by that of another of the batch, and mixes targets by area.</summary>
/// <remarks>Yun et al., ICCV 2019, arXiv:1905.04899; the rectangle's share is 1 less a draw from Beta(alpha, alpha).</remarks>
public sealed record CutMix : BatchStep
{
    /// <summary>Both parameters of the Beta distribution, 0.01 to 100. By default 1.</summary>
    public double Alpha
    {
        get;
        init => field = Within(value, 0.01, 100, "cutmix: alpha");
    } = 1;

    /// <inheritdoc/>
    public override void Apply(ImageBatch batch, KeyedRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        double side = Math.Sqrt(1 - BetaDraw.Of(random, Alpha, Alpha));
        (int halfHeight, int halfWidth) = ((int)(batch.Height * side / 2), (int)(batch.Width * side / 2));
        (int row, int column) = (random.Next(batch.Height), random.Next(batch.Width));
        (int top, int bottom) = (Math.Max(0, row - halfHeight), Math.Min(batch.Height, row + halfHeight));
        (int left, int right) = (Math.Max(0, column - halfWidth), Math.Min(batch.Width, column + halfWidth));
        int[] partners = batch.Partners(random);
        float[] old = batch.Images.ToArray();
        int planes = batch.Images.Length / (batch.Height * batch.Width);
        int planesEach = planes / batch.Count;
        for (int plane = 0; plane < planes; plane++)
        {
            int from = partners[plane / planesEach] * planesEach + plane % planesEach;
            for (int y = top; y < bottom; y++)
                old.AsSpan((from * batch.Height + y) * batch.Width + left, right - left)
                    .CopyTo(batch.Images.Span[((plane * batch.Height + y) * batch.Width + left)..]);
        }
        double cut = (double)(bottom - top) * (right - left) / ((double)batch.Height * batch.Width);
        batch.MixTargets(partners, 1 - cut);
    }
}

/// <summary>Draws from the Beta distribution.</summary>
internal static class BetaDraw
{
    /// <summary>X / (X + Y) of two Gamma deviates.</summary>
    public static double Of(KeyedRandom random, double a, double b)
    {
        (double x, double y) = (Gamma(random, a), Gamma(random, b));
        return x + y > 0 ? x / (x + y) : 0.5;
    }

    /// <summary>Marsaglia and Tsang, ACM Trans. Math. Softw. 26(3), 2000, doi:10.1145/358407.358414.</summary>
    private static double Gamma(KeyedRandom random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextNormal();
            double v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
