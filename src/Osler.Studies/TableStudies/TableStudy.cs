using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Studies;

/// <summary>Runs a study on a table from data to report and bundle.</summary>
public static class TableStudy
{
    /// <summary>
    /// Opens or simulates the table, checks it, splits it by patient, fits preprocessing and network on the training
    /// part, freezes thresholds on validation, judges on the test part beside the baselines, explains, and writes
    /// report, results and bundle. In a cross-validation each fold's cases are judged by a model that never saw their
    /// patients; the model that is kept learns from all.
    /// </summary>
    /// <param name="study">The study, as read.</param>
    /// <param name="options">Where to write and to whom to report.</param>
    /// <exception cref="RequestException">The study file, the folder or the device is wrong.</exception>
    /// <exception cref="DataException">The data are unusable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    public static RunOutcome Run(StudyFile study, RunOptions options)
    {
        study = study.LearningFrom(exclusive: false);
        ChosenNetwork network = ChosenNetwork.Of(study);
        return RunFolder.Within(study, options, folder => Run(study, network, folder));
    }

    private static RunOutcome Run(StudyFile study, ChosenNetwork network, RunFolder folder)
    {
        RunLog log = folder.Log;
        StudyTable data = log.Stage("data", Opening(study), () => StudyTable.Open(study, network.Inputs));
        folder.RequireSameData(data.Table.Fingerprint);
        study = study.For(data.Table.Rows).LearningFrom(exclusive: false);
        network = ChosenNetwork.Of(study);
        Planes.RequireNumbers(network.Plane, data);
        log.Tell(
            "data",
            $"{Counted.Of(data.Table.Rows, "row")}, {Titles.Count(data.Outcome.Positives)} with {data.Outcome.Name}"
        );
        StudySplits splits = log.Stage("split", "dividing the patients", () => StudySplits.Draw(study, data));

        var training = new FoldTraining(study, folder.Options, data, network, log);
        var folds = ImmutableArray.CreateBuilder<FoldResult>();
        for (int i = 0; i < splits.Each.Length; i++)
        {
            int? number = splits.CrossValidated ? i + 1 : null;
            folds.Add(
                training.Run(
                    splits.Each[i],
                    number is null ? "model" : $"fold-{number}",
                    number,
                    baselines: true
                )
            );
        }
        FoldResult kept = splits.CrossValidated
            ? training.Run(splits.Final, "model", null, baselines: false)
            : folds[0];

        Judgement judgement = log.Stage(
            "judge",
            "judging with 95 % intervals",
            () => new Judging(study, data).Of(folds.ToImmutable())
        );
        Explanations explanations = log.Stage(
            "explain",
            "asking what the predictions rest on",
            () => new Explaining(study, data, network, log).Of(kept, judgement)
        );
        var run = new FinishedRun(
            study,
            data,
            splits,
            network,
            folds.ToImmutable(),
            kept,
            judgement,
            explanations
        );
        log.Stage("write", "writing report and bundle", () => RunFiles.Of(run, log).Write(folder.Path));
        return run.Outcome(folder.Path);
    }

    /// <summary>The study of an interrupted run, to be run again with <see cref="RunOptions.Resume"/>.</summary>
    /// <param name="folder">The folder that the run was writing.</param>
    /// <param name="settings">As of <see cref="StudyFile.Open"/>; what differs from the run's own, resuming refuses.</param>
    /// <param name="data">A table's path that was given again.</param>
    /// <param name="seed">A seed that was given again.</param>
    /// <exception cref="RequestException">The folder holds no interrupted run, or a finished one.</exception>
    public static StudyFile Interrupted(
        string folder,
        IReadOnlyList<string>? settings = null,
        string? data = null,
        long? seed = null
    ) => RunFolder.Interrupted(folder, settings, data, seed);

    private static string Opening(StudyFile study) =>
        study.Data.Path is { } path
            ? $"reading {Path.GetFileName(path)}"
            : $"simulating {Counted.Of(study.Data.Simulate?.Patients ?? 0, "patient")}";
}

/// <summary>Everything that a run found, ready to be written.</summary>
/// <param name="Study">As run.</param>
/// <param name="Data">The table.</param>
/// <param name="Splits">How it was divided.</param>
/// <param name="Network">What was trained.</param>
/// <param name="Folds">What each split gave.</param>
/// <param name="Kept">What the split of the model that goes into the bundle gave.</param>
/// <param name="Judgement">Every measure.</param>
/// <param name="Explanations">What the predictions rest on.</param>
internal sealed record FinishedRun(
    StudyFile Study,
    StudyTable Data,
    StudySplits Splits,
    ChosenNetwork Network,
    ImmutableArray<FoldResult> Folds,
    FoldResult Kept,
    Judgement Judgement,
    Explanations Explanations
)
{
    /// <summary>What the chosen network answers: its own question, or the study's.</summary>
    public string Question => Network.Question ?? Study.Question;

    /// <summary>What the model must not be used for: the study's sentences, and one more where patients are simulated.</summary>
    public ImmutableArray<string> NotFor =>
        Data.Simulated
            ? Study.NotFor.Add(
                "Anything about real patients: a model learnt from simulated patients knows only the equation behind them."
            )
            : Study.NotFor;

    /// <summary>Sentences for whoever reads the results, most serious first.</summary>
    public ImmutableArray<string> Warnings =>
        [
            .. Data.Findings.Select(finding => finding.Message),
            .. Data.Warnings,
            .. Twins is { Exceeded: true } twins && !Data.Simulated
                ? [$"{twins.Said} {twins.Expectation}: the same person under two numbers?"]
                : ImmutableArray<string>.Empty,
            .. Folds.Select(fold => fold.Note).OfType<string>().Distinct(),
            .. Judgement.Notes,
        ];

    private TwinCases? Twins { get; } = TwinCases.Of(Data, Folds);

    /// <summary>What is worth a line in the report, and no warning.</summary>
    public ImmutableArray<string> Notes =>
        Twins is { } twins && (!twins.Exceeded || Data.Simulated)
            ? [$"{twins.Said} {twins.Expectation}, so they need not be the same persons."]
            : [];

    public RunOutcome Outcome(string folder) =>
        new(folder, Judgement.Measures, Warnings, RunSummary.Of(this, folder));
}
