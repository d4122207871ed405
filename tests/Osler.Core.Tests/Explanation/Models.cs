using Osler.Core.Chance;
using Osler.Core.Explanation;

namespace Osler.Core.Tests.Explanation;

/// <summary>Models whose explanations are known, and rows for them.</summary>
internal static class Models
{
    public static readonly string[] Four = ["age", "pressure", "smoker", "noise"];

    /// <summary>A logistic model with an interaction; the last input does nothing.</summary>
    public static readonly Predict Curved = PerRow(row =>
        1 / (1 + Math.Exp(-(row[0] + (0.5 * row[1]) + (row[0] * row[2]) - 0.3)))
    );

    public static readonly Predict Linear = PerRow(row => (0.3 * row[0]) - (0.2 * row[1]) + (0.1 * row[2]));

    public static Predict PerRow(Func<double[], double> one) =>
        (rows, n, probabilities) =>
        {
            int width = rows.Length / n;
            for (int i = 0; i < n; i++)
                probabilities[i] = one(rows.Slice(i * width, width).ToArray());
        };

    public static double[] Rows(int seed, int cases)
    {
        var random = new KeyedRandom(seed, "rows");
        double[] rows = new double[cases * 4];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = i % 4 == 2 ? random.Next(2) : random.NextNormal();
        return rows;
    }

    public static double Of(Predict predict, double[] row)
    {
        double[] one = new double[1];
        predict(row, 1, one);
        return one[0];
    }
}
