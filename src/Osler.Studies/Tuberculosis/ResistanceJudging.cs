using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Core.Variants.Catalogues;
using Osler.Reports.Resistance;

namespace Osler.Studies.Tuberculosis;

/// <summary>Every measure of every model, and the network against each baseline.</summary>
/// <param name="Measures">As in <c>results.json</c>.</param>
/// <param name="Comparisons">Paired on the folds that both took part in.</param>
/// <param name="Remarks">Drugs and folds that could not be judged, one sentence each.</param>
internal sealed record ResistanceJudgement(
    ImmutableArray<Measure> Measures,
    ImmutableArray<DrugComparison> Comparisons,
    ImmutableArray<string> Remarks
)
{
    /// <summary>The measure of a model for a drug or a mean.</summary>
    public Measure? Find(
        string name,
        string outcome,
        string part = CrossValidation.Plain,
        string model = "network"
    ) =>
        Measures.FirstOrDefault(measure =>
            measure.Name == name
            && measure.Outcome == outcome
            && measure.Part == part
            && measure.Model == model
        );
}

/// <summary>Judges predictions of resistance, drug by drug.</summary>
/// <remarks>
/// <c>auroc</c> is the mean over folds and repetitions, as published, with the interval of <see cref="RepeatedAuroc"/>;
/// <c>auroc_pooled</c> ranks all isolates of the first repetition together, which grouped folds need: a fold that holds one
/// large cluster says little by itself. Calibration and decisions are of the first repetition.
/// </remarks>
internal sealed class ResistanceJudging(StudyFile study, ResistanceData data)
{
    private const string Rule =
        "highest sensitivity + specificity on out-of-fold predictions of the training isolates";

    /// <summary>Thresholds for a bundle, from the first repetition's predictions of all isolates.</summary>
    public ImmutableArray<(string Drug, OperatingPoint Point)> Thresholds(CrossValidation validation)
    {
        var points = ImmutableArray.CreateBuilder<(string, OperatingPoint)>();
        for (int drug = 0; drug < data.Drugs.Length; drug++)
        {
            FoldScores all = CrossValidation.Pooled(validation.Models[0], data, drug);
            if (OperatingPoints.Youden(all.Scores, all.Outcomes, OperatingPoints.OutOfFold) is { } point)
                points.Add((data.Drugs[drug], point));
        }
        return points.ToImmutable();
    }

    public ResistanceJudgement Of(params ReadOnlySpan<CrossValidation?> validations)
    {
        var measures = ImmutableArray.CreateBuilder<Measure>();
        var comparisons = ImmutableArray.CreateBuilder<DrugComparison>();
        var remarks = ImmutableArray.CreateBuilder<string>();
        foreach (var validation in validations)
            if (validation is not null)
                Add(validation, measures, comparisons, remarks);
        return new ResistanceJudgement(
            measures.ToImmutable(),
            comparisons.ToImmutable(),
            remarks.ToImmutable()
        );
    }

