namespace Osler.Core.Ensembles;

/// <summary>A probability with the range in which the members of an ensemble put it.</summary>
/// <param name="Probability">Mean of the members' probabilities, in [0, 1].</param>
/// <param name="Low">Lower limit of the 95 % range; null for one network alone, which has no spread.</param>
/// <param name="High">Upper limit.</param>
public readonly record struct EnsembleEstimate(double Probability, double? Low, double? High);

/// <summary>How the members of an ensemble become one probability, in training's judging and in serving alike.</summary>
/// <remarks>
/// The probability is the mean of the members' probabilities (a linear opinion pool). The range is Student's
/// 95 % prediction interval on the logit scale: mean ± t(K - 1) · s · √(1 + 1/K), s the members' standard
/// deviation. It tells where one more network, trained alike with other chances, would put this patient: the doubt
/// that comes from training. It does not cover patients unlike those seen, nor a wrong question.
/// </remarks>
public static class Ensemble
{
    /// <summary>Mean of the members' probabilities.</summary>
    /// <param name="logits">[K] log-odds, one a member.</param>
    public static double Probability(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("An ensemble has at least one member.", nameof(logits));
        double sum = 0;
        foreach (float logit in logits)
            sum += Sigmoid(logit);
        return sum / logits.Length;
    }

    /// <summary>Mean of the members' probabilities and the 95 % range.</summary>
    /// <param name="logits">[K] log-odds, one a member.</param>
    public static EnsembleEstimate Of(ReadOnlySpan<float> logits)
    {
        double probability = Probability(logits);
        if (logits.Length < 2)
            return new(probability, null, null);
        double mean = 0;
        foreach (float logit in logits)
            mean += logit;
        mean /= logits.Length;
        double squares = 0;
        foreach (float logit in logits)
            squares += (logit - mean) * (logit - mean);
        int freedom = logits.Length - 1;
        double half =
            StudentT.Quantile975(freedom) * Math.Sqrt(squares / freedom) * Math.Sqrt(1 + 1.0 / logits.Length);
        // The mean probability isn't the probability of the mean logit: keep it inside its own range.
        return new(
            probability,
            Math.Min(probability, Sigmoid(mean - half)),
            Math.Max(probability, Sigmoid(mean + half))
        );
    }

    /// <summary>1 / (1 + e⁻ˣ), without overflow.</summary>
    public static double Sigmoid(double logit) =>
        logit >= 0 ? 1 / (1 + Math.Exp(-logit)) : Math.Exp(logit) / (1 + Math.Exp(logit));

    /// <summary>
    /// The reverse of <see cref="Sigmoid"/>, ln(p / (1 - p)), of a probability held off 0 and 1 by 1e-9, so that it is finite.
    /// </summary>
    /// <param name="probability">In [0, 1].</param>
    public static double LogOdds(double probability)
    {
        double inside = Math.Clamp(probability, 1e-9, 1 - 1e-9);
        return Math.Log(inside / (1 - inside));
    }

    /// <summary>Probabilities of classes of which exactly one is right: exp zₖ / Σⱼ exp zⱼ, without overflow.</summary>
    /// <param name="logits">[classes], at least one.</param>
    /// <param name="probabilities">[classes]; they sum to 1.</param>
    public static void Softmax(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        double most = logits[0];
        foreach (float logit in logits)
            most = Math.Max(most, logit);
        double sum = 0;
        for (int k = 0; k < logits.Length; k++)
            sum += probabilities[k] = Math.Exp(logits[k] - most);
        foreach (ref double probability in probabilities[..logits.Length])
            probability /= sum;
    }

    /// <summary>The mean over members of each case's <see cref="Softmax"/> at a temperature.</summary>
    /// <remarks>Guo et al., ICML 2017, arXiv:1706.04599.</remarks>
    /// <param name="logits">[n, members, classes] row-major.</param>
    /// <param name="members">Networks whose probabilities are averaged.</param>
    /// <param name="classes">How many, at least one.</param>
    /// <param name="temperature">What logits are divided by, above 0.</param>
    /// <returns>[n, classes] row-major; each row sums to 1.</returns>
    public static double[] CooledSoftmax(
        ReadOnlySpan<float> logits,
        int members,
        int classes,
        double temperature
    )
    {
        double[] probabilities = new double[logits.Length / members];
        float[] cooled = new float[classes];
        double[] one = new double[classes];
        for (int row = 0; row < logits.Length / classes; row++)
        {
            for (int k = 0; k < classes; k++)
                cooled[k] = (float)(logits[row * classes + k] / temperature);
            Softmax(cooled, one);
            var sum = probabilities.AsSpan(row / members * classes, classes);
            for (int k = 0; k < classes; k++)
                sum[k] += one[k] / members;
        }
        return probabilities;
    }

    /// <summary>
    /// Log-odds of one class against the rest, zₖ - log Σ_{j≠k} exp zⱼ: its <see cref="Sigmoid"/> is that class's
    /// <see cref="Softmax"/>, so that <see cref="Of"/> takes classes as it takes outcomes by themselves.
    /// </summary>
    /// <param name="logits">[classes].</param>
    /// <param name="outcome">Index of the class.</param>
    /// <returns>+∞ where there is no other class.</returns>
    public static float AgainstTheRest(ReadOnlySpan<float> logits, int outcome)
    {
        double most = double.NegativeInfinity;
        for (int other = 0; other < logits.Length; other++)
            if (other != outcome)
                most = Math.Max(most, logits[other]);
        double sum = 0;
        for (int other = 0; other < logits.Length; other++)
            if (other != outcome)
                sum += Math.Exp(logits[other] - most);
        return (float)(logits[outcome] - most - Math.Log(sum));
    }
}
