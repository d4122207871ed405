using MathNet.Numerics.LinearAlgebra;
using Osler.Core.Faults;

namespace Osler.Learning.Baselines;

/// <summary>Writes feature rows, one after the other; <c>FeatureMatrix.Gather</c> is one.</summary>
/// <param name="rows">Row numbers.</param>
/// <param name="destination">[rows, width], row-major.</param>
public delegate void GatherFeatures(ReadOnlySpan<int> rows, Span<float> destination);

/// <summary>Logistic regression with an L2 penalty: the baseline that every medical model must be held against.</summary>
/// <remarks>
/// Minimises C Σ log(1 + exp(−y (x·w + b))) + ½ ‖w‖² with y in {−1, 1}; the intercept b is not penalised. With C = 1
/// this is scikit-learn's default. Newton's method on sums over blocks of rows, so memory does not grow with the
/// rows; one to two dozen passes at most.
/// </remarks>
public sealed class LogisticRegression
{
    private const int Block = 4096;
    private const int MaxPasses = 100;
    private readonly double[] _weights;

    private LogisticRegression(double[] weights, double intercept)
    {
        _weights = weights;
        Intercept = intercept;
    }

    /// <summary>[width]: change of the log odds per unit of each feature.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Log odds where every feature is 0.</summary>
    public double Intercept { get; }

    /// <summary>Fits the model; the result does not depend on the order of rows but for rounding.</summary>
    /// <param name="features">Gives rows; no NaN.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="rows">[n]: the rows to learn from.</param>
    /// <param name="outcomes">[n]: theirs.</param>
    /// <param name="c">Inverse strength of the penalty, more than 0.</param>
    /// <param name="cancellation">Ends the fit between blocks of rows.</param>
    /// <exception cref="DataException">Only one class, a feature that is not finite, or no convergence.</exception>
    public static LogisticRegression Fit(
        GatherFeatures features,
        int width,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<bool> outcomes,
        double c = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(c);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outcomes.Length, rows.Length, nameof(outcomes));
        int positives = 0;
        foreach (bool outcome in outcomes)
            positives += outcome ? 1 : 0;
        if (positives == 0 || positives == rows.Length)
            throw new DataException(
                $"logistic regression needs both outcomes, got {positives} present among {rows.Length} cases."
            );

        // The last place is the intercept, whose start is the prevalence's log odds.
        double[] weights = new double[width + 1];
        weights[width] = Math.Log((double)positives / (rows.Length - positives));
        var sums = new Sums(width, c);
        double loss = sums.Add(features, rows, outcomes, weights, cancellation);
        for (int pass = 0; pass < MaxPasses; pass++)
        {
            if (!double.IsFinite(loss))
                throw new DataException("a feature is not a finite number.", "logistic regression");
            double[] step = sums.NewtonStep();
            double slope = sums.SlopeAlong(step);
            // The loss falls by half the slope near the optimum: beyond rounding there is nothing left to gain.
            if (-slope <= 1e-12 * (1 + Math.Abs(loss)))
                return new LogisticRegression(weights[..width], weights[width]);
            double length = 1;
            while (true)
            {
                double[] tried = [.. weights.Select((weight, i) => weight + length * step[i])];
                double next = sums.Add(features, rows, outcomes, tried, cancellation);
                if (next <= loss + 1e-4 * length * slope || length < 1e-6)
                {
                    (weights, loss) = (tried, next);
                    break;
                }
                length /= 2;
            }
        }
        throw new DataException("logistic regression did not converge.", null, "Standardise the inputs.");
    }

    /// <summary>Probabilities of the outcome.</summary>
    /// <param name="features">Gives rows.</param>
    /// <param name="rows">[n].</param>
    public double[] Predict(GatherFeatures features, ReadOnlySpan<int> rows)
    {
        int width = _weights.Length;
        double[] probabilities = new double[rows.Length];
        float[] block = new float[Math.Min(Block, rows.Length) * width];
        for (int from = 0; from < rows.Length; from += Block)
        {
            var part = rows.Slice(from, Math.Min(Block, rows.Length - from));
            features(part, block.AsSpan(0, part.Length * width));
            for (int i = 0; i < part.Length; i++)
            {
                double logOdds = Intercept;
                for (int j = 0; j < width; j++)
                    logOdds += _weights[j] * block[i * width + j];
                probabilities[from + i] = 1 / (1 + Math.Exp(-logOdds));
            }
        }
        return probabilities;
    }

    /// <summary>Loss, gradient and curvature at one point, summed in row order by one thread.</summary>
    private sealed class Sums(int width, double c)
    {
        private readonly double[] _gradient = new double[width + 1];
        private readonly double[] _curvature = new double[(width + 1) * (width + 1)];
        private readonly float[] _block = new float[Block * width];
        private readonly double[] _row = new double[width + 1];

        public double Add(
            GatherFeatures features,
            ReadOnlySpan<int> rows,
            ReadOnlySpan<bool> outcomes,
            double[] weights,
            CancellationToken cancellation
        )
        {
            Array.Clear(_gradient);
            Array.Clear(_curvature);
            double loss = 0;
            for (int from = 0; from < rows.Length; from += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                var part = rows.Slice(from, Math.Min(Block, rows.Length - from));
                features(part, _block.AsSpan(0, part.Length * width));
                for (int i = 0; i < part.Length; i++)
                {
                    double logOdds = weights[width];
                    for (int j = 0; j < width; j++)
                        logOdds += weights[j] * (_row[j] = _block[i * width + j]);
                    _row[width] = 1;
                    loss += c * LogOnePlusExp(outcomes[from + i] ? -logOdds : logOdds);
                    double probability = 1 / (1 + Math.Exp(-logOdds));
                    AddRow(
                        c * (probability - (outcomes[from + i] ? 1 : 0)),
                        c * probability * (1 - probability)
                    );
                }
            }
            for (int j = 0; j < width; j++)
            {
                loss += 0.5 * weights[j] * weights[j];
                _gradient[j] += weights[j];
                _curvature[j * (width + 1) + j] += 1;
            }
            return loss;
        }

        public double[] NewtonStep()
        {
            int size = width + 1;
            var matrix = Matrix<double>.Build.Dense(
                size,
                size,
                (i, j) => i >= j ? _curvature[i * size + j] : _curvature[j * size + i]
            );
            // Keeps the intercept's row positive where every probability has rounded to 0 or 1.
            matrix[width, width] += 1e-10;
            return [.. matrix.Cholesky().Solve(Vector<double>.Build.Dense(_gradient)).Select(step => -step)];
        }

        public double SlopeAlong(double[] step)
        {
            double slope = 0;
            for (int j = 0; j <= width; j++)
                slope += _gradient[j] * step[j];
            return slope;
        }

        private void AddRow(double pull, double weight)
        {
            int size = width + 1;
            for (int j = 0; j < size; j++)
            {
                _gradient[j] += pull * _row[j];
                double scaled = weight * _row[j];
                if (scaled == 0)
                    continue;
                Span<double> line = _curvature.AsSpan(j * size, j + 1);
                for (int k = 0; k < line.Length; k++)
                    line[k] += scaled * _row[k];
            }
        }

        private static double LogOnePlusExp(double x) =>
            x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
    }
}
