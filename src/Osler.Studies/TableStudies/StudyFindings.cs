using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Osler.Core;
using Osler.Core.Blocks;
using Osler.Core.Cases;
using Osler.Core.Preprocessing;
using Osler.Core.Splits;
using Osler.Learning.Training;
using Osler.Reports.TableStudies;
using Osler.Studies.Yaml;
using Part = Osler.Core.Splits.Part;

namespace Osler.Studies;

/// <summary>Puts what a run found into the report's own words.</summary>
internal static class StudyFindings
{
    private const int TableOneRows = 500_000;
    private const int TableOneCells = 16_000_000;

    public static TableStudyFindings Of(FinishedRun run, RunLog log, string yaml) =>
        new()
        {
            Intent = Intent(run),
            Flow = Flow(run),
            TableOne = TableOne(run),
            DataRemarks = Remarks(run),
            Preprocessing = [.. run.Study.Preprocessing.Select(StepWords.Of)],
            Network = Picture(
                run.Kept.Model.Network.Network,
                [run.Kept.Model.Preprocessing.Width],
                [.. run.Kept.Model.Preprocessing.FeatureNames],
                [run.Data.Outcome.Name],
                "sigmoid"
            ),
            TrainingSettings = Settings(run.Study.Training, run.Kept.Model.Network.History),
            Training =
            [
                .. run.Folds.Select(
                    (fold, i) =>
                        History(
                            fold.Model.Network.History,
                            run.Splits.CrossValidated ? $"Fold {i + 1}" : null
                        )
                ),
            ],
            Judged = new JudgedCases(
                run.Judgement.Part,
                run.Judgement.Outcomes,
                [
                    .. run.Judgement.Models.Select(model => new ModelScores(
                        model.Model,
                        Titles.Of(model.Model),
                        model.Probabilities
                    )),
                ]
            )
            {
                Patients = run.Data.Patients.Keys(run.Judgement.Rows),
            },
            Measures = run.Judgement.Measures,
            OperatingPoints = run.Judgement.Network.Points,
            OutOfFold = run.Study.Training.Ensemble.LeaveOutFolds > 0,
            Recalibrated = run.Study.Training.Ensemble is { LeaveOutFolds: > 0, Recalibrate: true },
            Comparisons =
            [
                .. run.Judgement.Comparisons.Select(entry => new PairedComparison(
                    entry.Model,
                    entry.Comparison.Difference,
                    entry.Comparison.PValue
                )),
            ],
            Importance = run.Explanations.Importance,
            Dependence = run.Explanations.Dependence,
            Examples = run.Explanations.Examples,
            WorstErrors = run.Explanations.WorstErrors,
            Planes = run.Explanations.Planes,
            Truth = Truth(run),
            Limits = Limits(run),
            ChecklistAnswers = run.Study.Checklist.ToImmutableDictionary(
                answer => answer.Name,
                answer => answer.Value
            ),
            Run = Record(run.Study, yaml, log, new Fact("Data (SHA-256)", run.Data.Table.Fingerprint)),
        };

