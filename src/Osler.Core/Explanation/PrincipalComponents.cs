using MathNet.Numerics.LinearAlgebra;

namespace Osler.Core.Explanation;

/// <summary>Cases along the directions in which they vary most.</summary>
/// <param name="Scores">[cases, components] row-major: each case less the mean, along each direction.</param>
/// <param name="Shares">[components]: the share of the whole variance along each, descending.</param>
public sealed record PrincipalComponents(double[] Scores, double[] Shares)
{
    /// <summary>Finds the directions.</summary>
    /// <param name="rows">[cases, width] row-major, all finite.</param>
    /// <param name="width">Values of a case.</param>
    /// <param name="components">How many directions, 1 to the width.</param>
    /// <returns>Shares are 0 where all cases are the same. A direction's sign is such that its largest weight is above 0.</returns>
    /// <remarks>Eigenvectors of the covariance matrix; Pearson, Philos. Mag. 2, 1901. Memory and time grow with the square and cube of the width.</remarks>
    /// <exception cref="ArgumentException">Values are no rows of that width, or there is none.</exception>
    public static PrincipalComponents Of(ReadOnlySpan<float> rows, int width, int components = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(components, width);
        if (rows.IsEmpty || rows.Length % width != 0)
            throw new ArgumentException($"{rows.Length} values are no rows of {width}.", nameof(rows));
        int cases = rows.Length / width;
        double[] means = new double[width];
        for (int i = 0; i < rows.Length; i++)
            means[i % width] += rows[i] / (double)cases;
        double[] covariance = new double[width * width];
        double[] centred = new double[width];
        for (int i = 0; i < cases; i++)
        {
            for (int j = 0; j < width; j++)
                centred[j] = rows[i * width + j] - means[j];
            for (int j = 0; j < width; j++)
                if (centred[j] != 0)
                    for (int k = 0; k <= j; k++)
                        covariance[j * width + k] += centred[j] * centred[k] / cases;
        }
        var matrix = Matrix<double>.Build.Dense(
            width,
            width,
            (j, k) => covariance[Math.Max(j, k) * width + Math.Min(j, k)]
        );
        var found = matrix.Evd(Symmetricity.Symmetric);
        double whole = Math.Max(0, matrix.Trace());
        double[] scores = new double[cases * components];
        double[] shares = new double[components];
        for (int component = 0; component < components; component++)
        {
            // Ascending, so the last is the greatest.
            int at = width - 1 - component;
            double[] direction = found.EigenVectors.Column(at).ToArray();
            double largest = direction.MaxBy(Math.Abs);
            double sign = largest < 0 ? -1 : 1;
            shares[component] = whole > 0 ? Math.Max(0, found.EigenValues[at].Real) / whole : 0;
            for (int i = 0; i < cases; i++)
            for (int j = 0; j < width; j++)
                scores[i * components + component] += sign * direction[j] * (rows[i * width + j] - means[j]);
        }
        return new PrincipalComponents(scores, shares);
    }
}
