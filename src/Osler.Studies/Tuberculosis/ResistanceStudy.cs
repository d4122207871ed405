using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Variants.Catalogues;

namespace Osler.Studies.Tuberculosis;

/// <summary>Runs a study of drug resistance from isolates to report and bundle.</summary>
internal static class ResistanceStudy
{
    /// <summary>
    /// Reads or draws the isolates; cross-validates the network beside the baselines, with isolates dealt out at random and
    /// with near-identical ones kept together; trains on all isolates; explains; and writes report, results and bundle.
    /// </summary>
    /// <exception cref="RequestException">The study file or the folder is wrong.</exception>
    /// <exception cref="DataException">The isolates are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options)
    {
        study = study.LearningFrom(exclusive: false);
        if (study.Split is not SplitByFolds folds)
            throw new RequestException(
                "isolates are judged by cross-validation.",
                "split",
                "Write split: {folds: 10}."
            );
        return RunFolder.Within(study, options, folder => Run(study, folder, folds.Count));
    }

    private static RunOutcome Run(StudyFile study, RunFolder folder, int folds)
    {
        RunLog log = folder.Log;
        ResistanceData data = log.Stage(
            "data",
            study.Data.Path is { } path ? $"reading {Path.GetFileName(path)}" : "drawing isolates",
            () => Open(study, folder.Options.Cancellation)
        );
        folder.RequireSameData(data.Fingerprint);
        log.Tell(
            "data",
            $"{Titles.Count(data.Isolates)} isolates, {Titles.Count(data.Inputs.Length)} of {Titles.Count(data.Width)} variants as inputs, {data.Drugs.Length} drugs"
        );
        var catalogues = log.Stage("data", "looking for catalogues", () => CatalogueLookup.Open(study, data));
        if (study.Genotypes!.CataloguePools && catalogues is not null)
        {
            data = data.Pooled(catalogues.Pools());
            log.Tell(
                "data",
                $"{Titles.Count(data.Pools.Length)} pools of variants that the catalogue grades as resistant, {Titles.Count(data.PooledOnly.Count)} of them too rare to be inputs by themselves"
            );
        }
        double[] rows = data.Rows();
        var training = new ResistanceTraining(study, folder.Options, data, rows, log);
        training.Network(data.Features);
        Patients? clusters = study.Genotypes!.ClusterDistance is { } distance
            ? log.Stage("split", "looking for near-identical isolates", () => Clusters(data, distance, log))
            : null;
        var validation = new ResistanceValidation(study, folder.Options, data, training, catalogues, log);
        CrossValidation plain = validation.Run(
            CrossValidation.Plain,
            Patients.One(data.Isolates),
            folds,
            study.Genotypes.Repeats
        );
        var warnings = data.Warnings.ToBuilder();
        CrossValidation? grouped = null;
        if (clusters is not null && clusters.Count < folds)
            warnings.Add(
                $"The isolates are {clusters.Count} clusters of near-identical ones, too few for {folds} folds that keep them together."
            );
        else if (clusters is not null)
            grouped = validation.Run(CrossValidation.ByCluster, clusters, folds, repeats: 1);
        int[] all = [.. Enumerable.Range(0, data.Isolates)];
        var (preprocessing, features) = training.Prepare(all);
        ResistanceModel model = log.Stage(
            "train",
            $"training {study.Network.Title} on all {Titles.Count(all.Length)} isolates",
            () => training.Train(preprocessing, features, all, "model", study.Seed)
        );
        var judging = new ResistanceJudging(study, data);
        ResistanceJudgement judgement = log.Stage(
            "judge",
            "judging each drug with 95 % intervals",
            () => judging.Of(plain, grouped)
        );
        warnings.AddRange(judgement.Remarks);
        var explaining = new ResistanceExplaining(study, data, rows, model, features, plain, catalogues);
        var (mutations, map) = study.Evaluation.Explain
            ? log.Stage(
                "explain",
                "looking for the variants that the network rests on",
                () =>
                    (
                        data.Bases is null
                            ? explaining.Mutations()
                            : new LociExplaining(
                                study,
                                data,
                                model,
                                features,
                                new ChangeGrades(data, CatalogueFiles.Open(study))
                            ).Mutations(),
                        explaining.Map()
                    )
            )
            : ([], null);
        var run = new FinishedResistanceRun(
            study,
            data,
            clusters,
            model,
            rows,
            plain,
            grouped,
            judgement,
            judging.Thresholds(plain),
            [.. judging.Means()],
            mutations,
            map,
            catalogues,
            warnings.ToImmutable()
        );
        log.Stage(
            "write",
            "writing report and bundle",
            () => ResistanceRunFiles.Of(run, log).Write(folder.Path)
        );
        return new RunOutcome(folder.Path, judgement.Measures, run.Warnings, Summary(run, folder.Path));
    }

    private static ResistanceData Open(StudyFile study, CancellationToken cancellation)
    {
        if (study.Data.Path is { } path)
            return study.Genotypes!.Sequences
                ? LociFolder.Read(path, study.Genotypes, cancellation)
                : ResistanceFiles.Read(path, study.Genotypes);
        var simulate =
            study.Data.Simulate
            ?? throw new RequestException(
                "The study names no isolates.",
                "data.path",
                "Give their archive or table with --data PATH."
            );
        if (simulate.Cohort == IsolateSimulator.Cohort)
        {
            var drawn = IsolateSimulator.Draw(simulate.Patients, study.Seed, study.Genotypes!.LeastIsolates);
            return ResistanceChecks.Checked(
                study.Genotypes.Sequences ? SimulatedLoci.Of(drawn, study.Seed) : drawn
            );
        }
        throw new RequestException(
            $"There is no simulator of isolates '{simulate.Cohort}'.",
            "data.simulate.cohort",
            $"Choose {IsolateSimulator.Cohort}."
        );
    }

    // Pooled columns say again what the variants in them say.
    private static Patients Clusters(ResistanceData data, int distance, RunLog log)
    {
        int[] own =
        [
            .. Enumerable
                .Range(0, data.Width)
                .Where(variant => VariantName.Parse(data.Names[variant]) is not { Pooled: true }),
        ];
        sbyte[] variants = new sbyte[(long)data.Isolates * own.Length];
        for (int i = 0; i < data.Isolates; i++)
        for (int j = 0; j < own.Length; j++)
        {
            sbyte value = data.Variant(i, own[j]);
            // Of loci: whether there is another base than the reference's.
            variants[i * own.Length + j] =
                data.Bases is null || value < 0 ? value
                : value == data.Bases.Reference[own[j]] ? (sbyte)0
                : (sbyte)1;
        }
        var clusters = NearIdentical.Clusters(variants, own.Length, distance, log.Cancellation);
        log.Tell(
            "split",
            $"{Titles.Count(clusters.Count)} clusters of isolates that differ in at most {distance} variants"
        );
        return clusters;
    }

    private static ImmutableArray<string> Summary(FinishedResistanceRun run, string folder) =>
        RunLines.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Data.Isolates:N0} isolates, each predicted by networks that had not learnt from it"
            ),
            run.Means.Select(mean => (mean.Outcome, Measure: run.Judgement.Find("auroc", mean.Outcome)))
                .Where(mean => mean.Measure?.Estimate.Value is not null)
                .Select(mean =>
                    $"AUROC, {DrugMeans.Words(mean.Outcome), -20} {RunLines.Shown(mean.Measure!.Estimate)}"
                ),
            folder
        );
}
