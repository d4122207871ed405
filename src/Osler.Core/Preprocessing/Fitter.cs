using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Fits steps one after the other; each is run on the training sample before the next is fitted.</summary>
internal sealed class Fitter
{
    private readonly TrainingSample _sample;
    private readonly WorkingColumns _columns;
    private readonly List<double[]> _values;
    private readonly Dictionary<string, Trait> _traits = new(StringComparer.Ordinal);
    private readonly List<FittedStep> _steps = [];

    private Fitter(TrainingSample sample)
    {
        _sample = sample;
        _columns = new WorkingColumns(sample.Inputs.Select(input => input.Name));
        // The steps change the values; the sample keeps its own for the inputs' medians.
        _values = [.. sample.Columns.Select(column => column[..sample.Kept])];
        for (int i = 0; i < sample.Inputs.Length; i++)
            _traits.Add(
                sample.Inputs[i].Name,
                new Trait(
                    sample.Inputs[i].Kind,
                    sample.Missing[i] > 0,
                    sample.Inputs[i].Levels,
                    sample.LevelCounts[i]
                )
            );
    }

    /// <summary>What the fitter knows of a column.</summary>
    /// <param name="Kind">Numeric (also dates), binary or categorical; null for 0-1 columns that steps made.</param>
    /// <param name="HasGaps">Whether training has missing values in it.</param>
    /// <param name="Levels">Of a categorical or binary column.</param>
    /// <param name="LevelCounts">Training rows per level.</param>
    private sealed record Trait(
        ColumnKind? Kind,
        bool HasGaps,
        ImmutableArray<string> Levels,
        int[] LevelCounts
    )
    {
        public bool IsAmount => Kind is ColumnKind.Numeric or ColumnKind.Date;
    }

    public static ImmutableArray<FittedStep> Fit(TrainingSample sample, ImmutableArray<Step> steps)
    {
        var fitter = new Fitter(sample);
        foreach (var step in steps)
            fitter.Fit(step);
        fitter.RequireNumbers();
        return [.. fitter._steps];
    }

    private void Fit(Step step)
    {
        switch (step)
        {
            case Derive derive:
                FitDerive(derive);
                break;
            case InOrder order:
                RequireAmount(order.Lower, "in_order");
                RequireAmount(order.Upper, "in_order");
                Run(new FittedInOrder(order.Lower, order.Upper));
                break;
            case Drop drop:
                foreach (string column in drop.Columns)
                {
                    Require(column, "drop");
                    Run(new FittedDrop(column));
                    _traits.Remove(column);
                }
                break;
            case Clip clip:
                foreach (string column in Chosen(clip, "clip"))
                    if (Sorted(column) is { Length: > 0 } sorted)
                        Run(
                            new FittedClip(
                                column,
                                QuantileSample.Quantile(sorted, clip.Low),
                                QuantileSample.Quantile(sorted, clip.High)
                            )
                        );
                break;
            case Log log:
                FitLog(log);
                break;
            case Impute impute:
                FitImpute(impute);
                break;
            case OneHot oneHot:
                FitOneHot(oneHot);
                break;
            case Standardise standardise:
                foreach (string column in Chosen(standardise, "standardise"))
                    Run(Standard(column));
                break;
            case RobustScale robust:
                foreach (string column in Chosen(robust, "robust_scale"))
                    Run(Robust(column));
                break;
            case QuantileNormal normal:
                FitRanks(normal);
                break;
            default:
                throw new InvalidOperationException($"The step {step.GetType().Name} has no fitter.");
        }
    }

    private void FitDerive(Derive derive)
    {
        foreach (string operand in derive.From.Operands)
            RequireAmount(operand, $"derive '{derive.Name}'");
        if (_traits.ContainsKey(derive.Name))
            throw new RequestException(
                $"The step derive makes a column '{derive.Name}', which is there already.",
                remedy: "Give it another name."
            );
        Run(new FittedDerive(derive.Name, derive.From));
        if (Array.TrueForAll(_values[_columns.SlotOf(derive.Name)], double.IsNaN))
            throw new DataException(
                $"The derived column '{derive.Name}' is missing in every training row.",
                remedy: "Check the columns and units that it is computed from."
            );
        _traits.Add(derive.Name, new Trait(ColumnKind.Numeric, Gaps(derive.Name), [], []));
    }

    private void FitLog(Log log)
    {
        if (log.Columns.IsEmpty)
            throw new RequestException(
                "The step log names no columns.",
                remedy: "State columns: [glucose, …]."
            );
        foreach (string column in Chosen(log, "log"))
        {
            double least = Sorted(column) is { Length: > 0 } sorted ? sorted[0] : 1;
            if (least + log.Offset <= 0)
                throw new DataException(
                    $"The column '{column}' has values down to {Numbers.Text(least)}, whose logarithm (with offset {Numbers.Text(log.Offset)}) does not exist.",
                    remedy: "State a larger offset, or plausibility limits."
                );
            Run(new FittedLog(column, log.Offset, least));
        }
    }

    private void FitImpute(Impute impute)
    {
        foreach (string column in Chosen(impute, "impute", alsoBinary: true))
        {
            var trait = _traits[column];
            double[] sorted = Sorted(column);
            double value =
                trait.Kind == ColumnKind.Binary ? (2 * sorted.Sum() > sorted.Length ? 1 : 0)
                : sorted.Length == 0 ? 0
                : impute.By == ImputeBy.Median ? QuantileSample.Quantile(sorted, 0.5)
                : sorted.Average();
            string? indicator = impute.Indicators && trait.HasGaps ? Unused($"{column} missing") : null;
            Run(new FittedImpute(column, value, indicator));
            _traits[column] = trait with { HasGaps = false };
            if (indicator is not null)
                _traits.Add(indicator, new Trait(null, false, [], []));
        }
    }

