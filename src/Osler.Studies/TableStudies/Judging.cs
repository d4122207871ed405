using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Cases;
using Osler.Core.Metrics;
using Osler.Core.Tables;

namespace Osler.Studies;

/// <summary>A model's probabilities of the judged cases, and its thresholds, frozen before.</summary>
/// <param name="Model"><c>network</c> or a baseline's slug.</param>
/// <param name="Probabilities">[cases].</param>
/// <param name="Points">Chosen on validation cases, or on out-of-fold predictions of training cases.</param>
internal sealed record JudgedModel(
    string Model,
    double[] Probabilities,
    ImmutableArray<OperatingPoint> Points
);

/// <summary>The judged cases of all folds, with every measure.</summary>
/// <param name="Part"><c>test</c> or <c>cross_validation</c>.</param>
/// <param name="Rows">[cases] their rows in the table.</param>
/// <param name="Outcomes">[cases].</param>
/// <param name="Models">The network first.</param>
/// <param name="Measures">Of every model, then of subgroups, then of the truth where it is known.</param>
/// <param name="Comparisons">The network against each baseline, by slug.</param>
/// <param name="Truth">[cases] true probabilities, where a simulation knows them.</param>
/// <param name="Notes">What a reader must know before comparing subgroups.</param>
internal sealed record Judgement(
    string Part,
    int[] Rows,
    bool[] Outcomes,
    ImmutableArray<JudgedModel> Models,
    ImmutableArray<Measure> Measures,
    ImmutableArray<(string Model, AurocComparison Comparison)> Comparisons,
    double[]? Truth,
    ImmutableArray<string> Notes
)
{
    public JudgedModel Network => Models[0];

    /// <summary>The network's own measure of all judged cases.</summary>
    public Measure? Find(string name, string model = "network") =>
        Measures.FirstOrDefault(measure =>
            measure.Name == name
            && measure.Model == model
            && measure.Subgroup is null
            && measure.OperatingPoint is null
        );
}

/// <summary>Judges the pooled test cases: frozen thresholds, every measure with its doubt, paired tests.</summary>
internal sealed class Judging(StudyFile study, StudyTable data)
{
    public Judgement Of(ImmutableArray<FoldResult> folds)
    {
        string part = folds.Length > 1 ? "cross_validation" : "test";
        int[] rows = [.. folds.SelectMany(fold => fold.Test)];
        int[] foldOf =
            folds.Length > 1
                ? [.. folds.SelectMany((fold, i) => Enumerable.Repeat(i, fold.Test.Length))]
                : [];
        bool[] outcomes = OutcomesOf(rows);
        ulong[] patients = data.Patients.Keys(rows);
        var models = Models(folds);
        var measures = ImmutableArray.CreateBuilder<Measure>();
        foreach (JudgedModel model in models)
            measures.AddRange(
                BinaryJudge.Judge(
                    data.Outcome.Name,
                    part,
                    model.Model,
                    model.Probabilities,
                    outcomes,
                    patients,
                    model.Points,
                    study.Seed,
                    foldOf,
                    study.Evaluation.BootstrapDraws
                )
            );
        var notes = ImmutableArray.CreateBuilder<string>();
        Dictionary<int, double[]> cells = Cells(rows);
        if (Worse(measures, outcomes) is { } worse)
            notes.Add(worse);
        string[] absent =
        [
            .. study
                .Evaluation.Subgroups.Select(subgroup => subgroup.Column)
                .Where(column => !data.Table.Schema.TryIndexOf(column, out _))
                .Distinct(),
        ];
        if (absent.Length > 0)
            notes.Add($"No subgroups by {string.Join(", ", absent)}: the table does not have such columns.");
        foreach (SubgroupSettings subgroup in study.Evaluation.Subgroups)
            measures.AddRange(
                InSubgroups(subgroup, part, cells, outcomes, patients, foldOf, models[0], notes)
            );
        double[]? truth = Truth(cells);
        if (truth is not null)
            measures.AddRange(AgainstTruth(part, truth, models[0], outcomes, patients));
        return new Judgement(
            part,
            rows,
            outcomes,
            models,
            measures.ToImmutable(),
            Comparisons(models, outcomes, patients, foldOf),
            truth,
            notes.ToImmutable()
        );
    }

