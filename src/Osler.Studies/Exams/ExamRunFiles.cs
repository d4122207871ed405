using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Texts;
using Osler.Reports.ExamStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies.Exams;

/// <summary>What a run on questions leaves behind.</summary>
internal static class ExamRunFiles
{
    public static RunOutput Of(FinishedExamRun run, RunLog log, string device)
    {
        string yaml = RunOutput.Yaml(run.Study);
        ExamModel model = run.Kept.Model;
        return new RunOutput(
            yaml,
            CardOf(run),
            model.Network,
            model.Input,
            QuestionPreprocessingJson.Write(model.Preprocessing),
            SamplesOf(model, device),
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, run.Data.Warnings, log),
            ExamStudyReport.Page(ExamFindings.Of(run, log, yaml))
        );
    }

    /// <summary>Counts of the parts that the kept network was made from, and of what was judged.</summary>
    public static ImmutableArray<CardPart> Parts(FinishedExamRun run)
    {
        var parts = ImmutableArray.CreateBuilder<CardPart>();
        foreach (Part part in (Part[])[Part.Train, Part.Validation])
        {
            int[] cases = run.Data.Kept.Rows(part);
            parts.Add(RunCard.PartOf(part, cases, run.Data.Groups, cases.Length));
        }
        int[] judged = run.Judgement.Cases;
        parts.Add(
            RunCard.PartOf(Part.Test, judged, run.Data.Groups, judged.Length) with
            {
                Name = run.Data.PartName,
            }
        );
        return parts.ToImmutable();
    }

    private static JsonObject DataOf(FinishedExamRun run)
    {
        var parts = new JsonObject();
        foreach (CardPart part in Parts(run))
            parts[part.Name] = new JsonObject { ["questions"] = part.Cases, ["groups"] = part.Patients };
        return new JsonObject
        {
            ["source"] = run.Data.Name,
            ["simulated"] = run.Data.Simulated,
            ["fingerprint"] = run.Data.Fingerprint,
            ["questions"] = run.Data.Questions.Length,
            ["groups_of_near_duplicates"] = run.Data.Groups.Count,
            ["most_options"] = run.Data.Options,
            ["shortened"] = run.Kept.Model.Shortened,
            ["corpus"] = run.Retrieval.Corpus,
            ["temperature"] = run.Kept.Model.Reading.Temperature,
            ["threshold"] = run.Kept.Model.Reading.Threshold,
            ["parts"] = parts,
        };
    }

    private static Card CardOf(FinishedExamRun run)
    {
        ExamModel model = run.Kept.Model;
        return RunCard.Of(
            run.Study,
            [.. Enumerable.Range(0, model.Reading.Options).Select(Option)],
            [],
            new CardData(run.Data.Name, Parts(run))
            {
                Fingerprint = run.Data.Fingerprint,
                Simulated = run.Data.Simulated,
            },
            model.Network,
            model.Input
        ) with
        {
            Questions = model.Reading with { RightAnswers = run.Data.RightBeside(run.Kept.Test).Times },
            Measures =
            [
                .. run.Judgement.Measures.Where(measure => measure is { Subgroup: null, Model: "network" }),
            ],
        };
    }

    private static CardOutcome Option(int place) =>
        new(
            FormattableString.Invariant($"option_{place + 1}"),
            FormattableString.Invariant($"option {place + 1} is right")
        );

    private static Samples SamplesOf(ExamModel model, string device)
    {
        var questions = SampleQuestions.All;
        float[] features =
        [
            .. questions.SelectMany(question =>
                model.Preprocessing.Apply(
                    SampleQuestions.Of(question, model.Reading.Options),
                    model.Reading.Options
                )
            ),
        ];
        float[] logits = RowExamples.Logits(model.Network, features, model.Input, device);
        return Samples.Of(
            [SampleQuestions.Input],
            [.. Enumerable.Range(0, questions.Length).Select(i => (double)i)],
            features,
            logits
        );
    }
}
