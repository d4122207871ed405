using System.Numerics.Tensors;

namespace Osler.Learning.Baselines;

/// <summary>Multinomial logistic regression with an L2 penalty on sparse rows.</summary>
/// <remarks>
/// Minimises C Σ −log p(class | row) + ½ ‖W‖² as scikit-learn's <c>LogisticRegression(C)</c> does; the last column is the intercept, whose
/// weights are not penalised. By L-BFGS (Liu and Nocedal, Math. Program. 45:503-528, 1989) with the curvature of each column at the start
/// as its scale, since frequent terms curve thousands of times more than rare ones. Sums are taken row by row and column by column, so
/// that the result does not depend on the number of threads.
/// </remarks>
internal sealed class SoftmaxRegression
{
    private const int Remembered = 6;
    private const int MostPasses = 300;

    // Of the loss: what the next step could still gain.
    private const double Tolerance = 1e-7;

    private readonly SparseRows _rows;
    private readonly (int[] At, float[] Values)[] _columns;
    private readonly IReadOnlyList<int> _labels;
    private readonly int _classes;
    private readonly float _c;
    private readonly float[] _pull;
    private readonly double[] _losses;

    private SoftmaxRegression(SparseRows rows, IReadOnlyList<int> labels, int classes, double c)
    {
        (_rows, _columns, _labels, _classes, _c) = (rows, rows.ByColumn(), labels, classes, (float)c);
        _pull = new float[rows.Rows.Length * classes];
        _losses = new double[rows.Rows.Length];
    }

    /// <summary>The weights, [columns, classes] row-major; the last column's are the intercept.</summary>
    /// <param name="rows">Their last column is 1 in each row.</param>
    /// <param name="labels">Each row's class.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="c">Inverse strength of the penalty, more than 0.</param>
    public static float[] Fit(SparseRows rows, IReadOnlyList<int> labels, int classes, double c)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(c);
        return new SoftmaxRegression(rows, labels, classes, c).Fit();
    }

    /// <summary>Probabilities of one row, [classes].</summary>
    /// <param name="weights">As of <see cref="Fit(SparseRows, IReadOnlyList{int}, int, double)"/>.</param>
    /// <param name="row">Columns and values.</param>
    /// <param name="probabilities">Written.</param>
    public static void Predict(
        ReadOnlySpan<float> weights,
        (int[] At, float[] Values) row,
        Span<float> probabilities
    )
    {
        Scores(weights, row, probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
    }

    private static void Scores(
        ReadOnlySpan<float> weights,
        (int[] At, float[] Values) row,
        Span<float> scores
    )
    {
        scores.Clear();
        for (int t = 0; t < row.At.Length; t++)
            TensorPrimitives.MultiplyAdd(
                weights.Slice(row.At[t] * scores.Length, scores.Length),
                row.Values[t],
                scores,
                scores
            );
    }

    private float[] Fit()
    {
        float[] weights = new float[_rows.Columns * _classes];
        float[] gradient = new float[weights.Length];
        float[] tried = new float[weights.Length];
        float[] next = new float[weights.Length];
        float[] step = new float[weights.Length];
        var memory = new CurvatureMemory(Remembered, Scales(), _classes);
        double loss = Loss(weights);
        Gradient(weights, gradient);
        for (int pass = 0; pass < MostPasses; pass++)
        {
            memory.Step(gradient, step);
            double slope = LongVectors.Dot(gradient, step);
            if (-slope <= Tolerance * loss)
                break;
            double length = 1;
            double reached;
            while (true)
            {
                LongVectors.Add(weights, (float)length, step, tried);
                reached = Loss(tried);
                if (reached <= loss + 1e-4 * length * slope || length < 1e-3)
                    break;
                length /= 2;
            }
            // Nothing but rounding is left to gain.
            if (reached >= loss)
                break;
            Gradient(tried, next);
            memory.Remember(weights, tried, gradient, next);
            (weights, tried) = (tried, weights);
            (gradient, next) = (next, gradient);
            loss = reached;
        }
        return weights;
    }

    // The second derivative along each column where all classes are equally probable.
    private float[] Scales() =>
        [
            .. _columns.Select(
                (column, j) =>
                    (j == _rows.Columns - 1 ? 1e-3f : 1)
                    + _c
                        * TensorPrimitives.SumOfSquares<float>(column.Values)
                        * (_classes - 1)
                        / _classes
                        / _classes
            ),
        ];

    // Leaves probability minus truth of each row behind, for the gradient.
    private double Loss(float[] weights)
    {
        Parallel.For(
            0,
            _losses.Length,
            i =>
            {
                var scores = _pull.AsSpan(i * _classes, _classes);
                Scores(weights, _rows.Rows[i], scores);
                float largest = TensorPrimitives.Max<float>(scores);
                float own = scores[_labels[i]] - largest;
                TensorPrimitives.Subtract(scores, largest, scores);
                TensorPrimitives.Exp(scores, scores);
                float sum = TensorPrimitives.Sum<float>(scores);
                TensorPrimitives.Divide(scores, sum, scores);
                scores[_labels[i]] -= 1;
                _losses[i] = Math.Log(sum) - own;
            }
        );
        int penalised = weights.Length - _classes;
        return _c * _losses.Sum()
            + 0.5 * LongVectors.Dot(weights.AsMemory(0, penalised), weights.AsMemory(0, penalised));
    }

    // Of the weights whose loss was asked for last.
    private void Gradient(float[] weights, float[] gradient) =>
        Parallel.For(
            0,
            _columns.Length,
            j =>
            {
                var slope = gradient.AsSpan(j * _classes, _classes);
                slope.Clear();
                var (at, values) = _columns[j];
                for (int t = 0; t < at.Length; t++)
                    TensorPrimitives.MultiplyAdd(
                        _pull.AsSpan(at[t] * _classes, _classes),
                        values[t],
                        slope,
                        slope
                    );
                TensorPrimitives.Multiply(slope, _c, slope);
                if (j < _rows.Columns - 1)
                    TensorPrimitives.Add(slope, weights.AsSpan(j * _classes, _classes), slope);
            }
        );
}
