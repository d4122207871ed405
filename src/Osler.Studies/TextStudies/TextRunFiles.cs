using System.Globalization;
using System.Text.Json.Nodes;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Texts;
using Osler.Learning.Training;
using Osler.Reports.TextStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What a run on texts leaves behind.</summary>
internal static class TextRunFiles
{
    private static readonly (Part Part, string Name)[] s_parts =
    [
        (Part.Train, "train"),
        (Part.Validation, "validation"),
        (Part.Test, "test"),
    ];

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
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, log),
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
        s_parts.Select(each =>
        {
            int[] cases = run.Data.Rows(each.Part);
            return new CardPart(
                each.Name,
                cases.Length,
                run.Data.Groups.EachRowIsOne
                    ? null
                    : cases.Select(i => run.Data.Groups[i]).Distinct().Count(),
                cases.Count(i => run.Data.Class[i] == 0)
            );
        });

    private static Card CardOf(FinishedTextRun run)
    {
        StudyFile study = run.Study;
        long parameters = Parameters.Count(run.Model.Network.Network, [run.Model.Preprocessing.Length]);
        int members = run.Model.Count;
        return new Card
        {
            Study = study.Study,
            Title = study.ShownTitle,
            Question = study.Question,
            IntendedUse = study.IntendedUse,
            NotFor = study.NotFor,
            Osler = OslerVersion.Text,
            Seed = study.Seed,
            Outcomes =
            [
                .. run.Data.Classes.Zip(run.Data.Labels, (name, label) => new CardOutcome(name, label)),
            ],
            Inputs = [],
            Text = run.Model.Reading,
            Data = new CardData(run.Data.Name, [.. Parts(run)])
            {
                Fingerprint = run.Data.Fingerprint,
                Simulated = run.Data.Simulated,
            },
            Network = string.Create(
                CultureInfo.InvariantCulture,
                $"{(members == 1 ? "one network" : $"{members} networks")} '{study.Network.Title}', {parameters:N0} parameters"
            ),
            Members = members,
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
        float[] logits = Inference.Logits(
            run.Model.Network.Network,
            run.Model.Network.Weights,
            new RowExamples(features, [length]),
            [.. Enumerable.Range(0, texts.Length)],
            device: device
        );
        double[] rows = [.. Enumerable.Range(0, texts.Length).Select(i => (double)i)];
        return Samples.Of([SampleTexts.Input], rows, features, logits);
    }
}