    private void Add(
        CrossValidation validation,
        ImmutableArray<Measure>.Builder measures,
        ImmutableArray<DrugComparison>.Builder comparisons,
        ImmutableArray<string>.Builder remarks
    )
    {
        ulong[] groups = validation.Groups.Keys([.. Enumerable.Range(0, data.Isolates)]);
        foreach (var model in validation.Models)
        {
            var byFold = new RepeatedAuroc[data.Drugs.Length];
            var pooled = new RepeatedAuroc[data.Drugs.Length];
            for (int drug = 0; drug < byFold.Length; drug++)
            {
                FoldScores all = CrossValidation.Pooled(model, data, drug);
                byFold[drug] = RepeatedAuroc.Of(data.Isolates, validation.ByFold(model, data, drug));
                pooled[drug] = RepeatedAuroc.Of(data.Isolates, [all]);
                measures.AddRange(OfDrug(validation, model, drug, all, byFold[drug], pooled[drug], groups));
                if (model.Model == "network" && byFold[drug] is { Undefined: > 0, Areas: > 0 } some)
                    remarks.Add(
                        $"{data.Drugs[drug]}: {some.Undefined} of {some.Undefined + some.Areas} folds ({Words(validation)}) hold one class alone and are left out of its mean AUROC."
                    );
            }
            foreach (var (outcome, drugs) in Means())
            {
                Put("auroc", outcome, [.. drugs.Select(drug => byFold[drug])]);
                Put("auroc_pooled", outcome, [.. drugs.Select(drug => pooled[drug])]);
            }

            void Put(string name, string outcome, RepeatedAuroc[] several) =>
                measures.Add(
                    new Measure(
                        name,
                        outcome,
                        validation.Part,
                        model.Model,
                        RepeatedAuroc.Mean(several).Estimate(groups),
                        data.Isolates,
                        0,
                        Better.Higher
                    )
                );
        }
        foreach (var model in validation.Models.Skip(1))
        {
            var pairs = Enumerable
                .Range(0, data.Drugs.Length)
                .Select(drug =>
                    (
                        Network: RepeatedAuroc.Of(
                            data.Isolates,
                            validation.ByFold(validation.Models[0], data, drug, model.Repeats.Length)
                        ),
                        Other: RepeatedAuroc.Of(data.Isolates, validation.ByFold(model, data, drug))
                    )
                )
                .ToArray();
            foreach (
                var (outcome, drugs) in data.Drugs.Select((drug, i) => (drug, new[] { i })).Concat(Means())
            )
            {
                // A drug that only one of the two could be judged on is no comparison.
                int[] both =
                [
                    .. drugs.Where(drug => pairs[drug] is { Network.Value: not null, Other.Value: not null }),
                ];
                if (both.Length == 0)
                    continue;
                var (difference, p) = RepeatedAuroc
                    .Mean([.. both.Select(drug => pairs[drug].Network)])
                    .Against(RepeatedAuroc.Mean([.. both.Select(drug => pairs[drug].Other)]), groups);
                comparisons.Add(new DrugComparison(validation.Part, model.Model, outcome, difference, p));
            }
        }
    }

    private IEnumerable<Measure> OfDrug(
        CrossValidation validation,
        OutOfFoldScores model,
        int drug,
        FoldScores all,
        RepeatedAuroc byFold,
        RepeatedAuroc pooled,
        ulong[] groups
    )
    {
        string name = data.Drugs[drug];
        int positives = all.Outcomes.Count(outcome => outcome);
        yield return Of("auroc", byFold);
        yield return Of("auroc_pooled", pooled);
        // Nothing to call without an isolate.
        if (all.Rows.Length == 0 && model.Model != "network")
            yield break;
        ulong[] own = groups.Length == 0 ? [] : [.. all.Rows.Select(row => groups[row])];
        // Nothing to calibrate in a catalogue's yes or no.
        if (!model.Model.StartsWith(CatalogueCalls.Prefix, StringComparison.Ordinal))
            foreach (var measure in Judged(all.Scores, null).Where(measure => measure.Name != "auroc"))
                yield return measure;
        if (validation.Calls(model, data, drug) is not { } calls)
            yield break;
        double[] called = [.. calls.Select(call => call ? 1.0 : 0.0)];
        foreach (
            var measure in Judged(called, [new OperatingPoint("youden", 0.5, Rule)])
                .Where(measure => measure.OperatingPoint is not null)
        )
            yield return measure;

        ImmutableArray<Measure> Judged(double[] scores, OperatingPoint[]? points) =>
            BinaryJudge.Judge(
                name,
                validation.Part,
                model.Model,
                scores,
                all.Outcomes,
                own,
                points,
                study.Seed,
                default,
                study.Evaluation.BootstrapDraws
            );

        Measure Of(string measure, RepeatedAuroc auroc) =>
            new(
                measure,
                name,
                validation.Part,
                model.Model,
                auroc.Estimate(groups),
                all.Rows.Length,
                positives,
                Better.Higher
            );
    }

    /// <summary>The means that are reported, and the drugs of each.</summary>
    public IEnumerable<(string Outcome, int[] Drugs)> Means() =>
        DrugMeans.Of(data.Drugs, study.Genotypes!.FirstLine);

    private static string Words(CrossValidation validation) =>
        validation.Part == CrossValidation.Plain ? "isolates at random" : "clusters kept together";
}
