namespace Osler.Core.Ensembles;

/// <summary>The 97.5 % quantile of Student's t distribution.</summary>
/// <remarks>
/// Tabulated up to 30 degrees of freedom (to 1e-4), beyond by Cornish and Fisher's expansion around the normal
/// quantile (error below 1e-4): a lookup keeps a statistics library off the path of <c>osler predict</c>.
/// </remarks>
internal static class StudentT
{
    private static readonly double[] Table =
    [
        12.7062,
        4.3027,
        3.1824,
        2.7764,
        2.5706,
        2.4469,
        2.3646,
        2.3060,
        2.2622,
        2.2281,
        2.2010,
        2.1788,
        2.1604,
        2.1448,
        2.1314,
        2.1199,
        2.1098,
        2.1009,
        2.0930,
        2.0860,
        2.0796,
        2.0739,
        2.0687,
        2.0639,
        2.0595,
        2.0555,
        2.0518,
        2.0484,
        2.0452,
        2.0423,
    ];

    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Quantile975(int freedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        if (freedom <= Table.Length)
            return Table[freedom - 1];
        const double z = 1.959963984540054;
        double cube = z * z * z;
        return z
            + (cube + z) / (4.0 * freedom)
            + (5 * cube * z * z + 16 * cube + 3 * z) / (96.0 * freedom * freedom);
    }
}
