using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Serving;

namespace Osler.Studies.Tests.Vignettes;

public sealed class PresentationClaimTests : IDisposable
{
    private const int Claimed = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("osler-claim-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The lecture's words, and a short way to say them.
    private static readonly string[] s_lecture =
    [
        "A six-year-old boy with three days of high fever, red eyes, a rash on the trunk, a swollen red strawberry tongue, swollen lymph nodes in the neck, and irritability.",
        "My son is six. High fever for three days, red eyes, rash on the trunk, a swollen red strawberry tongue, swollen lymph nodes in his neck, and he is very irritable.",
    ];

    private static readonly string[] s_tooLittle =
    [
        "My head hurts.",
        "I have a headache since yesterday.",
        "I am tired all the time.",
        "A 45-year-old man has a fever.",
        "My daughter has a rash.",
        // Three findings of a dozen conditions.
        "chest pain, sweating, nausea",
        "Chest pain and nausea for two hours.",
        // Two findings in general words, of which one is dangerous to be told wrongly.
        "I have a headache and a stiff neck.",
        "Missed period and abdominal pain.",
        "Abdominal pain and vomiting.",
        "Crushing chest pain and sweating.",
    ];

    // The study as shipped, on 20,000 vignettes: a minute or two on an idle core.
    [Fact]
    public void The_lectures_case_is_kawasaki_disease_and_classic_presentations_are_among_the_first_three()
    {
        var measures = Study
            .Run(
                StudyFile.Open("vignettes", ["evaluation.bootstrap_draws=100", "evaluation.baselines=[]"]),
                new RunOptions { OutFolder = Path.Combine(_folder, "run") }
            )
            .Measures;
        using var predictor = TextPredictor.Open(BundleFolder.Open(Path.Combine(_folder, "run", "bundle")));
        int[] ranks = Ranks(predictor, Presentations.All, out string told);
        Assert.Equal("kawasaki_disease", Presentations.All[0].Condition);
        Assert.Equal(1, ranks[0]);
        Assert.All(s_lecture, text => Assert.Equal(1, Rank(predictor, "kawasaki_disease", text)));
        Assert.True(ranks[1..(1 + Claimed)].Count(rank => rank <= 3) >= 8, told);
        foreach (
            var others in (IReadOnlyList<(string, string)>[])[Presentations.Independent, Presentations.Later]
        )
        {
            int[] their = Ranks(predictor, others, out told);
            Assert.Equal(30, their.Length);
            Assert.True(their.Count(rank => rank <= 3) >= 24, told);
        }
        Answers(predictor);
        Tells(predictor, measures);
    }

    // Of other writers' texts that get an answer, one in ten at most is wrong; one in twenty is borne, of so few.
    private static void Answers(TextPredictor predictor)
    {
        var answered = Presentations
            .Independent.Concat(Presentations.Later)
            .Select(one => (one.Condition, Said: predictor.Predict(ReadText.Of(one.Text))))
            .Where(one => one.Said.Verdict == TextVerdict.Answer)
            .ToList();
        Assert.InRange(answered.Count, 25, 59);
        int wrong = answered.Count(one => one.Said.Outcomes[0].Name != one.Condition);
        Assert.InRange(wrong, 0, answered.Count / 10);
    }

    // The lecture's case gets its answer, and what says too little gets none.
    private static void Tells(TextPredictor predictor, IReadOnlyList<Measure> measures)
    {
        foreach (string text in (string[])[Presentations.All[0].Text, .. s_lecture])
            Assert.Equal(TextVerdict.Answer, predictor.Predict(ReadText.Of(text)).Verdict);
        foreach (string text in s_tooLittle)
            Assert.Equal(TextVerdict.CannotTell, predictor.Predict(ReadText.Of(text)).Verdict);
        double Share(string name, string? outside) =>
            measures
                .Single(measure =>
                    measure.Name == name
                    && measure is { Outcome: "label", Model: "network" }
                    && measure.Subgroup == outside
                )
                .Estimate.Value!.Value;
        Assert.InRange(Share("coverage", null), 0.9, 1);
        Assert.InRange(Share("selective_accuracy", null), 0.98, 1);
        Assert.InRange(Share("refused", "outside=healthy"), 0.95, 1);
        Assert.InRange(Share("refused", "outside=too_few"), 0.85, 1);
        Assert.InRange(Share("refused", "outside=unlisted"), 0.6, 1);
    }

    private static int[] Ranks(
        TextPredictor predictor,
        IReadOnlyList<(string Condition, string Text)> presentations,
        out string told
    )
    {
        int[] ranks = [.. presentations.Select(one => Rank(predictor, one.Condition, one.Text))];
        told = string.Join(", ", presentations.Zip(ranks, (one, rank) => $"{one.Condition} {rank}"));
        return ranks;
    }

    private static int Rank(TextPredictor predictor, string condition, string text)
    {
        var outcomes = predictor.Predict(ReadText.Of(text)).Outcomes;
        return 1 + Enumerable.Range(0, outcomes.Length).First(i => outcomes[i].Name == condition);
    }
}
