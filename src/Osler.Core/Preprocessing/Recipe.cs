using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Splits;
using Osler.Core.Tables;

namespace Osler.Core.Preprocessing;

/// <summary>Preprocessing as declared: steps in order.</summary>
/// <param name="Steps">The steps; each works on what the one before left.</param>
public sealed record Recipe(ImmutableArray<Step> Steps)
{
    /// <summary>Median imputation with indicators, one-hot categories, standardised numbers.</summary>
    public static Recipe Standard { get; } = new([new Impute(), new OneHot(), new Standardise()]);

    /// <summary>Reads a recipe: a JSON array of steps, <c>[{"step": "impute", "by": "median"}, …]</c>.</summary>
    /// <exception cref="Faults.RequestException">An unknown step or key (with the nearest known one), or a value out of range.</exception>
    public static Recipe FromJson(JsonElement steps) => throw new NotImplementedException();

    /// <summary>The steps as a JSON array that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => throw new NotImplementedException();

    /// <summary>Fits the steps on the training part.</summary>
    /// <param name="table">The table.</param>
    /// <param name="inputs">Names of the columns that go in.</param>
    /// <param name="parts">[rows]; only rows of <see cref="Part.Train"/> are read.</param>
    /// <remarks>
    /// One pass. Counts, extremes and levels are exact. Means and quantiles are exact up to a million rows or
    /// 256 MB of inputs; beyond, they come from a uniform random sample of that size, the same for the same table.
    /// </remarks>
    /// <exception cref="Faults.RequestException">An unknown column, or one that no step makes a number of.</exception>
    /// <exception cref="Faults.DataException">No training rows, or an input that is missing in all of them.</exception>
    public FittedPreprocessing Fit(Table table, ImmutableArray<string> inputs, ReadOnlySpan<Part> parts) =>
        throw new NotImplementedException();
}
