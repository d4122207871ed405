using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Texts;
using Osler.Reports.TextStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What a run on texts leaves behind.</summary>
internal static class TextRunFiles
{
    public static RunOutput Of(FinishedTextRun run, RunLog log, string device)
    {
        string yaml = RunOutput.Yaml(run.Study);
        return new RunOutput(
            yaml,
            CardOf(run),
            run.Model.Network,
            [run.Model.Preprocessing.Length],
            TextPreprocessingJson.Write(run.Model.Preprocessing),
            SamplesOf(run, device),
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, run.Data.Warnings, log),
            TextStudyReport.Page(TextFindings.Of(run, log, yaml))
        );
    }

    private static JsonObject DataOf(FinishedTextRun run)
    {
        var parts = new JsonObject();
        foreach (CardPart part in Parts(run))
            parts[part.Name] = new JsonObject { ["cases"] = part.Cases, ["patients"] = part.Patients };
        return new JsonObject
        {
            ["source"] = run.Data.Name,
            ["simulated"] = run.Data.Simulated,
            ["fingerprint"] = run.Data.Fingerprint,
            ["texts"] = run.Data.Texts.Length,
            ["groups_of_near_duplicates"] = run.Data.Groups.Count,
            ["outcome"] = run.Study.Data.Outcome,
            ["names"] = new JsonArray([.. run.Data.Classes.Select(name => (JsonNode)name)]),
            ["split"] = TextFindings.SplitRule,
            ["temperature"] = run.Model.Reading.Temperature,
            ["threshold"] = run.Model.Reading.Threshold,
            ["parts"] = parts,
        };
    }

    private static IEnumerable<CardPart> Parts(FinishedTextRun run) =>
        ((Part[])[Part.Train, Part.Validation, Part.Test]).Select(part =>
        {
            int[] cases = run.Data.Rows(part);
            return RunCard.PartOf(part, cases, run.Data.Groups, cases.Count(i => run.Data.Class[i] == 0));
        });

    private static Card CardOf(FinishedTextRun run)
    {
        StudyFile study = run.Study;
        var data = new CardData(run.Data.Name, [.. Parts(run)])
        {
            Fingerprint = run.Data.Fingerprint,
            Simulated = run.Data.Simulated,
        };
        return RunCard.Of(
            study,
            [.. run.Data.Classes.Zip(run.Data.Labels, (name, label) => new CardOutcome(name, label))],
            [],
            data,
            run.Model.Network,
            [run.Model.Preprocessing.Length]
        ) with
        {
            Text = run.Model.Reading,
            // Of hundreds of classes the card keeps the whole; results.json has each.
            Measures = [.. run.Judgement.Measures.Where(measure => measure.Outcome == study.Data.Outcome)],
        };
    }

    private static Samples SamplesOf(FinishedTextRun run, string device)
    {
        var texts = SampleTexts.All;
        int length = run.Model.Preprocessing.Length;
        float[] features = new float[texts.Length * length];
        for (int i = 0; i < texts.Length; i++)
            run.Model.Preprocessing.Apply(texts[i], features.AsSpan(i * length, length));
        float[] logits = RowExamples.Logits(run.Model.Network, features, [length], device);
        double[] rows = [.. Enumerable.Range(0, texts.Length).Select(i => (double)i)];
        return Samples.Of([SampleTexts.Input], rows, features, logits);
    }
}