    /// <summary>What is needed to get a run's numbers again.</summary>
    internal static RunRecord Record(StudyFile study, string yaml, RunLog log, Fact fingerprint) =>
        new(OslerVersion.Text, study.Seed, yaml)
        {
            Fingerprints = [fingerprint],
            Timings = log.Timings,
            Environment =
            [
                new Fact("Operating system", RuntimeInformation.OSDescription),
                new Fact(
                    "Processor cores",
                    Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)
                ),
                new Fact(".NET", RuntimeInformation.FrameworkDescription),
            ],
        };

    /// <summary>What a study that is not on a table asks, for whom, and of which data.</summary>
    /// <param name="study">As run.</param>
    /// <param name="label">Its outcome in words.</param>
    /// <param name="source">Where real data came from.</param>
    /// <param name="simulated">Whether a program made them.</param>
    internal static StudyIntent Intent(StudyFile study, string label, string source, bool simulated) =>
        new(study.ShownTitle, study.Question, study.Data.Outcome, label)
        {
            Study = study.Study,
            IntendedUse = study.IntendedUse,
            NotFor = study.NotFor,
            Source = simulated ? null : source,
            Simulated = simulated,
        };

    private static StudyIntent Intent(FinishedRun run) =>
        new(run.Study.ShownTitle, run.Question, run.Data.Outcome.Name, run.Data.OutcomeLabel)
        {
            Study = run.Study.Study,
            IntendedUse = run.Study.IntendedUse,
            NotFor = run.NotFor,
            Source = run.Data.Table.Name,
            Simulated = run.Data.Simulated,
            Inputs =
            [
                .. run.Kept.Model.Preprocessing.Inputs.Select(input =>
                    input.Unit is null ? input.Name : $"{input.Name} ({input.Unit})"
                ),
            ],
        };

    private static PatientFlow Flow(FinishedRun run)
    {
        StudyTable data = run.Data;
        int? patients = data.Roles.Patient is null ? null : data.Patients.Count;
        var left = ImmutableArray.CreateBuilder<LeftOut>();
        if (data.Outcome.Unknown > 0)
            left.Add(new LeftOut("Outcome not known", data.Outcome.Unknown));
        int other = run.Splits.Final.Count(Part.LeftOut) - data.Outcome.Unknown;
        if (other > 0)
            left.Add(new LeftOut("Not in any part of the split", other));
        ImmutableArray<FlowPart> parts = run.Splits.CrossValidated
            ?
            [
                .. run.Folds.Select(
                    (fold, i) =>
                        PartOf(run, $"Fold {i + 1}", fold.Test, "judged by a model of the other folds")
                ),
            ]
            : [.. Parts(run)];
        return new PatientFlow(data.Table.Rows, patients, left.ToImmutable(), parts)
        {
            Rule = run.Splits.Rule,
        };
    }

    private static IEnumerable<FlowPart> Parts(FinishedRun run)
    {
        int folds = run.Study.Training.Ensemble.LeaveOutFolds;
        Split split = run.Splits.Final;
        yield return PartOf(
            run,
            folds == 0 ? "Training" : "Training and validation",
            split.Each(Part.Train),
            folds == 0
                ? "weights are fitted here"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"dealt into {folds} folds: each network learns without one of them, and thresholds are chosen on what the networks say of the fold that they left out"
                )
        );
        if (folds == 0)
            yield return PartOf(
                run,
                "Validation",
                split.Each(Part.Validation),
                run.Study.Training.EarlyStopping is null
                    ? "thresholds are chosen here"
                    : "stopping and thresholds are chosen here"
            );
        yield return PartOf(run, "Test", split.Each(Part.Test), "judged once");
    }

    private static FlowPart PartOf(FinishedRun run, string name, IEnumerable<int> rows, string purpose)
    {
        (int cases, int? patients, int positives) = run.Data.Count(rows);
        return new FlowPart(name, cases, patients, positives) { Purpose = purpose };
    }

    private static ImmutableArray<Characteristic> TableOne(FinishedRun run)
    {
        FittedPreprocessing preprocessing = run.Kept.Model.Preprocessing;
        int inputs = preprocessing.Inputs.Length;
        Split split = run.Splits.Final;
        // Half a million evenly spaced rows tell medians and shares as well as all of a larger table.
        int most = Math.Clamp(TableOneCells / inputs, 10_000, TableOneRows);
        int step = Math.Max(1, (split.Parts.Length - split.Count(Part.LeftOut)) / most);
        int[] rows =
        [
            .. Enumerable
                .Range(0, run.Data.Table.Rows)
                .Where(row => split.Parts[row] != Part.LeftOut)
                .Where((_, i) => i % step == 0),
        ];
        double[] cells = InputReader.Of(run.Data.Table, preprocessing).Gather(rows);
        bool[] outcomes = [.. rows.Select(row => run.Data.Outcome.Labels[row] == Label.Present)];
        var table = ImmutableArray.CreateBuilder<Characteristic>(inputs);
        for (int input = 0; input < inputs; input++)
        {
            double[] column = new double[rows.Length];
            for (int i = 0; i < column.Length; i++)
                column[i] = cells[i * inputs + input];
            InputColumn described = preprocessing.Inputs[input];
            table.Add(
                described.Levels.IsEmpty
                    ? Characteristic.OfNumbers(described.Name, described.Unit, column, outcomes)
                    : Characteristic.OfLevels(
                        described.Name,
                        described.Levels,
                        [.. column.Select(level => level < 0 ? double.NaN : level)],
                        outcomes
                    )
            );
        }
        return table.ToImmutable();
    }

    private static ImmutableArray<DataRemark> Remarks(FinishedRun run) =>
        [
            .. run.Data.Findings.Select(finding => new DataRemark(
                finding.Check switch
                {
                    "separates_outcome" or "known_only_in_one" => Severity.Serious,
                    "missing" => Severity.Note,
                    _ => Severity.Warning,
                },
                finding.Columns is [var only] ? only : null,
                finding.Message
            )),
            .. run
                .Warnings.Except(run.Data.Findings.Select(finding => finding.Message))
                .Concat(run.Notes)
                .Select(text => new DataRemark(Severity.Note, null, text)),
        ];

    /// <summary>A network as picture, summary and size.</summary>
    /// <param name="network">One network, or several around it.</param>
    /// <param name="input">Shape of one case.</param>
    /// <param name="inputs">Names of the inputs; none to leave them out.</param>
    /// <param name="outputs">Names of the outputs; none to leave them out.</param>
    /// <param name="activation">What turns logits into probabilities.</param>
    /// <param name="edges">How many of the last outputs are the edges of a box.</param>
    internal static NetworkPicture Picture(
        Block network,
        Shape input,
        ImmutableArray<string> inputs,
        ImmutableArray<string> outputs,
        string activation,
        int edges = 0
    )
    {
        var members = network as Members;
        Block one = members?.Network ?? network;
        return new NetworkPicture(
            Drawing.Svg(one, input, inputs, outputs, activation, edges),
            Summary.Table(one, input),
            Parameters.Count(network, input),
            Operations.MultiplyAdds(network, input),
            members?.Count ?? 1
        );
    }

    internal static ImmutableArray<Fact> Settings(TrainingSettings settings, TrainingHistory kept) =>
        [
            new Fact("Loss", InlineYaml(settings.Loss)),
            new Fact(
                "Optimiser",
                InlineYaml(
                    kept.KeptDecay is { } decay
                        ? settings.Optimiser with
                        {
                            WeightDecay = decay,
                        }
                        : settings.Optimiser
                )
            ),
            new Fact("Schedule", InlineYaml(settings.Schedule)),
            new Fact("Epochs, at most", settings.Epochs.ToString(CultureInfo.InvariantCulture)),
            new Fact("Cases in a step", settings.Batch.ToString(CultureInfo.InvariantCulture)),
            new Fact("Early stopping", settings.EarlyStopping is { } early ? InlineYaml(early) : "none"),
            new Fact(
                "Networks in the ensemble",
                settings.Ensemble.Members.ToString(CultureInfo.InvariantCulture)
            ),
            .. kept.Decays.Select(trial => new Fact(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Log loss of left-out patients with weight decay {trial.WeightDecay}"
                ),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{trial.LogLoss:F4}{(trial.WeightDecay == kept.KeptDecay ? ", the least: kept" : "")}"
                )
            )),
        ];

    private static string InlineYaml(object settings) => YamlWriter.Line(settings);

    internal static MemberHistory History(TrainingHistory history, string? fold)
    {
        int[] best = [.. history.Members.Select(member => member.BestEpoch).Order()];
        string name = best.Length switch
        {
            1 => fold ?? "Network",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{(fold is null ? "Mean" : fold + ", mean")} of {best.Length} members (best epochs {best[0]} to {best[^1]})"
            ),
        };
        return new MemberHistory(
            name,
            [.. history.Epochs.Select(epoch => epoch.TrainLoss)],
            [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)],
            best.Length == 0 ? null : best[best.Length / 2]
        );
    }

    private static SimulatedTruth? Truth(FinishedRun run)
    {
        if (run.Judgement.Truth is not { } truth || run.Judgement.Find("auroc", "truth") is not { } best)
            return null;
        return new SimulatedTruth(truth, best.Estimate, run.Judgement.Find("brier", "truth")?.Estimate)
        {
            Equation = run.Data.Simulated
                ? "Framingham general cardiovascular risk with body-mass index (D'Agostino et al., Circulation 2008;117:743-753)"
                : null,
        };
    }

    private static ImmutableArray<string> Limits(FinishedRun run)
    {
        var limits = ImmutableArray.CreateBuilder<string>();
        if (run.Splits.CrossValidated)
            limits.Add(
                run.Study.Training.Ensemble.LeaveOutFolds == 0
                    ? "Thresholds are chosen on the folds' pooled validation cases; the model that is kept was trained on all and is not judged itself."
                    : "Thresholds are chosen on the folds' pooled out-of-fold predictions of training cases; the model that is kept was trained on all and is not judged itself."
            );
        if (run.Data.Outcome.Positives < 100)
            limits.Add(
                $"Only {run.Data.Outcome.Positives} cases have the outcome; every figure is uncertain."
            );
        return limits.ToImmutable();
    }
}
