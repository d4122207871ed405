using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Reports.ExamStudies;
using Osler.Reports.TableStudies;

namespace Osler.Studies.Exams;

/// <summary>Puts what a run on questions found into the report's own words.</summary>
internal static class ExamFindings
{
    private const int Shown = 20;
    private const int Longest = 300;
    private const int Bins = 5;

    public static ExamStudyFindings Of(FinishedExamRun run, RunLog log, string yaml) =>
        new()
        {
            Intent = StudyFindings.Intent(
                run.Study,
                "the right option",
                $"Questions: {run.Data.Name}.",
                run.Data.Simulated
            ),
            Parts = [.. ExamRunFiles.Parts(run).Select(Part)],
            SplitRule = run.Data.CrossValidated
                ? FormattableString.Invariant(
                    $"{run.Data.Rounds.Length}-fold cross-validation, near duplicates in one fold; the network that is kept learnt from the training part of all questions"
                )
                : "At random, near duplicates on one side",
            Warnings = run.Data.Warnings,
            Preprocessing = Preprocessing(run),
            Retrieval =
            [
                $"The corpus is {run.Retrieval.Corpus}.",
                FormattableString.Invariant(
                    $"BM25 with k1 = {Bm25.K1} and b = {Bm25.B}: the option is chosen for which some passage fits stem and option together best. Nothing is learnt."
                ),
            ],
            Network = StudyFindings.Picture(
                run.Kept.Model.Network.Network,
                run.Kept.Model.Input,
                [],
                [],
                "softmax"
            ),
            TrainingSettings = StudyFindings.Settings(run.Study.Training, run.Kept.Model.Network.History),
            Training =
            [
                .. run.Rounds.Select(
                    (round, i) =>
                        StudyFindings.History(
                            round.Model.Network.History,
                            run.Data.CrossValidated ? FormattableString.Invariant($"Fold {i + 1}") : null
                        )
                ),
            ],
            Measures = run.Judgement.Measures,
            Models =
            [
                .. run.Judgement.Models.Select(model => (model.Model, Titles.Of(ExamWords.Of(model.Model)))),
                (ExamMeasures.Chance, "Chance"),
            ],
            Kinds = ExamMeasures.Kinds(run.Judgement.Cases.Select(i => run.Data.Questions[i])),
            Comparisons =
            [
                .. run.Judgement.Comparisons.Select(pair => new ExamComparison(
                    Titles.Of(ExamWords.Of(pair.Model)),
                    pair.Comparison
                )),
            ],
            Temperatures = [.. run.Rounds.Select(round => round.Model.Reading.Temperature)],
            Calibration = Calibration(run),
            Thresholds = [.. run.Rounds.Select(round => round.Model.Reading.Threshold)],
            ThresholdRule = run.Kept.Model.Reading.Rule,
            Coverage = [.. run.Judgement.Selective.Curve],
            Mistaken = Mistaken(run),
            Limits =
            [
                .. run.Data.Simulated
                    ? (string[])
                        [
                            "The questions are written by a program from a table of conditions: the network learnt its wording, and retrieval looks into the same table. Neither says how it does in an examination.",
                        ]
                    :
                    [
                        "A network that begins anew learns its medicine from the training questions alone. Some hundred to some thousand questions do not hold it: expect little above chance without public weights.",
                    ],
                "Options are read by their words: two that differ in figures alone look alike to learnt tokens.",
                "Pictures that a question shows are not read, and answers in free text are not graded.",
                "The questions may be in the training texts of public weights; who begins with such weights has to find that out.",
            ],
            Run = StudyFindings.Record(
                run.Study,
                yaml,
                log,
                new Fact("Questions (SHA-256 or key)", run.Data.Fingerprint)
            ),
        };

    private static ExamPart Part(CardPart part) =>
        new(
            part.Name switch
            {
                "train" => "Training",
                "validation" => "Validation",
                "test" => "Test",
                _ => "Judged by cross-validation",
            },
            part.Cases,
            part.Patients ?? part.Cases
        );

    private static ImmutableArray<string> Preprocessing(FinishedExamRun run)
    {
        ExamModel model = run.Kept.Model;
        return
        [
            model.Preprocessing.Pieces is { } pieces
                ? FormattableString.Invariant(
                    $"BERT's {pieces.Count:N0} pieces ({(pieces.LowerCase ? "uncased" : "cased")}), at most {model.Preprocessing.Length:N0} an option."
                )
                : FormattableString.Invariant(
                    $"Words in lower case, cut into pieces by {model.Preprocessing.Text!.Pairs.Merges.Length:N0} byte-pair merges learnt on the training questions; {model.Preprocessing.Vocabulary:N0} token ids, at most {model.Preprocessing.Length:N0} an option."
                ),
            "Each option is a row: the stem, a separator, the option. The same network scores each; its place among the others is not told.",
            model.Shortened == 0
                ? "Every question fits whole."
                : $"{Titles.Count(model.Shortened)} of {Titles.Count(run.Data.Questions.Length)} questions do not fit whole: the beginning of their stem is not read.",
        ];
    }

    private static ImmutableArray<(double, double, int)> Calibration(FinishedExamRun run)
    {
        bool[] right = run.Judgement.Models[0].Right;
        (double Said, bool Right)[] answers =
        [
            .. run
                .Judgement.Probabilities.Select((row, at) => (row.Max(), right[at]))
                .OrderBy(answer => answer.Item1),
        ];
        int bins = Math.Min(Bins, answers.Length);
        return
        [
            .. Enumerable
                .Range(0, bins)
                .Select(bin => answers[(bin * answers.Length / bins)..((bin + 1) * answers.Length / bins)])
                .Select(some =>
                    (some.Average(one => one.Said), some.Average(one => one.Right ? 1.0 : 0), some.Length)
                ),
        ];
    }

    // Only simulated questions are shown: an examination's belong to somebody.
    private static ImmutableArray<MistakenQuestion> Mistaken(FinishedExamRun run)
    {
        if (!run.Data.Simulated)
            return [];
        var mistakes = new List<MistakenQuestion>();
        for (int at = 0; at < run.Judgement.Cases.Length; at++)
        {
            ExamQuestion question = run.Data.Questions[run.Judgement.Cases[at]];
            double[] row = run.Judgement.Probabilities[at];
            int best = question.Best(row);
            if (best != question.Answer)
                mistakes.Add(
                    new(
                        Cited.Start(question.Stem, Longest),
                        question.Options[question.Answer],
                        question.Options[best],
                        row[best]
                    )
                );
        }
        return [.. mistakes.OrderByDescending(mistake => mistake.Probability).Take(Shown)];
    }
}
