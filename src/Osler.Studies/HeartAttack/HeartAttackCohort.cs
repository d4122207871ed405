using MathNet.Numerics.Distributions;
using Osler.Core.Chance;

namespace Osler.Studies.HeartAttack;

/// <summary>Simulates patients whose true ten-year risk is known from the Framingham office-based equation.</summary>
/// <remarks>
/// <para>Risk factors are correlated through a Gaussian copula: six normal deviates with the correlations below, each
/// turned into its own margin. Margins at the northern site are those of the cohort that the equation was derived from
/// (D'Agostino et al. 2008, table 1): mean age 49.1 (SD 11.1) in women and 48.5 (10.8) in men; systolic pressure 125.8
/// (20.0) and 129.7 (17.6) mmHg, log-normal; treated 11.8 % and 10.1 %; smokers 34.2 % and 35.2 %; diabetes 3.8 % and
/// 6.5 %. Body-mass index is not in that table: its geometric mean, 24.9 and 26.7 kg/m², is what remains when the other
/// margins are put into the published mean of Σ βx, and a test holds Σ βx to that mean.</para>
/// <para>Correlations (age-pressure 0.40, BMI-pressure 0.28 and so on) are of the order that surveys of adults find; they
/// are chosen, not estimated. The southern site moves the deviates of age, BMI, pressure, diabetes and smoking upwards.
/// Values are missing at random given what is recorded (age, sex, site), never given the value or the outcome.</para>
/// <para>Patient i of a seed is the same patient whatever the size of the cohort.</para>
/// </remarks>
public static class HeartAttackCohort
{
    /// <summary>Patients at the southern site.</summary>
    public const double SouthernShare = 0.4;

    /// <summary>Women among the patients: 4,522 of 8,491, as in the derivation cohort.</summary>
    public const double Women = 4522.0 / 8491.0;

    // Lower Cholesky factor of the correlations between the deviates of
    //   age, BMI, pressure, treatment, diabetes, smoking:
    //   BMI: age 0.12; pressure: 0.40, 0.28; treatment: 0.40, 0.22, 0.25; diabetes: 0.25, 0.25, 0.12, 0.25;
    //   smoking: -0.15, -0.10, -0.05, -0.10, 0.
    private static readonly double[][] s_factor = Cholesky([
        [1, 0.12, 0.40, 0.40, 0.25, -0.15],
        [0.12, 1, 0.28, 0.22, 0.25, -0.10],
        [0.40, 0.28, 1, 0.25, 0.12, -0.05],
        [0.40, 0.22, 0.25, 1, 0.25, -0.10],
        [0.25, 0.25, 0.12, 0.25, 1, 0],
        [-0.15, -0.10, -0.05, -0.10, 0, 1],
    ]);

    private static readonly double[] s_south = [0.35, 0.25, 0.20, 0, 0.30, 0.15];

    // The normal distribution behind the ages is cut at 30 and 75; its own mean and SD are lower and wider.
    private static readonly Margins s_women = new(
        46.9,
        16.0,
        24.9,
        0.165,
        125.8,
        20.0,
        0.1176,
        0.0376,
        0.3423
    );
    private static readonly Margins s_men = new(46.0, 15.5, 26.7, 0.130, 129.7, 17.6, 0.1013, 0.0650, 0.3522);

