using Osler.Core.Ensembles;
using Osler.Core.Faults;

namespace Osler.Serving;

/// <summary>Calibrated probabilities of exclusive outcomes from a graph's log-odds.</summary>
internal static class CooledSoftmax
{
    /// <summary>The mean over members of the softmax at a temperature.</summary>
    /// <param name="logits">[n, members, outcomes] row-major; divided by the temperature in place.</param>
    /// <param name="members">Networks whose probabilities are averaged.</param>
    /// <param name="outcomes">Outcomes of a case.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="what">What a case is, for the message: "text", "question".</param>
    /// <param name="where">Its place, for messages.</param>
    /// <returns>[n, outcomes] row-major; each row sums to 1.</returns>
    /// <exception cref="DataException">A logit is no number.</exception>
    public static double[] Of(
        Span<float> logits,
        int members,
        int outcomes,
        double temperature,
        string what,
        string? where
    )
    {
        int n = logits.Length / (members * outcomes);
        double[] probabilities = new double[n * outcomes];
        double[] one = new double[outcomes];
        for (int i = 0; i < n; i++)
        for (int member = 0; member < members; member++)
        {
            var row = logits.Slice((i * members + member) * outcomes, outcomes);
            foreach (ref float logit in row)
                logit = float.IsFinite(logit)
                    ? (float)(logit / temperature)
                    : throw new DataException(
                        $"The network gives no number for this {what}.",
                        where,
                        "'osler verify' tells whether the bundle is sound."
                    );
            Ensemble.Softmax(row, one);
            for (int k = 0; k < outcomes; k++)
                probabilities[i * outcomes + k] += one[k] / members;
        }
        return probabilities;
    }
}
