using System.Collections.Immutable;
using Osler.Core.Collections;
using Osler.Core.Words;
using Osler.Reports.TableStudies;
using Osler.Reports.TextStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Puts what a run on texts found into the report's own words.</summary>
internal static class TextFindings
{
    public const string SplitRule = "At random, each class in its share, near duplicates on one side";

    private const int Shown = 20;
    private const int Longest = 400;

    public static TextStudyFindings Of(FinishedTextRun run, RunLog log, string yaml) =>
        new()
        {
            Intent = StudyFindings.Intent(
                run.Study,
                run.Study.Data.Outcome,
                $"Texts: {run.Data.Name}.",
                run.Data.Simulated
            ),
            Names = run.Data.Classes,
            Parts =
            [
                Count(run, Part.Train, "Training"),
                Count(run, Part.Validation, "Validation"),
                Count(run, Part.Test, "Test"),
            ],
            SplitRule = SplitRule,
            Warnings = run.Data.Warnings,
            Preprocessing =
            [
                FormattableString.Invariant(
                    $"Words in lower case, cut into pieces by {run.Model.Preprocessing.Pairs.Merges.Length:N0} byte-pair merges learnt on the training texts; {run.Model.Preprocessing.Vocabulary:N0} token ids, at most {run.Model.Preprocessing.Length:N0} a text."
                ),
                "A negated word and a relative's word are other tokens than the patient's own; ages, durations, temperatures, pressures and pulses become ranges.",
                .. run.Study.Text!.Vary
                    ? (string[])
                        [
                            "In training some words fall into smaller pieces and some tokens are passed over, anew in each epoch.",
                            .. run.Study.Text.Excerpts > 0
                                ? (string[])
                                    [
                                        FormattableString.Invariant(
                                            $"In {run.Study.Text.Excerpts:P0} of the showings one sentence stands for the whole text, so that the network learns how little it tells."
                                        ),
                                    ]
                                : [],
                        ]
                    : [],
            ],
            Network = StudyFindings.Picture(
                run.Model.Network.Network,
                [run.Model.Preprocessing.Length],
                [],
                run.Data.Classes.Length <= 20 ? run.Data.Classes : [],
                "softmax"
            ),
            TrainingSettings = StudyFindings.Settings(run.Study.Training, run.Model.Network.History),
            Training = [StudyFindings.History(run.Model.Network.History, null)],
            Measures = run.Judgement.Measures,
            Temperature = run.Model.Reading.Temperature,
            Threshold = run.Model.Reading.Threshold,
            ThresholdRule = run.Model.Reading.Rule,
            Coverage = [.. run.Judgement.Selective.Curve],
            Outside =
            [
                .. run.Judgement.Outside.Select(one => new OutsideTexts(
                    one.Title,
                    one.Texts,
                    one.CannotTell,
                    one.None
                )),
            ],
            Mistaken = Mistaken(run),
            Limits =
            [
                .. run.Data.Simulated
                    ? (string[])
                        [
                            "The vignettes are written by a program from a table of conditions: the network learnt its wording. How it does on words of others is measured on the presentations that stand with the tests, and has to be measured where it is used.",
                            "Every condition is equally frequent in the vignettes; in a practice they are not, so the probabilities are those of an examination, not of a waiting room.",
                        ]
                    : [],
                "The network was judged on texts of the same source as it was trained on. How it does elsewhere has to be measured there.",
            ],
            Run = StudyFindings.Record(
                run.Study,
                yaml,
                log,
                new Fact("Texts (SHA-256 or key)", run.Data.Fingerprint)
            ),
        };

    private static TextPart Count(FinishedTextRun run, Part part, string name)
    {
        int[] counts = new int[run.Data.Classes.Length];
        int[] cases = run.Data.Rows(part);
        foreach (int i in cases)
            counts[run.Data.Class[i]]++;
        return new TextPart(name, cases.Length, run.Data.Groups.Among(cases), [.. counts]);
    }

    // A simulated text may be shown; a real one belongs to a person.
    private static ImmutableArray<MistakenText> Mistaken(FinishedTextRun run)
    {
        int k = run.Data.Classes.Length;
        var mistakes = new List<(double Probability, int Case, int Said)>();
        for (int i = 0; i < run.Judgement.Cases.Length; i++)
        {
            var row = run.Judgement.Probabilities.AsSpan(i * k, k);
            int best = Largest.Index<double>(row);
            if (best != run.Data.Class[run.Judgement.Cases[i]])
                mistakes.Add((row[best], run.Judgement.Cases[i], best));
        }
        return
        [
            .. mistakes
                .OrderByDescending(mistake => mistake.Probability)
                .ThenBy(mistake => mistake.Case)
                .Take(Shown)
                .Select(mistake => new MistakenText(
                    run.Data.Simulated ? Cited.Start(run.Data.Texts[mistake.Case], Longest) : "",
                    run.Data.Labels[run.Data.Class[mistake.Case]],
                    run.Data.Labels[mistake.Said],
                    mistake.Probability
                )),
        ];
    }
}
