using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Tests.Vignettes;

public sealed class OutsideSimulatorTests
{
    private static readonly OutsideSimulator s_simulator = new(VignetteTable.Ready, VignetteTable.Outside);

    [Fact]
    public void No_condition_outside_is_in_the_table()
    {
        var outside = VignetteTable.Outside.Conditions;
        Assert.True(outside.Length >= 40);
        Assert.Empty(
            outside
                .Select(condition => condition.Name)
                .Intersect(VignetteTable.Ready.Conditions.Select(condition => condition.Name))
        );
        Assert.Empty(
            outside
                .Select(condition => condition.Title)
                .Intersect(VignetteTable.Ready.Conditions.Select(condition => condition.Title))
        );
        Assert.All(outside, condition => Assert.True(condition.Source.Length > 8, condition.Name));
    }

    [Fact]
    public void Every_way_to_say_a_finding_outside_becomes_plain_words()
    {
        foreach (var (name, ways) in VignetteTable.Outside.Findings)
            if (!VignetteTable.Ready.Findings.ContainsKey(name))
                foreach (string way in ways)
                foreach (Person person in (Person[])[Person.First, Person.She, Person.He])
                    for (int seed = 0; seed < 4; seed++)
                        Assert.DoesNotMatch(
                            @"[\[\]{}~@|\\]|  |^$",
                            Phrasing.Say(way, person, new Random(seed))
                        );
    }

    [Fact]
    public void A_text_depends_on_seed_number_and_purpose_alone()
    {
        for (int i = 0; i < 30; i++)
        {
            var drawn = s_simulator.Draw(1, i, judged: true);
            Assert.Equal(
                drawn,
                new OutsideSimulator(VignetteTable.Ready, VignetteTable.Outside).Draw(1, i, judged: true)
            );
            Assert.NotEqual(drawn, s_simulator.Draw(1, i, judged: false));
        }
    }

    [Fact]
    public void The_kinds_take_turns_and_all_is_English()
    {
        OutsideText[] drawn = [.. Enumerable.Range(0, 300).Select(i => s_simulator.Draw(2, i, judged: true))];
        Assert.All(
            Enum.GetValues<OutsideKind>(),
            kind => Assert.Equal(100, drawn.Count(one => one.Kind == kind))
        );
        Assert.All(drawn, one => Assert.True(Language.Of(ReadText.Of(one.Text).Text).IsEnglish, one.Text));
    }

    /// <summary>A made-up condition whose name is told: in one half alone.</summary>
    [Fact]
    public void What_is_judged_by_is_not_what_is_chosen_by()
    {
        string[] Told(bool judged) =>
            [
                .. Enumerable
                    .Range(0, 900)
                    .Select(i => s_simulator.Draw(3, i, judged))
                    .Where(one => one.Kind == OutsideKind.Unlisted)
                    .Select(one => one.Text.ToLowerInvariant()),
            ];
        // Tennis elbow stands in the second row, the torn meniscus in the third.
        Assert.Contains(Told(true), text => text.Contains("elbow", StringComparison.Ordinal));
        Assert.DoesNotContain(Told(false), text => text.Contains("elbow", StringComparison.Ordinal));
        Assert.Contains(Told(false), text => text.Contains("knee gives way", StringComparison.Ordinal));
        Assert.DoesNotContain(Told(true), text => text.Contains("knee gives way", StringComparison.Ordinal));
    }
}
