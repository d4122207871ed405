using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Tests.Vignettes;

public sealed class VignetteSimulatorTests
{
    private static readonly VignetteSimulator s_simulator = new(VignetteTable.Ready);

    [Fact]
    public void The_table_has_at_least_120_conditions_each_with_its_source()
    {
        var conditions = VignetteTable.Ready.Conditions;
        Assert.True(conditions.Length >= 120);
        Assert.Equal(conditions.Length, conditions.Select(condition => condition.Name).Distinct().Count());
        Assert.Contains(conditions, condition => condition.Name == "kawasaki_disease");
        Assert.All(
            conditions,
            condition =>
            {
                Assert.True(condition.Source.Length > 8, condition.Name);
                Assert.True(condition.Findings.Length >= 4, condition.Name);
                Assert.All(condition.Findings, finding => Assert.InRange(finding.Share, 0.01, 1));
                Assert.InRange(condition.Women, 0, 1);
                Assert.True(
                    condition.Ages.Youngest < condition.Ages.Typical
                        && condition.Ages.Typical < condition.Ages.Oldest,
                    condition.Name
                );
                Assert.True(condition.Days.Shortest < condition.Days.Longest, condition.Name);
                // What speaks against a condition is not among its findings.
                Assert.Empty(
                    condition.Absent.Intersect(condition.Findings.Select(finding => finding.Finding))
                );
            }
        );
    }

    [Fact]
    public void Every_way_to_say_a_finding_becomes_plain_words()
    {
        foreach (var (name, ways) in VignetteTable.Ready.Findings)
        foreach (string way in ways)
        foreach (Person person in (Person[])[Person.First, Person.She, Person.He])
            for (int seed = 0; seed < 4; seed++)
            {
                string said = Phrasing.Say(way, person, new Random(seed));
                Assert.False(
                    "[]{}~@|\\".Any(said.Contains)
                        || said.Length == 0
                        || said.Contains("  ", StringComparison.Ordinal),
                    $"{name}: {way} -> {said}"
                );
            }
    }

    [Theory]
    [InlineData("chest_pain_tearing", "chest_pain")]
    [InlineData("headache_severe", "headache")]
    [InlineData("swollen_eyelids", "swollen_eyelids")]
    [InlineData("fever", "fever")]
    public void A_finding_is_a_kind_of_the_one_that_its_name_begins_with(string finding, string general) =>
        Assert.Equal(general, VignetteTable.Ready.General(finding));

    [Fact]
    public void A_vignette_depends_on_seed_and_number_alone()
    {
        Assert.Equal(s_simulator.Draw(1, 77), new VignetteSimulator(VignetteTable.Ready).Draw(1, 77));
        Assert.NotEqual(s_simulator.Draw(1, 77), s_simulator.Draw(2, 77));
    }

    [Fact]
    public void Vignettes_are_varied_English_and_each_condition_has_its_share()
    {
        var drawn = Enumerable.Range(0, 2_450).Select(i => s_simulator.Draw(3, i)).ToArray();
        Assert.True(drawn.Select(vignette => vignette.Text).Distinct().Count() > 2_440);
        foreach (var vignette in drawn)
            Assert.True(Language.Of(ReadText.Of(vignette.Text).Text).IsEnglish, vignette.Text);
        int[] counts =
        [
            .. Enumerable
                .Range(0, s_simulator.Classes.Length)
                .Select(k => drawn.Count(vignette => vignette.Class == k)),
        ];
        Assert.All(counts, count => Assert.True(count > 0));
    }

    /// <summary>A relative told of in an aside must not swallow the patient's next sentence.</summary>
    [Fact]
    public void No_sentence_that_begins_with_the_patient_is_read_as_a_relative_s()
    {
        for (int i = 0; i < 5_000; i++)
        {
            string text = s_simulator.Draw(4, i).Text;
            var words = Word.Of(text);
            var scopes = Scopes.Of(words);
            for (int at = 0; at < words.Count; at++)
                if (
                    words[at].Text is "he" or "she"
                    && (at == 0 || words[at - 1].Sentence != words[at].Sentence)
                )
                    Assert.True(scopes[at] != Scope.Family, text);
        }
    }

    [Fact]
    public void American_spelling_changes_the_word_mum_and_no_word_that_holds_it()
    {
        string[] spelt =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(seed =>
                    Spelling.Vary("His mum says mumps, at most; her mum's maximum.", new Random(seed))
                )
                .Select(text => text.ToLowerInvariant())
                .Where(text => text.Contains("mom", StringComparison.Ordinal)),
        ];
        Assert.Contains("his mom says mumps, at most; her mom's maximum.", spelt);
        Assert.DoesNotContain(spelt, text => text.Contains("momps", StringComparison.Ordinal));
    }

    [Fact]
    public void No_text_of_the_presentations_is_one_that_the_simulator_writes()
    {
        var pairs = Presentations.All.Select(one => one.Text).ToList();
        int presentations = pairs.Count;
        pairs.AddRange(Enumerable.Range(0, 2_000).Select(i => s_simulator.Draw(1, i).Text));
        int[] groups = NearDuplicates.Groups(pairs);
        Assert.Empty(groups.Take(presentations).Intersect(groups.Skip(presentations)));
    }
}
