using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Studies.Vignettes;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies.Exams;

/// <summary>The questions of a study, and how they are divided.</summary>
/// <param name="Name">Where they come from.</param>
/// <param name="Questions">The questions, each with its answer.</param>
/// <param name="Groups">Questions whose stems nearly repeat each other count as one.</param>
/// <param name="Rounds">One split, or one for each fold of a cross-validation.</param>
/// <param name="Kept">The split whose network is kept: the only one, or one without a test part.</param>
/// <param name="Fingerprint">Of the data.</param>
/// <param name="Simulated">Whether a program wrote them.</param>
/// <param name="Warnings">What a reader should know, one sentence each.</param>
internal sealed record ExamData(
    string Name,
    ImmutableArray<ExamQuestion> Questions,
    Patients Groups,
    ImmutableArray<Split> Rounds,
    Split Kept,
    string Fingerprint,
    bool Simulated,
    ImmutableArray<string> Warnings
)
{
    /// <summary>The most options of a question: rows of the network's input.</summary>
    public int Options { get; } = Questions.Max(question => question.Options.Length);

    /// <summary>Whether every question is tested once, by a network that never saw it.</summary>
    public bool CrossValidated => Rounds.Length > 1;

    /// <summary>As in <c>results.json</c>.</summary>
    public string PartName => CrossValidated ? "cross_validation" : "test";

    /// <summary>What was right how often among the questions that a round does not test.</summary>
    /// <param name="test">The round's test questions.</param>
    public FrequentAnswers RightBeside(int[] test)
    {
        var tested = test.ToHashSet();
        return FrequentAnswers.Of(Questions.Where((_, i) => !tested.Contains(i)));
    }

    /// <summary>Reads or simulates the questions and divides them.</summary>
    /// <exception cref="RequestException">A split that questions can't have, or no such simulator.</exception>
    /// <exception cref="DataException">The questions are unusable.</exception>
    public static ExamData Open(StudyFile study) =>
        study.Data.Path is { } path ? FromFile(study, path) : Simulate(study);

    private static ExamData Simulate(StudyFile study)
    {
        if (study.Data.Simulate is { Cohort: VignetteSimulator.Cohort })
            throw new RequestException(
                "This study is on texts: it has no exam questions and no corpus.",
                "exams",
                "Leave out the keys under exams, or run the study 'exams'."
            );
        if (study.Data.Simulate is not { } simulate || simulate.Cohort != ExamSimulator.Cohort)
            throw new RequestException(
                "There is no such simulator of questions.",
                "data.simulate.cohort",
                $"Choose {ExamSimulator.Cohort}, or give a file with --data FILE.jsonl."
            );
        var simulator = new ExamSimulator(VignetteTable.Ready);
        var questions = new ExamQuestion[simulate.Patients];
        Parallel.For(0, questions.Length, i => questions[i] = simulator.Draw(study.Seed, i));
        return Divided(
            study,
            "simulated questions",
            [.. questions],
            Patients.One(questions.Length),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ExamSimulator.Cohort}, {simulate.Patients}, seed {study.Seed}"
            ),
            true,
            []
        );
    }

    private static ExamData FromFile(StudyFile study, string path)
    {
        var file = ExamQuestions.Read(path);
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (!file.Ambiguous.IsEmpty)
            warnings.Add(
                $"Left out: {Counted.Of(file.Ambiguous.Length, "question")} with the same option twice ({(file.Ambiguous.Length == 1 ? "line" : "lines")} {string.Join(", ", file.Ambiguous.Take(12))}{(file.Ambiguous.Length > 12 ? " …" : "")})."
            );
        if (file.Corrected > 0)
            warnings.Add($"'stfep2&3' is read as step2&3, in {Counted.Of(file.Corrected, "question")}.");
        var groups = Patients.From(
            NearDuplicates.Groups([.. file.Questions.Select(question => question.Stem)])
        );
        if (groups.Count < groups.Rows)
            warnings.Add(
                $"{Titles.Count(groups.Rows - groups.Count)} of {Titles.Count(groups.Rows)} questions nearly repeat another's stem; they are kept on one side of each split."
            );
        int foreign = file.Questions.Count(question => !Language.Of(question.Stem).IsEnglish);
        if (foreign > 0)
            warnings.Add($"Not English, as it seems: {Counted.Of(foreign, "question")}.");
        return Divided(
            study,
            file.Name,
            file.Questions,
            groups,
            file.Fingerprint,
            false,
            warnings.ToImmutable()
        );
    }

    private static ExamData Divided(
        StudyFile study,
        string name,
        ImmutableArray<ExamQuestion> questions,
        Patients groups,
        string fingerprint,
        bool simulated,
        ImmutableArray<string> warnings
    )
    {
        int least = study.Split is SplitByFolds { Count: var count } ? Math.Max(3, count) : 3;
        if (groups.Count < least)
            throw new DataException(
                groups.Count == 1
                    ? $"All {Counted.Of(questions.Length, "question")} have nearly the same stem, so that none can be kept apart for the test."
                    : $"There are {Counted.Of(groups.Count, "group")} of nearly the same stem among {Counted.Of(questions.Length, "question")}, and it takes at least {least} to divide them so.",
                name,
                groups.Count < 3
                    ? "Give more questions, with different stems."
                    : $"Ask for at most {groups.Count} folds (--set split.folds.count={groups.Count}), or give more questions."
            );
        ImmutableArray<Split> rounds;
        Split kept;
        switch (study.Split)
        {
            case SplitByFolds folds:
                int[] of = GroupedFolds.Draw(groups, [], folds.Count, study.Seed);
                rounds =
                [
                    .. Enumerable
                        .Range(0, folds.Count)
                        .Select(fold =>
                            GroupedFolds.Hold(of, fold, groups, [], folds.Validation, study.Seed)
                        ),
                ];
                kept = GroupedFolds.Hold(of, folds.Count, groups, [], folds.Validation, study.Seed);
                break;
            case SplitByPatients parts:
                double test = parts.RequireTest();
                kept = SplitByPatient.Draw(
                    groups,
                    [],
                    new SplitFractions { Validation = parts.Validation, Test = test },
                    study.Seed
                );
                rounds = [kept];
                break;
            default:
                throw new RequestException(
                    "questions are divided at random, near duplicates together.",
                    "split",
                    "Write split: {folds: {count: 5}} or split: {patients: {train: 0.7, validation: 0.15}}."
                );
        }
        if (rounds.Add(kept).Any(split => split.Count(Part.Train) == 0 || split.Count(Part.Validation) == 0))
            throw new DataException(
                "There are too few questions to train, validate and test on.",
                name,
                "Give more questions, or divide them in another way (split)."
            );
        return new(name, questions, groups, rounds, kept, fingerprint, simulated, warnings);
    }
}
