namespace Osler.Learning.Losses;

/// <summary>Labels of exclusive classes as shares, for cases that are mixed of several.</summary>
internal static class ClassShares
{
    /// <summary>1 for a case's class, 0 for the others; NaN for all where the class is unknown.</summary>
    /// <param name="targets">[n]: class indices, NaN unknown.</param>
    /// <param name="classes">How many classes.</param>
    /// <returns>[n, classes].</returns>
    public static float[] Of(ReadOnlySpan<float> targets, int classes)
    {
        float[] shares = new float[targets.Length * classes];
        for (int i = 0; i < targets.Length; i++)
            if (float.IsNaN(targets[i]))
                shares.AsSpan(i * classes, classes).Fill(float.NaN);
            else
                shares[i * classes + (int)targets[i]] = 1;
        return shares;
    }

    /// <summary>Labels and weights of mixed shares: what an unknown class is mixed into has no weight.</summary>
    /// <param name="shares">[n, classes].</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="labels">[n, classes].</param>
    /// <param name="weights">[n].</param>
    public static void Prepare(
        ReadOnlySpan<float> shares,
        int classes,
        Span<float> labels,
        Span<float> weights
    )
    {
        for (int i = 0; i < weights.Length; i++)
        {
            var own = shares.Slice(i * classes, classes);
            bool known = !float.IsNaN(own[0]);
            weights[i] = known ? 1 : 0;
            if (known)
                own.CopyTo(labels.Slice(i * classes, classes));
            else
                labels.Slice(i * classes, classes).Clear();
        }
    }
}
