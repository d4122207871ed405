using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Studies.HeartAttack;

namespace Osler.Studies.Tests.HeartAttack;

public sealed class HeartAttackCohortTests
{
    private static readonly SimulatedPatient[] s_cohort = [.. HeartAttackCohort.Simulate(60_000, 1)];

    [Theory]
    [InlineData(false, 49.1, 11.1, 125.8, 20.0, 0.1176, 0.0376, 0.3423, 26.0145)]
    [InlineData(true, 48.5, 10.8, 129.7, 17.6, 0.1013, 0.0650, 0.3522, 23.9388)]
    public void Northern_margins_are_those_of_the_derivation_cohort(
        bool male,
        double age,
        double ageSpread,
        double sbp,
        double sbpSpread,
        double treated,
        double diabetes,
        double smokers,
        double score
    )
    {
        RiskFactors[] north =
        [
            .. s_cohort.Where(p => !p.South && p.Factors.Male == male).Select(p => p.Factors),
        ];

        // Four standard errors, plus half a unit where values are rounded.
        double root = Math.Sqrt(north.Length);
        Assert.Equal(age, north.Average(p => p.Age), 4 * ageSpread / root + 0.3);
        Assert.Equal(ageSpread, Spread([.. north.Select(p => p.Age)]), 0.4);
        Assert.Equal(sbp, north.Average(p => p.Sbp), 4 * sbpSpread / root);
        Assert.Equal(sbpSpread, Spread([.. north.Select(p => p.Sbp)]), 0.6);
        Assert.Equal(treated, north.Count(p => p.Treated) / (double)north.Length, 2 / root);
        Assert.Equal(diabetes, north.Count(p => p.Diabetes) / (double)north.Length, 2 / root);
        Assert.Equal(smokers, north.Count(p => p.Smoker) / (double)north.Length, 2 / root);
        Assert.Equal(score, north.Average(FraminghamRisk.Score), 0.03);
        Assert.All(north, p => Assert.InRange(p.Age, 30, 74));
    }

    [Fact]
    public void Risk_factors_are_correlated_as_stated()
    {
        RiskFactors[] women = [.. s_cohort.Where(p => !p.South && !p.Factors.Male).Select(p => p.Factors)];
        double[] age = [.. women.Select(p => p.Age)];
        double[] bmi = [.. women.Select(p => p.Bmi)];
        double[] sbp = [.. women.Select(p => p.Sbp)];

        Assert.Equal(0.12, Correlation(age, bmi), 0.04);
        Assert.Equal(0.40, Correlation(age, sbp), 0.04);
        Assert.Equal(0.28, Correlation(bmi, sbp), 0.04);
        double old = women.Where(p => p.Age > 60).Average(p => p.Diabetes ? 1 : 0);
        double young = women.Where(p => p.Age < 40).Average(p => p.Diabetes ? 1 : 0);
        Assert.True(old > 2 * young);
    }

    [Fact]
    public void The_southern_site_has_another_case_mix()
    {
        Assert.Equal(0.4, s_cohort.Count(p => p.South) / 60_000.0, 0.01);
        Assert.True(Mean(p => p.Factors.Age, south: true) > Mean(p => p.Factors.Age, south: false) + 3);
        Assert.True(Mean(p => p.TrueRisk, south: true) > 1.2 * Mean(p => p.TrueRisk, south: false));

        static double Mean(Func<SimulatedPatient, double> value, bool south) =>
            s_cohort.Where(p => p.South == south).Average(value);
    }

    [Fact]
    public void Events_happen_as_often_as_the_true_risks_say()
    {
        double expected = s_cohort.Average(p => p.TrueRisk);
        double observed = s_cohort.Count(p => p.Event) / 60_000.0;
        double error = Math.Sqrt(s_cohort.Sum(p => p.TrueRisk * (1 - p.TrueRisk))) / 60_000;
        Assert.Equal(expected, observed, 4 * error);

        var fit = CalibrationFit.Of(
            [.. s_cohort.Select(p => p.TrueRisk)],
            [.. s_cohort.Select(p => p.Event)],
            default
        );
        Assert.InRange(1, fit.Slope.Low!.Value, fit.Slope.High!.Value);
    }

    [Fact]
    public void True_risks_are_the_equations() =>
        Assert.All(
            s_cohort.Take(1_000),
            p => Assert.Equal(FraminghamRisk.TenYears(p.Factors), p.TrueRisk, 1e-15)
        );

    [Fact]
    public void Values_are_missing_by_what_is_recorded_alone()
    {
        double young = Rate(s_cohort.Where(p => p.Factors.Age < 45), MissingFactors.Bmi);
        double old = Rate(s_cohort.Where(p => p.Factors.Age >= 45), MissingFactors.Bmi);
        Assert.Equal(0.06, young, 0.01);
        Assert.Equal(0.03, old, 0.01);
        // Within an age group the missing do not differ in the value itself.
        double heavy = Rate(
            s_cohort.Where(p => p.Factors.Age >= 45 && p.Factors.Bmi > 28),
            MissingFactors.Bmi
        );
        Assert.Equal(old, heavy, 0.01);

        static double Rate(IEnumerable<SimulatedPatient> patients, MissingFactors factor) =>
            patients.Average(p => p.Missing.HasFlag(factor) ? 1.0 : 0.0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_patients_whatever_the_size_of_the_cohort()
    {
        Assert.Equal(s_cohort[..500], HeartAttackCohort.Simulate(500, 1));
        Assert.NotEqual(s_cohort[..500], HeartAttackCohort.Simulate(500, 2));
    }

    [Fact]
    public void The_file_reads_back_as_the_table_in_memory()
    {
        string folder = Directory.CreateTempSubdirectory("osler-cohort-").FullName;
        try
        {
            string path = Path.Combine(folder, "cohort.csv");
            HeartAttackTable.WriteCsv(path, 700, seed: 4);
            Table read = TableFile.Open(path);
            MemoryTable made = HeartAttackTable.Simulate(700, seed: 4);

            Assert.Equal(made.Rows, read.Rows);
            Assert.Equal(
                made.Schema.Columns.Select(column => column.Name),
                read.Schema.Columns.Select(column => column.Name)
            );
            for (int column = 1; column < made.Schema.Count; column++)
                Assert.Equal(made.Numbers(column), read.Numbers(column));
            Assert.Equal(700, read.Identifiers(0).Distinct().Count());
            byte[] once = File.ReadAllBytes(path);
            HeartAttackTable.WriteCsv(path, 700, seed: 4);
            Assert.Equal(once, File.ReadAllBytes(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average();
        double meanB = b.Average();
        double both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Average();
        return both / (Spread(a) * Spread(b));
    }
}
