namespace Osler.Core.Blocks;

/// <summary>A weighted sum of the features for each unit: y = W x + b.</summary>
/// <remarks>
/// [F] gives [units]; rows of features [R, F] give [R, units] with the same weights for each row. Parameters:
/// <c>weight</c> [units, F], <c>bias</c> [units].
/// </remarks>
public sealed record Dense : Leaf
{
    /// <param name="units">How many sums, at least 1.</param>
    /// <param name="bias">Whether a constant is added to each.</param>
    public Dense(int units, bool bias = true)
    {
        Units = units;
        Bias = bias;
    }

    /// <summary>How many sums, at least 1.</summary>
    public int Units
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>Whether a constant is added to each sum.</summary>
    public bool Bias { get; init; }
}
