using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Osler.Core.Tables;

/// <summary>What a column's cells mean, and so how they are read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
public enum ColumnKind : byte
{
    /// <summary>A finite number; missing is NaN.</summary>
    [JsonStringEnumMemberName("numeric")]
    Numeric,

    /// <summary>One of a few named levels; a cell is the level's index, missing is NaN.</summary>
    [JsonStringEnumMemberName("categorical")]
    Categorical,

    /// <summary>One of two levels; a cell is 0 or 1, missing is NaN.</summary>
    [JsonStringEnumMemberName("binary")]
    Binary,

    /// <summary>A calendar date; a cell is days since 1970-01-01, missing is NaN.</summary>
    [JsonStringEnumMemberName("date")]
    Date,

    /// <summary>A name or number of a patient, record or site, or free text; a cell is a 64-bit hash, missing is 0.</summary>
    [JsonStringEnumMemberName("identifier")]
    Identifier,
}

/// <summary>One column of a table, as inferred or as stated.</summary>
/// <param name="Name">The name that the study uses; unlike the file's own where the study maps it.</param>
/// <param name="Kind">What its cells mean.</param>
public sealed record Column(string Name, ColumnKind Kind)
{
    /// <summary>The file's name of the column; equal to <see cref="Name"/> unless mapped.</summary>
    public string Source { get; init; } = Name;

    /// <summary>Unit of a number, e.g. <c>mmHg</c>; null where none was stated.</summary>
    public string? Unit { get; init; }

    /// <summary>
    /// Levels of a categorical or binary column in the order of their indices; a level's spelling is matched
    /// without regard to case. Of a binary column's two, the second is the present one (yes, true, 1).
    /// </summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Lowest plausible number, in the unit; what lies below is read as missing and counted.</summary>
    public double? Low { get; init; }

    /// <summary>Highest plausible number, in the unit; what lies above is read as missing and counted.</summary>
    public double? High { get; init; }

    /// <summary>Spellings of a missing value in this column besides the usual ones.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Whether its cells are numbers in chunks (all kinds but identifiers).</summary>
    public bool HasNumbers => Kind != ColumnKind.Identifier;

    /// <summary>Whether <paramref name="value"/> lies within the plausibility limits; NaN does not.</summary>
    public bool IsPlausible(double value) => !double.IsNaN(value) && !(value < Low) && !(value > High);

    /// <summary>The index of a level, or -1 where the column has no such level.</summary>
    /// <param name="text">
    /// Trimmed; matched without regard to case, or else by number, so that <c>1.0</c> finds the level <c>1</c>.
    /// </param>
    public int LevelOf(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < Levels.Length; i++)
            if (text.Equals(Levels[i], StringComparison.OrdinalIgnoreCase))
                return i;
        if (!Numbers.TryParse(text, decimalComma: false, out double number))
            return -1;
        for (int i = 0; i < Levels.Length; i++)
            if (Numbers.TryParse(Levels[i], decimalComma: false, out double level) && level == number)
                return i;
        return -1;
    }
}
