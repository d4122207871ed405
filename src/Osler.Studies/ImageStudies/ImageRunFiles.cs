using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Onnx;
using Osler.Imaging.Augmentation;
using Osler.Imaging.Preprocessing;
using Osler.Reports.ImageStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What a run on images leaves behind.</summary>
internal static class ImageRunFiles
{
    public static RunOutput Of(FinishedImageRun run, RunLog log, string device)
    {
        string yaml = RunOutput.Yaml(run.Study);
        return new RunOutput(
            yaml,
            CardOf(run),
            run.Model.Network,
            run.Model.Preprocessing.Output,
            run.Model.Preprocessing.ToJson(),
            SamplesOf(run, device),
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, run.Data.Warnings, log) with
            {
                Unusable = run.Data.Unusable.IsEmpty ? null : run.Data.Unusable,
            },
            ImageStudyReport.Page(ImageFindings.Of(run, log, yaml, device))
        )
        {
            Marks = run.Data.Marks,
        };
    }

    private static JsonObject DataOf(FinishedImageRun run)
    {
        var parts = new JsonObject();
        foreach (CardPart part in Parts(run))
            parts[part.Name] = new JsonObject { ["cases"] = part.Cases, ["patients"] = part.Patients };
        return new JsonObject
        {
            ["source"] = run.Data.Source.Name,
            ["simulated"] = run.Data.Simulated,
            ["fingerprint"] = run.Data.Source.Fingerprint,
            ["images"] = run.Data.Source.Count,
            ["patients"] = run.Data.Patients.Count,
            ["outcome"] = run.Study.Data.Outcome,
            ["names"] = new JsonArray([.. run.Data.Labels.Names.Select(name => (JsonNode)name)]),
            ["split"] = run.Data.Rule,
            ["parts"] = parts,
        };
    }

    private static IEnumerable<CardPart> Parts(FinishedImageRun run)
    {
        foreach (Part part in (Part[])[Part.Train, Part.Validation, Part.Test, Part.LeftOut])
        {
            int[] cases = run.Data.Rows(part);
            if (cases.Length == 0)
                continue;
            // Of classes the last, which of two is the one looked for; of findings the first.
            var ofEach = ImageFindings.OfEach(run.Data, cases);
            yield return RunCard.PartOf(
                part,
                cases,
                run.Data.Patients,
                run.Data.Exclusive ? ofEach[^1] : ofEach[0]
            );
        }
    }

    private static Card CardOf(FinishedImageRun run)
    {
        StudyFile study = run.Study;
        Shape input = run.Model.Preprocessing.Output;
        var data = new CardData(run.Data.Source.Name, [.. Parts(run)])
        {
            Fingerprint = run.Data.Source.Fingerprint,
            Simulated = run.Data.Simulated,
        };
        return RunCard.Of(
            study,
            [
                .. run.Data.Labels.Names.Select(name => new CardOutcome(
                    name,
                    run.Data.Exclusive ? $"{study.Data.Outcome} {name}" : name
                )),
            ],
            [],
            data,
            run.Model.Network,
            input
        ) with
        {
            Images = new CardImages([.. input.Sizes], run.Data.Exclusive)
            {
                Views = ViewWords.Of(run.Model.Views),
                Box = run.Model.Box,
            },
            OperatingPoints =
            [
                .. run.Judgement.Points.Select(each => new CardOperatingPoint(
                    each.Point.Name,
                    run.Data.Exclusive ? run.Data.Labels.Names[1] : each.Outcome,
                    each.Point.Threshold,
                    each.Point.Rule
                )),
            ],
            Measures = run.Judgement.Measures,
        };
    }

    // The graph gives a box as an output of its own.
    private static float[] WithoutBoxes(float[] outputs, int names) =>
        [.. outputs.Chunk(names + OnnxGraph.BoxEdges).SelectMany(row => row.Take(names))];

    private static Samples SamplesOf(FinishedImageRun run, string device)
    {
        ImagePreprocessing preprocessing = run.Model.Preprocessing;
        int count = preprocessing.Length <= 4096 ? 4 : 1;
        float[] features = new float[count * preprocessing.Length];
        for (int i = 0; i < count; i++)
            preprocessing.Apply(
                NoiseImage.Draw(preprocessing.Expects, i),
                features.AsSpan(i * preprocessing.Length, preprocessing.Length)
            );
        float[] logits = RowExamples.Logits(run.Model.Network, features, preprocessing.Output, device);
        if (run.Model.Box)
            logits = WithoutBoxes(logits, run.Data.Labels.Names.Length);
        double[] rows = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        return Samples.Of([NoiseImage.Input], rows, features, logits);
    }
}
