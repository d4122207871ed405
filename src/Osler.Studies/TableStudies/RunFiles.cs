using System.Text.Json.Nodes;
using Osler.Core.Bundles;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Reports.TableStudies;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>What a run on a table leaves behind.</summary>
internal static class RunFiles
{
    private const int SampleRows = 256;

    public static RunOutput Of(FinishedRun run, RunLog log)
    {
        string yaml = RunOutput.Yaml(run.Study);
        TableModel kept = run.Kept.Model;
        return new RunOutput(
            yaml,
            CardOf(run),
            kept.Network,
            [kept.Preprocessing.Width],
            kept.Preprocessing.ToJson(),
            SamplesOf(run),
            RunOutput.ResultsOf(run.Study, DataOf(run), run.Judgement.Measures, run.Warnings, log),
            TableStudyReport.Page(StudyFindings.Of(run, log, yaml))
        );
    }

    private static JsonObject DataOf(FinishedRun run)
    {
        StudyTable data = run.Data;
        var parts = new JsonObject();
        foreach (CardPart part in Parts(run))
            parts[part.Name] = new JsonObject
            {
                ["cases"] = part.Cases,
                ["patients"] = part.Patients,
                ["positives"] = part.Positives,
            };
        return new JsonObject
        {
            ["source"] = data.Table.Name,
            ["simulated"] = data.Simulated,
            ["fingerprint"] = data.Table.Fingerprint,
            ["rows"] = data.Table.Rows,
            ["patients"] = data.Patients.Count,
            ["outcome"] = data.Outcome.Name,
            ["positives"] = data.Outcome.Positives,
            ["unknown_outcome"] = data.Outcome.Unknown,
            ["inputs"] = new JsonArray([.. data.Inputs.Select(input => (JsonNode)input)]),
            ["split"] = run.Splits.Rule,
            ["parts"] = parts,
            ["duplicates_across_parts"] = run.Folds.Sum(fold => fold.Duplicates),
        };
    }

    private static IEnumerable<CardPart> Parts(FinishedRun run)
    {
        if (run.Splits.CrossValidated)
            yield return Counted(run, "cross_validation", run.Judgement.Rows);
        foreach (Part part in (Part[])[Part.Train, Part.Validation, Part.Test, Part.LeftOut])
            if (run.Splits.Final.Count(part) > 0)
                yield return Counted(run, RunCard.NameOf(part), run.Splits.Final.Each(part));
    }

    private static CardPart Counted(FinishedRun run, string name, IEnumerable<int> rows)
    {
        (int cases, int? patients, int positives) = run.Data.Count(rows);
        return new CardPart(name, cases, patients, positives);
    }

    private static Card CardOf(FinishedRun run)
    {
        StudyFile study = run.Study;
        FittedPreprocessing preprocessing = run.Kept.Model.Preprocessing;
        var data = new CardData(run.Data.Table.Name, [.. Parts(run)])
        {
            Fingerprint = run.Data.Table.Fingerprint,
            Simulated = run.Data.Simulated,
        };
        return RunCard.Of(
            study,
            [new CardOutcome(run.Data.Outcome.Name, run.Data.OutcomeLabel)],
            [.. preprocessing.Inputs.Select(input => InputOf(input, run.Data))],
            data,
            run.Kept.Model.Network,
            [preprocessing.Width],
            run.Network.Name
        ) with
        {
            Question = run.Question,
            NotFor = run.NotFor,
            Reading = run.Data.Simulated ? new() : study.Data.Reading.ToCard(),
            OperatingPoints =
            [
                .. run.Judgement.Network.Points.Select(point => new CardOperatingPoint(
                    point.Name,
                    run.Data.Outcome.Name,
                    point.Threshold,
                    point.Rule
                )),
            ],
            Measures =
            [
                .. run.Judgement.Measures.Where(measure =>
                    measure.Model == "network" && measure.Subgroup is null
                ),
            ],
        };
    }

    private static CardInput InputOf(InputColumn input, StudyTable data)
    {
        var stated = data.Roles.Columns.FirstOrDefault(column => column.Name == input.Name)?.Value;
        return new(input.Name, Yaml.RecordShape.Snake(input.Kind.ToString()))
        {
            // A name that the training table gives to another column is no other name of this one.
            From =
            [
                .. (stated?.From ?? []).Where(name =>
                    name != input.Name && !data.Table.Schema.TryIndexOf(name, out int _)
                ),
            ],
            DateFormat = stated?.DateFormat,
            Unit = input.Unit,
            Levels = input.Levels,
            Low = input.Kind == ColumnKind.Numeric ? input.Minimum : null,
            High = input.Kind == ColumnKind.Numeric ? input.Maximum : null,
            MayBeMissing = input.MayBeMissing,
        };
    }

    private static Samples SamplesOf(FinishedRun run)
    {
        TableModel model = run.Kept.Model;
        int inputs = model.Preprocessing.Inputs.Length;
        // Columns are drawn apart from each other, so a few thousand rows of training hold all that is drawn from.
        int step = Math.Max(1, run.Splits.Final.Count(Part.Train) / 10_000);
        int[] some = [.. run.Splits.Final.Each(Part.Train).Where((_, i) => i % step == 0)];
        double[] cells = InputReader.Of(run.Data.Table, model.Preprocessing).Gather(some);
        double[] rows = Samples.Draw(cells, inputs, SampleRows, run.Study.Seed);
        float[] features = model.Features(rows, SampleRows);
        return Samples.Of(
            [.. model.Preprocessing.Inputs.Select(input => input.Name)],
            rows,
            features,
            model.Logits(features)
        );
    }
}
