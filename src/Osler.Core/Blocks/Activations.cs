namespace Osler.Core.Blocks;

/// <summary>A fixed function without parameters that keeps the shape; what makes a network more than one weighted sum.</summary>
public abstract record Activation : Leaf
{
    private protected Activation() { }
}

/// <summary>1 / (1 + exp(-x)), in (0, 1).</summary>
public sealed record Sigmoid : Activation;

/// <summary>The hyperbolic tangent, in (-1, 1).</summary>
public sealed record Tanh : Activation;

/// <summary>max(x, 0).</summary>
public sealed record Relu : Activation;

/// <summary>max(x, 0), at most 6.</summary>
/// <remarks>Sandler et al., CVPR 2018, doi:10.1109/CVPR.2018.00474.</remarks>
public sealed record Relu6 : Activation;

/// <summary>x where positive, slope times x elsewhere.</summary>
public sealed record LeakyRelu : Activation
{
    /// <param name="slope">Slope below zero, at least 0.</param>
    public LeakyRelu(double slope = 0.01) => Slope = slope;

    /// <summary>Slope below zero, at least 0.</summary>
    public double Slope
    {
        get;
        init
        {
            if (!double.IsFinite(value) || value < 0)
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    "Must be a finite number, at least 0."
                );
            field = value;
        }
    }
}

/// <summary>x Φ(x), Φ the standard normal distribution function, by erf (not the tanh approximation).</summary>
/// <remarks>Hendrycks and Gimpel, 2016, arXiv:1606.08415.</remarks>
public sealed record Gelu : Activation;

/// <summary>x / (1 + exp(-x)), also called swish.</summary>
/// <remarks>Ramachandran et al., 2017, arXiv:1710.05941.</remarks>
public sealed record Silu : Activation;

/// <summary>x / 6 + 1 / 2, held within [0, 1].</summary>
/// <remarks>Howard et al., ICCV 2019, arXiv:1905.02244.</remarks>
public sealed record HardSigmoid : Activation;

/// <summary>exp(x) divided by its sum over the features (or channels): positive, sums to 1.</summary>
public sealed record Softmax : Activation;
