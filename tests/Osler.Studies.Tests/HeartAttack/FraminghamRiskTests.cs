using Osler.Studies.HeartAttack;

namespace Osler.Studies.Tests.HeartAttack;

public sealed class FraminghamRiskTests
{
    // 16.75 %: the example that the R package CVrisk documents and tests for this equation.
    [Fact]
    public void Agrees_with_the_example_of_another_implementation() =>
        Assert.Equal(
            0.1675,
            FraminghamRisk.TenYears(new RiskFactors(Male: true, 55, 30, 140, false, false, false)),
            0.00005
        );

    // Worked by hand from the published coefficients:
    // 2.72107 ln 61 + 0.51125 ln 30 + 2.81291 ln 124 + 0.61868 = 27.10254; 1 - 0.94833 ^ exp(27.10254 - 26.0145).
    [Fact]
    public void Agrees_with_a_woman_worked_by_hand()
    {
        var woman = new RiskFactors(Male: false, 61, 30, 124, false, Smoker: true, false);
        double score = 2.72107 * Math.Log(61) + 0.51125 * Math.Log(30) + 2.81291 * Math.Log(124) + 0.61868;
        Assert.Equal(score, FraminghamRisk.Score(woman), 1e-12);
        Assert.Equal(1 - Math.Pow(0.94833, Math.Exp(score - 26.0145)), FraminghamRisk.TenYears(woman), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_factor_raises_the_risk(bool male)
    {
        var healthy = new RiskFactors(male, 50, 25, 120, false, false, false);
        double risk = FraminghamRisk.TenYears(healthy);
        Assert.True(FraminghamRisk.TenYears(healthy with { Age = 51 }) > risk);
        Assert.True(FraminghamRisk.TenYears(healthy with { Bmi = 26 }) > risk);
        Assert.True(FraminghamRisk.TenYears(healthy with { Sbp = 121 }) > risk);
        Assert.True(FraminghamRisk.TenYears(healthy with { Treated = true }) > risk);
        Assert.True(FraminghamRisk.TenYears(healthy with { Smoker = true }) > risk);
        Assert.True(FraminghamRisk.TenYears(healthy with { Diabetes = true }) > risk);
    }

    [Fact]
    public void An_average_patient_has_the_published_baseline_risk()
    {
        // Exp(0) = 1: where the score is the mean, the risk is one minus the baseline survival.
        double age = Math.Exp((26.0145 - 0.51125 * Math.Log(25) - 2.81291 * Math.Log(120)) / 2.72107);
        var mean = new RiskFactors(Male: false, age, 25, 120, false, false, false);
        Assert.Equal(1 - 0.94833, FraminghamRisk.TenYears(mean), 1e-9);
    }
}
