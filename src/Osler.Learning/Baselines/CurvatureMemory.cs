using System.Numerics.Tensors;

namespace Osler.Learning.Baselines;

/// <summary>What L-BFGS remembers of the last steps and of how the gradient changed along them.</summary>
/// <remarks>
/// Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.4, with the inverse of the scales times a factor
/// at its centre.
/// </remarks>
/// <param name="most">How many steps are remembered.</param>
/// <param name="scales">[columns]: curvature of each column, more than 0.</param>
/// <param name="classes">Weights of a column.</param>
internal sealed class CurvatureMemory(int most, float[] scales, int classes)
{
    private readonly List<(float[] Step, float[] Change, double Product)> _steps = [];
    private double _factor = 1;

    /// <summary>Writes the step to take: minus the inverse curvature times the gradient.</summary>
    public void Step(float[] gradient, float[] step)
    {
        TensorPrimitives.Negate(gradient, step);
        double[] shares = new double[_steps.Count];
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            shares[i] = LongVectors.Dot(_steps[i].Step, step) / _steps[i].Product;
            LongVectors.Add(step, (float)-shares[i], _steps[i].Change, step);
        }
        Scale(step, _factor);
        for (int i = 0; i < _steps.Count; i++)
        {
            double share = LongVectors.Dot(_steps[i].Change, step) / _steps[i].Product;
            LongVectors.Add(step, (float)(shares[i] - share), _steps[i].Step, step);
        }
    }

    /// <summary>Remembers a step from one point to the next; the oldest is forgotten.</summary>
    public void Remember(float[] from, float[] to, float[] gradient, float[] next)
    {
        var (step, change) =
            _steps.Count < most ? (new float[from.Length], new float[from.Length]) : Oldest();
        LongVectors.Add(to, -1, from, step);
        LongVectors.Add(next, -1, gradient, change);
        double product = LongVectors.Dot(step, change);
        // The loss is convex: not more than 0 only by rounding.
        if (product <= 0)
            return;
        _steps.Add((step, change, product));
        _factor = product / Squared(change);
    }

    private (float[] Step, float[] Change) Oldest()
    {
        var (step, change, _) = _steps[0];
        _steps.RemoveAt(0);
        return (step, change);
    }

    private double Squared(float[] change)
    {
        double[] sums = new double[scales.Length];
        Parallel.For(
            0,
            sums.Length,
            j =>
                sums[j] =
                    TensorPrimitives.SumOfSquares<float>(change.AsSpan(j * classes, classes)) / scales[j]
        );
        return sums.Sum();
    }

    private void Scale(float[] step, double factor) =>
        Parallel.For(
            0,
            scales.Length,
            j =>
            {
                var place = step.AsSpan(j * classes, classes);
                TensorPrimitives.Multiply(place, (float)(factor / scales[j]), place);
            }
        );
}
