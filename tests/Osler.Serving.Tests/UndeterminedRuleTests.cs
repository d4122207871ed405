namespace Osler.Serving.Tests;

/// <summary>Knowing less of an isolate never makes its verdict more certain.</summary>
public sealed class UndeterminedRuleTests
{
    private static readonly OutcomeRange s_resistant = new(0.8, 0.6, 0.9);
    private static readonly OutcomeRange s_susceptible = new(0.2, 0.1, 0.4);
    private static readonly OutcomeRange s_between = new(0.6, 0.4, 0.8);
    private static readonly OutcomeRange s_below = new(0.4, 0.2, 0.6);

    [Fact]
    public void A_verdict_stands_that_nothing_undetermined_would_change()
    {
        Assert.Null(Doubt(s_resistant, s_resistant, s_resistant));
        Assert.Null(Doubt(s_susceptible, s_susceptible, s_susceptible));
    }

    [Fact]
    public void Resistant_must_stay_so_by_the_range_were_nothing_undetermined_present()
    {
        Assert.Contains("were nothing of it present, one more network", Doubt(s_resistant, s_between));
        Assert.Contains("it would be susceptible", Doubt(s_resistant, s_susceptible));
    }

    [Fact]
    public void Susceptible_must_stay_so_by_the_range_whatever_is_present()
    {
        Assert.Contains("and resistant if present: x.", Doubt(s_susceptible, s_susceptible, s_between));
        Assert.Contains("and perhaps resistant if present: x.", Doubt(s_susceptible, s_susceptible, s_below));
        Assert.Contains("were nothing of it present, one more network", Doubt(s_susceptible, s_below));
        Assert.Contains("it would be resistant", Doubt(s_susceptible, s_resistant));
    }

    [Fact]
    public void An_isolate_of_which_nothing_is_known_has_no_verdict()
    {
        foreach (var own in (OutcomeRange[])[s_resistant, s_susceptible])
            Assert.Contains(
                "Nothing is known",
                UndeterminedRule.Doubt(0.5, own, own, [], unknown: 9, inputs: 9),
                StringComparison.Ordinal
            );
    }

    private static string? Doubt(OutcomeRange own, OutcomeRange bare, params OutcomeRange[] tried) =>
        UndeterminedRule.Doubt(0.5, own, bare, [.. tried.Select(range => ("x", range))], 3, 9);
}
