using Osler.Core.Ensembles;
using Osler.Core.Faults;

namespace Osler.Serving;

/// <summary>Calibrated probabilities of exclusive outcomes from a graph's log-odds.</summary>
internal static class CooledSoftmax
{
    /// <summary>The mean over members of the softmax at a temperature.</summary>
    /// <param name="logits">[n, members, outcomes] row-major.</param>
    /// <param name="members">Networks whose probabilities are averaged.</param>
    /// <param name="outcomes">Outcomes of a case.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="what">What a case is, for the message: "text", "question".</param>
    /// <param name="where">Its place, for messages.</param>
    /// <returns>[n, outcomes] row-major; each row sums to 1.</returns>
    /// <exception cref="DataException">A logit is no number.</exception>
    public static double[] Of(
        ReadOnlySpan<float> logits,
        int members,
        int outcomes,
        double temperature,
        string what,
        string? where
    )
    {
        foreach (float logit in logits)
            if (!float.IsFinite(logit))
                throw new DataException(
                    $"The network gives no number for this {what}.",
                    where,
                    "'osler verify' tells whether the bundle is sound."
                );
        return Ensemble.CooledSoftmax(logits, members, outcomes, temperature);
    }
}