    // The network's measures are the first ones.
    private static string? Worse(IEnumerable<Measure> measures, bool[] outcomes)
    {
        double share = outcomes.Count(present => present) / (double)outcomes.Length;
        double prevalence = share * (1 - share);
        return
            measures.First(measure => measure.Name == "brier").Estimate.Value is { } brier
            && brier > prevalence
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The network is worse than the prevalence alone, told to everybody (Brier score {brier:F4} against {prevalence:F4}): there was nothing to learn, or training diverged, as by a learning rate that is too high; the training curves tell which. Do not use this model."
            )
            : null;
    }

    private ImmutableArray<JudgedModel> Models(ImmutableArray<FoldResult> folds)
    {
        bool[] choosing = OutcomesOf([.. folds.SelectMany(fold => fold.Choosing)]);
        return
        [
            .. folds[0]
                .Predictions.Select(
                    (first, model) =>
                    {
                        double[] frozenOn = [.. folds.SelectMany(fold => fold.Predictions[model].Choosing)];
                        return new JudgedModel(
                            first.Model,
                            [.. folds.SelectMany(fold => fold.Predictions[model].Test)],
                            study.Evaluation.Thresholds(
                                frozenOn,
                                choosing,
                                study.Training.Ensemble.LeaveOutFolds == 0
                                    ? OperatingPoints.Validation
                                    : OperatingPoints.OutOfFold
                            )
                        );
                    }
                ),
        ];
    }

    private static ImmutableArray<(string, AurocComparison)> Comparisons(
        ImmutableArray<JudgedModel> models,
        bool[] outcomes,
        ulong[] patients,
        int[] folds
    ) =>
        [
            .. models
                .Skip(1)
                .Select(other =>
                    (
                        other.Model,
                        folds.Length == 0
                            ? DeLong.Compare(models[0].Probabilities, other.Probabilities, outcomes, patients)
                            : CrossValidated.Compare(
                                models[0].Probabilities,
                                other.Probabilities,
                                outcomes,
                                folds,
                                patients
                            )
                    )
                ),
        ];

    private ImmutableArray<Measure> InSubgroups(
        SubgroupSettings subgroup,
        string part,
        Dictionary<int, double[]> cells,
        bool[] outcomes,
        ulong[] patients,
        int[] folds,
        JudgedModel network,
        ImmutableArray<string>.Builder notes
    )
    {
        if (!data.Table.Schema.TryIndexOf(subgroup.Column, out int column))
            return [];
        if (subgroup.Column == data.Outcome.Name)
        {
            notes.Add($"No subgroups by '{subgroup.Column}': it is the outcome itself.");
            return [];
        }
        if (data.Table.Schema[column].Kind is ColumnKind.Identifier)
        {
            notes.Add($"No subgroups by '{subgroup.Column}': the column holds names, not levels.");
            return [];
        }
        (string?[] groups, string[] order) = Groups(subgroup, data.Table.Schema[column], cells[column]);
        var results = Subgroups.Judge(
            subgroup.Column,
            groups,
            data.Outcome.Name,
            part,
            network.Model,
            network.Probabilities,
            outcomes,
            patients,
            network.Points,
            study.Seed,
            folds,
            Math.Min(1_000, study.Evaluation.BootstrapDraws),
            order
        );
        notes.AddRange(
            results
                .Where(result => result.Note is not null)
                .Select(result => $"{result.Name}: {result.Note}.")
        );
        return [.. results.SelectMany(result => result.Measures)];
    }

    // The judged cases' cells of every column that is asked for, read in one pass.
    private Dictionary<int, double[]> Cells(int[] rows)
    {
        TableSchema schema = data.Table.Schema;
        int[] columns =
        [
            .. study
                .Evaluation.Subgroups.Select(subgroup => subgroup.Column)
                .Append(data.Roles.Truth)
                .OfType<string>()
                .Select(name => schema.TryIndexOf(name, out int column) ? column : -1)
                .Where(column => column >= 0 && schema[column].HasNumbers)
                .Distinct(),
        ];
        return columns.Zip(data.Table.Gather(columns, rows)).ToDictionary();
    }

    // Each case's group, and the groups in the order in which a reader expects them: as the levels, bands ascending.
    private static (string?[] Groups, string[] Order) Groups(
        SubgroupSettings subgroup,
        Column described,
        double[] cells
    )
    {
        if (!described.Levels.IsEmpty)
            return (
                [.. cells.Select(cell => double.IsNaN(cell) ? null : described.Levels[(int)cell])],
                [.. described.Levels]
            );
        double[] bands = [.. subgroup.Bands];
        if (bands.Length == 0)
        {
            double[] known = [.. cells.Where(cell => !double.IsNaN(cell)).Order()];
            bands = known.Length == 0 ? [0] : [known[known.Length / 2]];
        }
        return (
            [.. cells.Select(cell => double.IsNaN(cell) ? null : Band(cell, bands))],
            [Band(double.NegativeInfinity, bands), .. bands.Select(limit => Band(limit, bands))]
        );
    }

    private static string Band(double value, double[] bands)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        int above = bands.Count(limit => value >= limit);
        return above == 0 ? string.Create(invariant, $"under {bands[0]}")
            : above == bands.Length ? string.Create(invariant, $"{bands[^1]} and over")
            : string.Create(invariant, $"{bands[above - 1]} to under {bands[above]}");
    }

    private double[]? Truth(Dictionary<int, double[]> cells) =>
        data.Roles.Truth is { } column ? cells[data.Table.Schema.IndexOf(column)] : null;

    // The truth's own measures are the best that any model could reach; then how far the network is from the truth.
    private ImmutableArray<Measure> AgainstTruth(
        string part,
        double[] truth,
        JudgedModel network,
        bool[] outcomes,
        ulong[] patients
    )
    {
        var best = BinaryJudge.Judge(
            data.Outcome.Name,
            part,
            "truth",
            truth,
            outcomes,
            patients,
            null,
            study.Seed,
            default,
            study.Evaluation.BootstrapDraws
        );
        double[] distances = [.. truth.Zip(network.Probabilities, (right, said) => Math.Abs(right - said))];
        double mean = distances.Average();
        double spread = Math.Sqrt(
            distances.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, distances.Length - 1)
        );
        double half = 1.959964 * spread / Math.Sqrt(distances.Length);
        return best.Add(
            new Measure(
                "distance_to_truth",
                data.Outcome.Name,
                part,
                network.Model,
                new Estimate(mean, Math.Max(0, mean - half), mean + half),
                truth.Length,
                outcomes.Count(present => present),
                Better.Lower
            )
        );
    }

    private bool[] OutcomesOf(int[] rows) =>
        [.. rows.Select(row => data.Outcome.Labels[row] == Label.Present)];
}
