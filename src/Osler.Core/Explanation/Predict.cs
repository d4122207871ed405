using Osler.Core.Faults;

namespace Osler.Core.Explanation;

/// <summary>A model, seen from outside: raw input values in, one number a case out.</summary>
/// <param name="rows">[n, inputs] row-major raw values, before preprocessing; NaN is missing.</param>
/// <param name="n">Cases, 1 or more.</param>
/// <param name="probabilities">
/// [n] the probability, or the logit where explanations are wanted on that scale.
/// </param>
public delegate void Predict(ReadOnlySpan<double> rows, int n, Span<double> probabilities);

/// <summary>Calls a model in batches, so that memory stays bounded.</summary>
internal static class Predictions
{
    /// <summary>Rows that a model is asked for at once.</summary>
    public const int Batch = 4096;

    /// <summary>[n] predictions; a NaN is a fault of the model and is named.</summary>
    public static double[] Of(Predict predict, ReadOnlySpan<double> rows, int inputs)
    {
        int n = rows.Length / inputs;
        double[] predictions = new double[n];
        for (int start = 0; start < n; start += Batch)
        {
            int count = Math.Min(Batch, n - start);
            predict(rows.Slice(start * inputs, count * inputs), count, predictions.AsSpan(start, count));
        }
        foreach (double prediction in predictions)
            if (!double.IsFinite(prediction))
                throw new DataException(
                    "the model gives no finite number for a case that is explained.",
                    remedy: "Check that missing inputs are imputed and that training has not diverged."
                );
        return predictions;
    }

    /// <summary>The number of rows; throws when the values do not fill them.</summary>
    public static int Rows(ReadOnlySpan<double> rows, int inputs, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (rows.IsEmpty || rows.Length % inputs != 0)
            throw new ArgumentException($"{rows.Length} values for rows of {inputs} inputs.", name);
        return rows.Length / inputs;
    }
}
