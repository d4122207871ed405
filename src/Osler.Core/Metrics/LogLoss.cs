namespace Osler.Core.Metrics;

/// <summary>Mean negative log-likelihood of the outcomes (binary cross-entropy), in nats.</summary>
/// <remarks>
/// 0: certain and right every time; ln 2 = 0.693: every case given 0.5. Probabilities are clipped by
/// <see cref="Clip"/>, as scikit-learn's, so that one certain error costs 36 nats and not infinity.
/// </remarks>
public static class LogLoss
{
    /// <summary>Probabilities closer to 0 or 1 than this count as this close: 2^-52.</summary>
    public const double Clip = 2.220446049250313e-16;

    /// <summary>The mean loss; null for no case.</summary>
    /// <param name="scores">[cases] probabilities.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Checked.Probabilities(scores, outcomes);
        if (scores.IsEmpty)
            return null;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
            sum += Of(scores[i], outcomes[i]);
        return sum / scores.Length;
    }

    /// <summary>One case's loss, in nats.</summary>
    internal static double Of(double probability, bool outcome) =>
        -Math.Log(Math.Clamp(outcome ? probability : 1 - probability, Clip, 1 - Clip));
}
