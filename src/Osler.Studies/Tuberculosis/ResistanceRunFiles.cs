using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Preprocessing;
using Osler.Core.Variants.Catalogues;
using Osler.Reports.Resistance;

namespace Osler.Studies.Tuberculosis;

/// <summary>What a run on isolates leaves behind.</summary>
internal static class ResistanceRunFiles
{
    private const int SampleRows = 64;

    // Loci have thousands of positions, and five features of each.
    private const int SampleRowsOfLoci = 8;

    public static RunOutput Of(FinishedResistanceRun run, RunLog log)
    {
        string yaml = RunOutput.Yaml(run.Study);
        return new RunOutput(
            yaml,
            CardOf(run),
            run.Model.Network,
            [run.Model.Preprocessing.Width],
            run.Model.Preprocessing.ToJson(),
            SamplesOf(run),
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, run.Warnings, log),
            ResistanceReport.Page(ResistanceWords.Findings(run, log, yaml))
        );
    }

    private static JsonObject DataOf(FinishedResistanceRun run)
    {
        ResistanceData data = run.Data;
        return new JsonObject
        {
            ["source"] = data.Source,
            ["simulated"] = data.Simulated,
            ["fingerprint"] = data.Fingerprint,
            ["isolates"] = data.Isolates,
            ["variants"] = data.Width,
            ["inputs"] = data.Inputs.Length,
            ["pools"] = data.Pools.Length,
            ["clusters"] = run.Clusters?.Count,
            ["drugs"] = DrugLabels.Json(data.Labels, data.Drugs),
            ["split"] = ResistanceWords.Rule(run.Study),
        };
    }

    private static Card CardOf(FinishedResistanceRun run)
    {
        StudyFile study = run.Study;
        ResistanceData data = run.Data;
        var made = new CardData(
            data.Source,
            [new CardPart("train", data.Isolates, null, data.Count(0).Resistant)]
        )
        {
            Fingerprint = data.Fingerprint,
            Simulated = data.Simulated,
        };
        return RunCard.Of(
            study,
            [
                .. data.Drugs.Select(drug => new CardOutcome(
                    drug,
                    $"resistance to {(Drug.Find(drug)?.Name ?? drug)}"
                )),
            ],
            [.. run.Model.Preprocessing.Inputs.Select(InputOf)],
            made,
            run.Model.Network,
            [run.Model.Preprocessing.Width]
        ) with
        {
            Genotypes = new CardGenotypes(
                study.Genotypes!.Reference,
                data.Bases is not null ? CardGenotypes.Bases
                    // One input without a place on the genome, such as a simulated marker, and no isolate can be coded.
                    : data.Inputs.All(i => VariantName.Parse(data.Names[i]) is not null) ? CardGenotypes.Wdnn
                    : CardGenotypes.Own
            ),
            OperatingPoints =
            [
                .. run.Thresholds.Select(each => new CardOperatingPoint(
                    each.Point.Name,
                    each.Drug,
                    each.Point.Threshold,
                    each.Point.Rule
                )),
            ],
            Measures = [.. run.Judgement.Measures.Where(measure => measure.Model == "network")],
        };
    }

    private static CardInput InputOf(InputColumn input) =>
        new(input.Name, input.HasLevels ? "categorical" : "numeric")
        {
            Levels = input.Levels,
            Label = VariantName.Parse(input.Name)?.Shown,
            Low = input.Minimum,
            High = input.Maximum,
            MayBeMissing = true,
        };

    private static Samples SamplesOf(FinishedResistanceRun run)
    {
        var names = run.Data.InputNames;
        double[] rows = Samples.Draw(
            run.Rows,
            names.Length,
            run.Data.Bases is null ? SampleRows : SampleRowsOfLoci,
            run.Study.Seed
        );
        float[] features = run.Model.Features(rows);
        return Samples.Of(names, rows, features, run.Model.Logits(features));
    }
}
