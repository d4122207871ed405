using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Osler.Core.Tables;

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

    /// <summary>Whether it may be missing: only where training had missing ones.</summary>
    [JsonIgnore]
    public bool MayBeMissing => MissingInTraining > 0;

    /// <summary>The index that stands for a category that training did not see.</summary>
    public const double UnseenLevel = -1;

    /// <summary>Reads a value as a user writes it: a number, a level, a date, or a missing spelling.</summary>
    /// <returns>The number, level index or days; NaN where missing, <see cref="UnseenLevel"/> for an unseen category.</returns>
    /// <exception cref="Faults.RequestException">Neither a value of the column's kind nor missing.</exception>
    public double Parse(string text) => throw new NotImplementedException();
}
