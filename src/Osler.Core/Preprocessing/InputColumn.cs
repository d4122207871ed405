using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Core.Preprocessing;

/// <summary>What goes in, as serving must ask for it and as training saw it.</summary>
/// <param name="Name">The study's name of the column.</param>
/// <param name="Kind">Numeric, categorical, binary or date.</param>
public sealed record InputColumn(string Name, ColumnKind Kind)
{
    /// <summary>Unit of a number; null where none was stated.</summary>
    public string? Unit { get; init; }

    /// <summary>Levels that training saw (both of a binary column); an index into this list is what goes in.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Lowest plausible number; below is read as missing.</summary>
    public double? Low { get; init; }

    /// <summary>Highest plausible number; above is read as missing.</summary>
    public double? High { get; init; }

    /// <summary>Spellings of a missing value besides the usual ones.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Least number in training.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest number in training.</summary>
    public double? Maximum { get; init; }

    /// <summary>Median in training (of a binary column its more frequent level's index); null for categories.</summary>
    public double? Median { get; init; }

    /// <summary>Training rows in which it was missing.</summary>
    public int MissingInTraining { get; init; }

    /// <summary>Whether it may be missing though training had none: where training itself blanked inputs.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether it may be missing: only where training had missing ones, or blanked some.</summary>
    public bool MayBeMissing => Optional || MissingInTraining > 0;

    /// <summary>The index that stands for a category that training did not see.</summary>
    public const double UnseenLevel = -1;

    /// <summary>Whether it holds levels rather than amounts.</summary>
    public bool HasLevels => Kind is ColumnKind.Categorical or ColumnKind.Binary;

    /// <summary>As a table's column, for finding levels by spelling.</summary>
    public Column AsColumn() =>
        new(Name, Kind)
        {
            Unit = Unit,
            Levels = Levels,
            Low = Low,
            High = High,
            Missing = Missing,
        };

    /// <summary>Reads a value as a user writes it: a number, a level, an ISO 8601 date, or a missing spelling.</summary>
    /// <returns>The number, level index or days; NaN where missing, <see cref="UnseenLevel"/> for an unseen category.</returns>
    /// <exception cref="RequestException">Neither a value of the column's kind nor missing.</exception>
    public double Parse(string text)
    {
        var missing = new MissingSpellings(Missing);
        string trimmed = text.Trim();
        if (HasLevels)
        {
            int level = trimmed.Length == 0 ? -1 : AsColumn().LevelOf(trimmed);
            if (level >= 0)
                return level;
            if (missing.Contains(trimmed))
                return double.NaN;
            return Kind == ColumnKind.Binary
                ? throw Wrong(trimmed, $"It is one of {string.Join(", ", Levels.Select(l => $"'{l}'"))}.")
                : UnseenLevel;
        }
        if (Kind == ColumnKind.Date)
            return Dates.TryParse(trimmed, null, out double days) ? days
                : missing.Contains(trimmed) ? double.NaN
                : throw Wrong(trimmed, "It is a date, written as 2024-02-29.");
        if (Numbers.TryParse(trimmed, decimalComma: false, out double number))
            return missing.Contains(number) ? double.NaN : number;
        if (missing.Contains(trimmed))
            return double.NaN;
        throw Numbers.TryParse(trimmed, decimalComma: true, out double comma)
            ? Wrong(trimmed, $"Write {Numbers.Text(comma)}, with a point.")
            : Wrong(trimmed, $"It is a number{(Unit is null ? "" : $" in {Unit}")}.");
    }

    /// <summary>
    /// The value, or NaN where it is an amount outside the plausibility limits or not finite, or neither level of
    /// a binary column.
    /// </summary>
    internal double Plausible(double value) =>
        Kind switch
        {
            ColumnKind.Categorical => value,
            ColumnKind.Binary => value >= 0 && value < Levels.Length ? value : double.NaN,
            _ => double.IsFinite(value) && !(value < Low) && !(value > High) ? value : double.NaN,
        };

    /// <summary>Whether a plausible value is less or greater than all in training, or a category that training did not see.</summary>
    internal bool IsBeyond(double value) =>
        HasLevels ? !(value >= 0 && value < Levels.Length) : value < Minimum || value > Maximum;

    /// <summary>What is odd about a value; null where nothing is.</summary>
    internal string? Warning(double value)
    {
        if (double.IsNaN(value))
            return null;
        if (HasLevels)
            return !IsBeyond(value)
                ? null
                : $"{Name} has a category that training did not see (it saw {Some.Of(Levels, 8)}).";
        if (double.IsNaN(Plausible(value)))
            return $"{Name} {Implausible(value)}; it is treated as missing.";
        return value < Minimum
                ? $"{Name} {Shown(value)} is below every value in training (least {Shown(Minimum.Value)})."
            : value > Maximum
                ? $"{Name} {Shown(value)} is above every value in training (greatest {Shown(Maximum.Value)})."
            : null;
    }

    /// <summary>A value that is not plausible, with the limits: "14.5 mmHg is implausible (limits 40 to 300 mmHg)".</summary>
    internal string Implausible(double value)
    {
        string limits = (Low, High) switch
        {
            ({ } low, { } high) => $" (limits {Numbers.Text(low)} to {Shown(high)})",
            ({ } low, null) => $" (at least {Shown(low)})",
            (null, { } high) => $" (at most {Shown(high)})",
            _ => "",
        };
        return $"{Shown(value)} is implausible{limits}";
    }

    private string Shown(double value) =>
        Kind == ColumnKind.Date && value > -719_162 && value < 2_932_896
            ? Dates.Date(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Cited.Number(value) + (Unit is null ? "" : $" {Unit}");

    private RequestException Wrong(string text, string remedy) =>
        new($"'{Cited.Text(text)}' is no value of the input '{Name}'.", remedy: remedy);
}