    /// <summary>Draws a cohort.</summary>
    /// <param name="patients">How many, at least 1.</param>
    /// <param name="seed">The same seed gives the same patients.</param>
    /// <returns>In order of their numbers.</returns>
    public static IEnumerable<SimulatedPatient> Simulate(int patients, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patients, 1);
        return Enumerable.Range(1, patients).Select(number => Patient(number, seed));
    }

    private static SimulatedPatient Patient(int number, long seed)
    {
        var random = new KeyedRandom(seed, "heart-attack cohort", 0, number);
        bool south = random.NextDouble() < SouthernShare;
        bool male = random.NextDouble() >= Women;
        Margins margins = male ? s_men : s_women;
        double[] z = Deviates(random, south);
        var factors = new RiskFactors(
            male,
            margins.AgeOf(z[0]),
            Math.Round(margins.Bmi * Math.Exp(margins.BmiSpread * z[1]), 1),
            Math.Round(margins.SbpOf(z[2])),
            Treated: z[3] > Normal.InvCDF(0, 1, 1 - margins.Treated),
            Smoker: z[5] > Normal.InvCDF(0, 1, 1 - margins.Smokers),
            Diabetes: z[4] > Normal.InvCDF(0, 1, 1 - margins.Diabetes)
        );
        double risk = FraminghamRisk.TenYears(factors);
        bool happened = random.NextDouble() < risk;
        return new SimulatedPatient(number, south, factors, risk, happened, Missing(random, factors, south));
    }

    private static double[] Deviates(KeyedRandom random, bool south)
    {
        double[] independent = new double[s_factor.Length];
        for (int i = 0; i < independent.Length; i++)
            independent[i] = random.NextNormal();
        double[] correlated = new double[independent.Length];
        for (int i = 0; i < correlated.Length; i++)
        {
            correlated[i] = south ? s_south[i] : 0;
            for (int j = 0; j <= i; j++)
                correlated[i] += s_factor[i][j] * independent[j];
        }
        return correlated;
    }

    private static MissingFactors Missing(KeyedRandom random, RiskFactors factors, bool south)
    {
        var missing = MissingFactors.None;
        if (random.NextDouble() < (factors.Age < 45 ? 0.06 : 0.03))
            missing |= MissingFactors.Bmi;
        if (random.NextDouble() < (factors.Age < 45 ? 0.03 : 0.01))
            missing |= MissingFactors.Sbp;
        if (random.NextDouble() < (south ? 0.08 : 0.03))
            missing |= MissingFactors.Smoker;
        if (random.NextDouble() < (factors.Male ? 0.03 : 0.02))
            missing |= MissingFactors.Diabetes;
        return missing;
    }

    private static double[][] Cholesky(double[][] correlations)
    {
        double[][] factor = [.. correlations.Select(_ => new double[correlations.Length])];
        for (int i = 0; i < factor.Length; i++)
        for (int j = 0; j <= i; j++)
        {
            double rest = correlations[i][j];
            for (int k = 0; k < j; k++)
                rest -= factor[i][k] * factor[j][k];
            factor[i][j] = i == j ? Math.Sqrt(rest) : rest / factor[j][j];
        }
        return factor;
    }

    /// <param name="Age">Mean of the uncut normal distribution of ages, years.</param>
    /// <param name="AgeSpread">Its standard deviation.</param>
    /// <param name="Bmi">Geometric mean, kg/m².</param>
    /// <param name="BmiSpread">Standard deviation of the logarithm.</param>
    /// <param name="Sbp">Mean, mmHg.</param>
    /// <param name="SbpSpread">Standard deviation, mmHg.</param>
    /// <param name="Treated">Share with treated blood pressure.</param>
    /// <param name="Diabetes">Share with diabetes.</param>
    /// <param name="Smokers">Share of smokers.</param>
    private sealed record Margins(
        double Age,
        double AgeSpread,
        double Bmi,
        double BmiSpread,
        double Sbp,
        double SbpSpread,
        double Treated,
        double Diabetes,
        double Smokers
    )
    {
        private readonly double _lowest = Normal.CDF(Age, AgeSpread, 30);
        private readonly double _highest = Normal.CDF(Age, AgeSpread, 75);

        /// <summary>Whole years, 30 to 74.</summary>
        public double AgeOf(double z)
        {
            double place = _lowest + Normal.CDF(0, 1, z) * (_highest - _lowest);
            return Math.Clamp(Math.Floor(Normal.InvCDF(Age, AgeSpread, place)), 30, 74);
        }

        public double SbpOf(double z)
        {
            double variance = Math.Log(1 + SbpSpread * SbpSpread / (Sbp * Sbp));
            return Math.Exp(Math.Log(Sbp) - variance / 2 + Math.Sqrt(variance) * z);
        }
    }
}
