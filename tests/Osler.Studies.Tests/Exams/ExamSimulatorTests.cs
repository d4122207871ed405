using Osler.Core.Texts;
using Osler.Studies.Exams;
using Osler.Studies.Vignettes;

namespace Osler.Studies.Tests.Exams;

public sealed class ExamSimulatorTests
{
    private static readonly ExamSimulator s_simulator = new(VignetteTable.Ready);
    private static readonly ExamQuestion[] s_drawn =
    [
        .. Enumerable.Range(0, 1_000).Select(i => s_simulator.Draw(1, i)),
    ];

    [Fact]
    public void Options_are_different_conditions_and_four_or_five()
    {
        var titles = VignetteTable.Ready.Conditions.Select(condition => condition.Title).ToHashSet();
        Assert.All(
            s_drawn,
            question =>
            {
                Assert.Equal(question.Options.Length, question.Options.Distinct().Count());
                Assert.All(question.Options, option => Assert.Contains(option, titles));
                Assert.InRange(question.Answer, 0, question.Options.Length - 1);
            }
        );
        Assert.InRange(s_drawn.Count(question => question.Options.Length == 5), 200, 300);
        Assert.DoesNotContain(s_drawn, question => question.Options.Length is < 4 or > 5);
    }

    /// <summary>A place that knew the answer would teach nothing of medicine.</summary>
    [Fact]
    public void The_right_option_stands_anywhere()
    {
        for (int place = 0; place < 4; place++)
            Assert.InRange(s_drawn.Count(question => question.Answer == place), 180, 310);
    }

    [Fact]
    public void The_vignette_is_of_the_right_option()
    {
        var vignettes = new VignetteSimulator(VignetteTable.Ready);
        int first = 0;
        for (int i = 0; i < 200; i++)
        {
            Vignette vignette = vignettes.Draw(1, i);
            if (vignette.Class == VignetteTable.Ready.Conditions.Length)
                continue;
            Assert.StartsWith(vignette.Text, s_drawn[i].Stem, StringComparison.Ordinal);
            Assert.Equal(
                VignetteTable.Ready.Conditions[vignette.Class].Title,
                s_drawn[i].Options[s_drawn[i].Answer]
            );
            first++;
        }
        Assert.True(first > 150);
    }

    [Fact]
    public void Wrong_options_are_close_rivals_in_half_of_the_questions_and_unlike_in_a_quarter()
    {
        var findings = VignetteTable.Ready.Conditions.ToDictionary(
            condition => condition.Title,
            condition => condition.Findings.Select(finding => finding.Finding).ToHashSet()
        );
        bool Share(string one, string other) => one != other && findings[one].Overlaps(findings[other]);
        int unlike = 0;
        foreach (ExamQuestion question in s_drawn)
        {
            string right = question.Options[question.Answer];
            string[] wrong = [.. question.Options.Where(option => option != right)];
            if (question.Kind == ExamSimulator.Any)
                unlike += wrong.All(option => !Share(right, option)) ? 1 : 0;
            else if (findings.Keys.Count(other => Share(right, other)) >= 4)
                Assert.All(wrong, option => Assert.True(Share(right, option)));
        }
        Assert.InRange(s_drawn.Count(question => question.Kind == ExamSimulator.Close), 450, 550);
        Assert.InRange(s_drawn.Count(question => question.Kind == ExamSimulator.Related), 200, 300);
        // Among rivals alone a network never learns that scabies is no Kawasaki disease.
        Assert.True(unlike > 50);
    }

    [Fact]
    public void Each_question_is_drawn_from_its_own_key()
    {
        Assert.Equal(s_drawn[77].Stem, s_simulator.Draw(1, 77).Stem);
        Assert.NotEqual(s_drawn[77].Stem, s_simulator.Draw(2, 77).Stem);
    }
}