    private void FitOneHot(OneHot oneHot)
    {
        IEnumerable<string> columns = oneHot.Columns.IsEmpty
            ? [.. _columns.Names.Where(name => _traits[name].Kind == ColumnKind.Categorical)]
            : oneHot.Columns;
        foreach (string column in columns)
        {
            Require(column, "one_hot");
            var trait = _traits[column];
            if (trait.Kind is not (ColumnKind.Categorical or ColumnKind.Binary))
                throw new RequestException(
                    $"The step one_hot needs categories, and '{column}' is a number.",
                    remedy: $"State the column '{column}' as categorical, or leave it out of the step."
                );
            var features = new List<string>();
            int[] ofLevel = new int[trait.Levels.Length];
            for (int level = 0; level < ofLevel.Length; level++)
            {
                ofLevel[level] = trait.LevelCounts[level] >= oneHot.RareBelow ? features.Count : -1;
                if (ofLevel[level] >= 0)
                    features.Add(Unused($"{column}={trait.Levels[level]}"));
            }
            int other = -1;
            if (ofLevel.Contains(-1))
            {
                other = features.Count;
                features.Add(Unused($"{column}=(other)"));
                ofLevel = Array.ConvertAll(ofLevel, feature => feature < 0 ? other : feature);
            }
            string? indicator = trait.HasGaps ? Unused($"{column} missing") : null;
            Run(new FittedOneHot(column, [.. features], [.. ofLevel], other, indicator));
            _traits.Remove(column);
            foreach (string feature in indicator is null ? features : [.. features, indicator])
                _traits.Add(feature, new Trait(null, false, [], []));
        }
    }

    private FittedScale Standard(string column)
    {
        double[] sorted = Sorted(column);
        if (sorted.Length == 0)
            return new FittedScale(column, 0, 1);
        double mean = sorted.Average();
        double variance = sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length;
        double deviation = Math.Sqrt(variance);
        // A constant column stays constant; its rounding noise must not be blown up.
        bool constant = sorted[0] == sorted[^1] || deviation <= 1e-12 * Math.Abs(mean);
        return new FittedScale(column, mean, constant ? 1 : 1 / deviation);
    }

    private FittedScale Robust(string column)
    {
        double[] sorted = Sorted(column);
        if (sorted.Length == 0)
            return new FittedScale(column, 0, 1);
        double range = QuantileSample.Quantile(sorted, 0.75) - QuantileSample.Quantile(sorted, 0.25);
        // Where more than half the values are equal, the range is 0 and the standard deviation serves.
        double factor = range > 0 ? 1 / range : Standard(column).Factor;
        return new FittedScale(column, QuantileSample.Quantile(sorted, 0.5), factor);
    }

    private void FitRanks(QuantileNormal normal)
    {
        foreach (string column in Chosen(normal, "quantile_normal"))
        {
            double[] sorted = Sorted(column);
            if (Ranks.Distinct(sorted) < normal.LeastDistinct)
                continue;
            string? rank = normal.Beside ? Unused($"{column} rank") : null;
            Run(Ranks.Fit(column, sorted, normal.Knots) with { Rank = rank });
            if (rank is not null)
                _traits.Add(rank, new Trait(ColumnKind.Numeric, _traits[column].HasGaps, [], []));
        }
    }

    private void Run(FittedStep step)
    {
        int[] slots = step.Bind(_columns);
        while (_values.Count < _columns.Slots)
            _values.Add(new double[_sample.Kept]);
        step.Run([.. _values], slots, _sample.Kept);
        _steps.Add(step);
    }

    private bool Gaps(string column) => Array.Exists(_values[_columns.SlotOf(column)], double.IsNaN);

    private double[] Sorted(string column)
    {
        double[] sorted = Array.FindAll(_values[_columns.SlotOf(column)], value => !double.IsNaN(value));
        Array.Sort(sorted);
        return sorted;
    }

    private ImmutableArray<string> Chosen(ColumnStep step, string name, bool alsoBinary = false)
    {
        if (step.Columns.IsEmpty)
            return
            [
                .. _columns.Names.Where(column =>
                    _traits[column].IsAmount || (alsoBinary && _traits[column].Kind == ColumnKind.Binary)
                ),
            ];
        foreach (string column in step.Columns)
        {
            Require(column, name);
            if (_traits[column].Kind == ColumnKind.Categorical)
                throw new RequestException(
                    $"The step {name} needs numbers, and '{column}' is categorical.",
                    remedy: "Leave it out of the step; one_hot is for categories."
                );
        }
        return step.Columns;
    }

    private void Require(string column, string step)
    {
        if (!_traits.ContainsKey(column))
            throw new RequestException(
                $"The step {step} names the column '{column}', which isn't there.",
                remedy: NearestName.Hint(column, _columns.Names)
            );
    }

    private void RequireAmount(string column, string step)
    {
        Require(column, step);
        if (!_traits[column].IsAmount)
            throw new RequestException(
                $"The step {step} needs numbers, and '{column}' has none.",
                remedy: "Check the column's kind."
            );
    }

    private string Unused(string name)
    {
        string free = name;
        for (int i = 2; _traits.ContainsKey(free); i++)
            free = $"{name} {i}";
        return free;
    }

    private void RequireNumbers()
    {
        foreach (string column in _columns.Names)
        {
            if (_traits[column].Kind == ColumnKind.Categorical)
                throw new RequestException(
                    $"The input '{column}' is categorical, and no step makes numbers of it.",
                    remedy: "Add the step one_hot, or state the column as numeric."
                );
            if (_traits[column].HasGaps)
                throw new RequestException(
                    $"The input '{column}' has missing values, and no step fills them.",
                    remedy: "Add the step impute."
                );
        }
    }
}
