using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Metrics;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Words;
using Osler.Reports.Resistance;
using Osler.Reports.TableStudies;

namespace Osler.Studies.Tuberculosis;

/// <summary>Puts what a run on isolates found into the report's own words.</summary>
internal static class ResistanceWords
{
    public static ResistanceFindings Findings(FinishedResistanceRun run, RunLog log, string yaml)
    {
        ResistanceData data = run.Data;
        return new ResistanceFindings
        {
            Intent = StudyFindings.Intent(
                run.Study,
                "resistance",
                $"Isolates: {data.Source}.",
                data.Simulated
            ),
            Drugs =
            [
                .. data.Drugs.Select(
                    (drug, i) => DrugCount.Of(drug, drug, DrugLabels.Of(data.Labels, data.Drugs.Length, i))
                ),
            ],
            Isolates = Facts(run),
            Warnings = run.Warnings,
            Preprocessing = data.Bases is not null
                ?
                [
                    "Each position as five inputs, A, C, G, T, or lost: one-hot less H37Rv's, whose base is all 0; where it was not determined H37Rv's base alone is -1",
                ]
                :
                [
                    "A gene whose pooled columns say that it has rare variants of every kind at once was not sequenced; they are not determined",
                    "What is not determined: the variant's share among the isolates in which it was",
                    .. data.Pools.IsEmpty
                        ? ImmutableArray<string>.Empty
                        :
                        [
                            "What the catalogue grades as resistant, gene by gene, as one input more: present where any of these variants is",
                        ],
                    "Each variant less its share among the isolates that are learnt from, so that 0 says nothing",
                ],
            Network = StudyFindings.Picture(
                run.Model.Network.Network,
                [run.Model.Preprocessing.Width],
                [],
                data.Drugs,
                "sigmoid"
            ),
            TrainingSettings = StudyFindings.Settings(run.Study.Training, run.Model.Network.History),
            Training = [StudyFindings.History(run.Model.Network.History, null)],
            Measures = run.Judgement.Measures,
            Models =
            [
                .. run
                    .Judgement.Measures.Select(measure => measure.Model)
                    .Distinct()
                    .Select(model =>
                        (
                            model,
                            run.Catalogues?.Names.FirstOrDefault(catalogue => catalogue.Slug == model).Name
                                ?? Titles.Of(model)
                        )
                    ),
            ],
            Means = [.. run.Means.Select(mean => (mean.Outcome, DrugMeans.Words(mean.Outcome)))],
            Comparisons = run.Judgement.Comparisons,
            Rule = Rule(run.Study),
            ClusterRule = run.Grouped is null
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Isolates that differ in at most {run.Study.Genotypes!.ClusterDistance} determined variants, directly or through others, are kept on one side: {run.Clusters!.Count:N0} clusters, dealt out into as many folds, once"
                ),
            Calibration = [.. data.Drugs.Select((drug, i) => Calibrated(run, drug, i))],
            Mutations = run.Mutations,
            Map = run.Map,
            Limits = Limits(run),
            Run = StudyFindings.Record(
                run.Study,
                yaml,
                log,
                new Fact("Variants and labels (SHA-256)", data.Fingerprint)
            ),
        };
    }

    /// <summary>The random folds in one sentence, without its full stop.</summary>
    public static string Rule(StudyFile study)
    {
        int folds = ((SplitByFolds)study.Split).Count;
        int repeats = study.Genotypes!.Repeats;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Isolates are dealt out at random into {folds} folds{(repeats == 1 ? "" : $", {repeats} times")}; each is predicted by networks that learnt from the other folds"
        );
    }

    private static ImmutableArray<Fact> Facts(FinishedResistanceRun run)
    {
        ResistanceData data = run.Data;
        int[] alone = [.. data.Inputs.Where(input => !data.PooledOnly.Contains(input))];
        long unknown = alone.Sum(input =>
            (long)Enumerable.Range(0, data.Isolates).Count(isolate => data.Variant(isolate, input) < 0)
        );
        var facts = ImmutableArray.CreateBuilder<Fact>();
        facts.Add(new Fact("Isolates", Titles.Count(data.Isolates)));
        if (data.Bases is null)
        {
            facts.Add(new Fact("Variants", Titles.Count(data.Width)));
            facts.Add(
                new Fact("Variants that go into the network by themselves", Titles.Count(alone.Length))
            );
        }
        else
            facts.Add(new Fact("Positions of loci", Titles.Count(data.Width)));
        facts.Add(
            new Fact("Of these not determined", PerCent.Of((double)unknown / alone.Length / data.Isolates, 2))
        );
        if (!data.Pools.IsEmpty)
            facts.Add(
                new Fact(
                    "Pools of variants that the catalogue grades as resistant",
                    $"{data.Pools.Length}, with {Titles.Count(data.PooledOnly.Count)} variants that are rarer"
                )
            );
        if (run.Clusters is { } clusters)
        {
            int largest = clusters.OfRows().CountBy(cluster => cluster).Max(cluster => cluster.Value);
            facts.Add(
                new Fact(
                    "Clusters of near-identical isolates",
                    $"{Titles.Count(clusters.Count)}, the largest of {Titles.Count(largest)}"
                )
            );
        }
        return facts.ToImmutable();
    }

    private static DrugCalibration Calibrated(FinishedResistanceRun run, string drug, int number)
    {
        FoldScores all = CrossValidation.Pooled(run.Plain.Models[0], run.Data, number);
        return new DrugCalibration(drug, all.Scores, all.Outcomes);
    }

    private static ImmutableArray<string> Limits(FinishedResistanceRun run)
    {
        var limits = ImmutableArray.CreateBuilder<string>();
        if (run.Data.Simulated)
            limits.Add(
                "The isolates are simulated: the network learnt the simulator's mechanisms, not the bacterium's."
            );
        limits.Add(
            "The network was judged on isolates of the same collections as it learnt from. How it does on others has to be measured there."
        );
        limits.Add(
            "Which variants are inputs was decided by how many of all isolates have them, without their labels."
        );
        if (!run.Data.Pools.IsEmpty)
            limits.Add(
                "The catalogue behind the pools was made from isolates that may be among these; what it remembers of them flatters the network and its baselines here."
            );
        limits.Add(
            "Laboratory tests of resistance err, above all for pyrazinamide and ethambutol; no model is better than the labels that judge it."
        );
        return limits.ToImmutable();
    }
}
