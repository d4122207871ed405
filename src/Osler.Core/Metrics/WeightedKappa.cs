using Osler.Core.Faults;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>How a disagreement grows with the distance between two grades.</summary>
public enum KappaWeights
{
    /// <summary>Any disagreement counts alike: Cohen's kappa.</summary>
    None,

    /// <summary>By the distance.</summary>
    Linear,

    /// <summary>By the squared distance: usual for grades of retinopathy and the like.</summary>
    Quadratic,
}

/// <summary>Agreement between two gradings beyond chance.</summary>
/// <remarks>
/// 1: full agreement; 0: what the two margins give by chance; below 0: less. Cohen, Psychol. Bull. 70, 1968; variance
/// by Fleiss, Cohen and Everitt, Psychol. Bull. 72, 1969. It depends on how common the grades are. Where no case
/// disagrees that variance is 0; the lower limit is then that of a full disagreement (weight 0) in as many cases as
/// Wilson's interval allows when it was seen in none.
/// </remarks>
public static class WeightedKappa
{
    /// <summary>
    /// Kappa with its interval: by the asymptotic variance, or by drawing patients where patients repeat. Undefined for
    /// no case, or when both gradings give every case the same grade.
    /// </summary>
    /// <param name="first">[cases] grades in [0, categories).</param>
    /// <param name="second">[cases] the other grading of the same cases.</param>
    /// <param name="categories">The number of grades, at least 2.</param>
    /// <param name="weights">How disagreement grows.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples, where patients repeat.</param>
    /// <exception cref="DataException">A grade is out of range.</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate Of(
        ReadOnlySpan<int> first,
        ReadOnlySpan<int> second,
        int categories,
        KappaWeights weights = KappaWeights.Quadratic,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 2);
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} and {second.Length} grades.", nameof(second));
        Checked.Patients(patients, first.Length);
        int[] cells = new int[first.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            Grade(first[i], categories, i);
            Grade(second[i], categories, i);
            cells[i] = (first[i] * categories) + second[i];
        }
        if (cells.Length == 0)
            return Estimate.None("no case");
        double[] table = new double[categories * categories];
        foreach (int cell in cells)
            table[cell] += 1;
        var (kappa, variance, chance) = Of(table, categories, weights);
        if (double.IsNaN(kappa))
            return Estimate.None("both gradings give every case the same grade");
        // No case disagrees, so that no resample would: the limit is that of a disagreement seen in no patient.
        if (Array.TrueForAll(cells, cell => cell / categories == cell % categories))
        {
            bool[] all = new bool[cells.Length];
            Array.Fill(all, true);
            var disagreement = Wilson.AtEnd(0, PatientBootstrap.Having(patients, all));
            return new Estimate(1, Math.Max(-1, 1 - (disagreement.High!.Value / (1 - chance))), 1);
        }
        if (!PatientBootstrap.PatientsRepeat(patients))
        {
            double half = Gaussian.Z95 * Math.Sqrt(variance);
            return new Estimate(kappa, Math.Max(-1, kappa - half), Math.Min(1, kappa + half));
        }
        return PatientBootstrap
            .Draw(
                cells.Length,
                patients,
                1,
                (multiplicity, statistics) =>
                {
                    double[] drawn = new double[categories * categories];
                    for (int i = 0; i < cells.Length; i++)
                        drawn[cells[i]] += multiplicity[i];
                    statistics[0] = Of(drawn, categories, weights).Kappa;
                },
                seed,
                draws
            )
            .Percentile(0, kappa);
    }

    private static (double Kappa, double Variance, double Chance) Of(
        double[] table,
        int categories,
        KappaWeights weights
    )
    {
        double n = table.Sum();
        double[] rows = new double[categories];
        double[] columns = new double[categories];
        for (int i = 0; i < categories; i++)
        for (int j = 0; j < categories; j++)
        {
            rows[i] += table[(i * categories) + j] / n;
            columns[j] += table[(i * categories) + j] / n;
        }
        double[] byRow = new double[categories]; // mean weight of row i over the columns' margin
        double[] byColumn = new double[categories];
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < categories; i++)
        for (int j = 0; j < categories; j++)
        {
            double w = Weight(i, j, categories, weights);
            observed += w * table[(i * categories) + j] / n;
            expected += w * rows[i] * columns[j];
            byRow[i] += w * columns[j];
            byColumn[j] += w * rows[i];
        }
        // Rounding leaves an expected agreement of 1 a little short of it.
        if (1 - expected < 1e-12)
            return (double.NaN, double.NaN, expected);
        double kappa = (observed - expected) / (1 - expected);
        double sum = 0;
        for (int i = 0; i < categories; i++)
        for (int j = 0; j < categories; j++)
        {
            double deviation = Weight(i, j, categories, weights) - ((byRow[i] + byColumn[j]) * (1 - kappa));
            sum += table[(i * categories) + j] / n * deviation * deviation;
        }
        double centre = kappa - (expected * (1 - kappa));
        double variance = (sum - (centre * centre)) / (n * (1 - expected) * (1 - expected));
        return (kappa, Math.Max(0, variance), expected);
    }

    private static double Weight(int i, int j, int categories, KappaWeights weights)
    {
        double distance = Math.Abs(i - j) / (categories - 1.0);
        return weights switch
        {
            KappaWeights.None => i == j ? 1 : 0,
            KappaWeights.Linear => 1 - distance,
            KappaWeights.Quadratic => 1 - (distance * distance),
            _ => throw new ArgumentOutOfRangeException(nameof(weights), weights, "No such weights."),
        };
    }

    private static void Grade(int grade, int categories, int @case)
    {
        if (grade < 0 || grade >= categories)
            throw new DataException(
                $"grade {grade} is not in 0 to {categories - 1}.",
                $"judged case {@case + 1}",
                "Leave out cases whose grade is unknown before judging."
            );
    }
}
