namespace Osler.Core.Blocks;

/// <summary>Sines and cosines of each feature at trained frequencies; lets a small network follow a wavy risk.</summary>
/// <remarks>
/// [F] gives [F, 2 frequencies]: row f holds sin(2π c_fl x_f) for each l, then cos(2π c_fl x_f). Parameter:
/// <c>weight</c> [F, frequencies], the c, drawn at the start from a normal distribution with mean 0 and standard
/// deviation <see cref="Sigma"/>. Follow it by <c>Dense(d), Relu(), Flatten()</c> for the paper's PLR with one dense
/// layer shared by all features. Gorishniy et al., NeurIPS 2022, arXiv:2203.05556, equation 3.
/// </remarks>
public sealed record Periodic : Leaf
{
    /// <param name="frequencies">How many frequencies a feature gets, at least 1.</param>
    /// <param name="sigma">Standard deviation of the first frequencies, in cycles per unit of the feature, above 0.</param>
    public Periodic(int frequencies, double sigma = 0.1)
    {
        Frequencies = frequencies;
        Sigma = sigma;
    }

    /// <summary>How many frequencies a feature gets, at least 1.</summary>
    public int Frequencies
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>Standard deviation of the first frequencies, in cycles per unit of the feature, above 0.</summary>
    public double Sigma
    {
        get;
        init => field = Bound.Positive(value, nameof(Sigma));
    }
}
