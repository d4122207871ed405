namespace Osler.Core.Blocks;

/// <summary>Gives what it gets.</summary>
public sealed record Identity : Leaf;

/// <summary>All values as one row of features: [C, H, W] gives [C H W], the last axis running fastest.</summary>
public sealed record Flatten : Leaf;

/// <summary>In training sets each value to 0 with the given chance and scales the others up; does nothing otherwise.</summary>
/// <remarks>Srivastava et al., JMLR 15, 2014, pages 1929 to 1958.</remarks>
public sealed record Dropout : Leaf
{
    /// <param name="rate">Chance that a value is dropped, in [0, 1).</param>
    public Dropout(double rate) => Rate = rate;

    /// <summary>Chance that a value is dropped, in [0, 1).</summary>
    public double Rate
    {
        get;
        init
        {
            if (!(value is >= 0 and < 1))
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    "Must be at least 0 and below 1."
                );
            field = value;
        }
    }
}
