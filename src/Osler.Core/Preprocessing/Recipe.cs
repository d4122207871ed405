using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Preprocessing as declared: steps in order.</summary>
/// <param name="Steps">The steps; each works on what the one before left.</param>
public sealed record Recipe(ImmutableArray<Step> Steps)
{
    /// <summary>Median imputation with indicators, one-hot categories, standardised numbers.</summary>
    public static Recipe Standard { get; } = new([new Impute(), new OneHot(), new Standardise()]);

    /// <summary>Reads a recipe: a JSON array of steps, <c>["impute", {"step": "log", "columns": ["glucose"]}, …]</c>.</summary>
    /// <exception cref="RequestException">An unknown step or key (with the nearest known one), or a value out of range.</exception>
    public static Recipe FromJson(JsonElement steps) => RecipeJson.Read(steps);

    /// <summary>The steps as a JSON array that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => RecipeJson.Write(this);

    /// <summary>Fits the steps on the training part.</summary>
    /// <param name="table">The table.</param>
    /// <param name="inputs">Names of the columns that go in.</param>
    /// <param name="parts">[rows]; only rows of <see cref="Part.Train"/> are read.</param>
    /// <remarks>
    /// One pass. Counts, extremes and levels are exact. Means and quantiles are exact up to a million rows or
    /// 128 MB of inputs; beyond, they come from a uniform random sample of that size, the same for the same table.
    /// </remarks>
    /// <exception cref="RequestException">An unknown column, or one that no step makes a number of.</exception>
    /// <exception cref="DataException">No training rows, or an input that is missing in all of them.</exception>
    public FittedPreprocessing Fit(Table table, ImmutableArray<string> inputs, ReadOnlySpan<Part> parts)
    {
        if (parts.Length != table.Rows)
            throw new ArgumentException($"{parts.Length} parts for {table.Rows} rows.", nameof(parts));
        if (inputs.IsDefaultOrEmpty)
            throw new RequestException("The study has no inputs.", remedy: "Name at least one column.");
        if (
            inputs.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is
            { } twice
        )
            throw new RequestException($"The input '{twice.Key}' is named twice.", remedy: "Name it once.");
        var sample = TrainingSample.Read(table, [.. inputs.Select(name => Input(table, name))], parts);
        var steps = Fitter.Fit(sample, Steps);
        return new FittedPreprocessing(
            [.. sample.Inputs.Select((input, i) => Learnt(input, sample, i))],
            steps
        );
    }

    private static InputColumn Input(Table table, string name)
    {
        var column = table.Schema[name];
        if (column.Kind == ColumnKind.Identifier)
            throw new RequestException(
                $"The input '{name}' is an identifier or free text, from which nothing can be learnt.",
                table.Name,
                "Leave it out of the inputs; if it is a category or a number, state so."
            );
        return new InputColumn(name, column.Kind)
        {
            Unit = column.Unit,
            Levels = column.Levels,
            Low = column.Low,
            High = column.High,
            Missing = column.Missing,
        };
    }

    private static InputColumn Learnt(InputColumn input, TrainingSample sample, int i)
    {
        if (input.Kind == ColumnKind.Categorical)
            return input with { MissingInTraining = sample.Missing[i] };
        double[] sorted = Array.FindAll(sample.Columns[i][..sample.Kept], value => !double.IsNaN(value));
        Array.Sort(sorted);
        double? median = sorted.Length == 0 ? null : QuantileSample.Quantile(sorted, 0.5);
        return input.Kind == ColumnKind.Binary
            ? input with
            {
                MissingInTraining = sample.Missing[i],
                Median = median is null ? null : Math.Floor(median.Value),
            }
            : input with
            {
                MissingInTraining = sample.Missing[i],
                Minimum = sample.Minimum[i],
                Maximum = sample.Maximum[i],
                Median = median,
            };
    }
}
