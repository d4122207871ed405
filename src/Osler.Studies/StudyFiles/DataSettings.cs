using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Studies.HeartAttack;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>Which table a study reads, and what its columns are for.</summary>
public sealed record DataSettings
{
    /// <summary>CSV, TSV or Parquet file (also .gz), relative to the study file. Without it the cohort is simulated.</summary>
    public string? Path { get; init; }

    /// <summary>The cohort to simulate where no path is given.</summary>
    public SimulationSettings? Simulate { get; init; }

    /// <summary>Column of the outcome: two values, or unknown. Where images have columns of findings, it may be left out.</summary>
    public required string Outcome { get; init; }

    /// <summary>Which of the outcome's two values means that it is present; found where they are 0/1, no/yes and the like.</summary>
    public string? Positive { get; init; }

    /// <summary>Column that names the patient, where one patient may have several rows. Without it each row is a patient.</summary>
    public string? Patient { get; init; }

    /// <summary>Column of the hospital or site.</summary>
    public string? Site { get; init; }

    /// <summary>Column of the date, for a split by time.</summary>
    public string? Date { get; init; }

    /// <summary>
    /// Column of the true probability, in [0, 1], where a simulation knows it: judged against, never an input. A study
    /// that simulates patients may be given a table without it.
    /// </summary>
    public string? Truth { get; init; }

    /// <summary>The inputs, by name. Empty: every column that has no other role and is not excluded.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Columns that are never inputs, e.g. a record number or something measured after the outcome.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>What is stated of columns; what is not stated is inferred from the table.</summary>
    public ImmutableArray<Named<ColumnSettings>> Columns { get; init; } = [];

    /// <summary>How the file is read.</summary>
    public ReadingSettings Reading { get; init; } = new();

    /// <summary>
    /// The roles in a table. One with the truth of a study that simulates is the simulator's, so its patients and sites
    /// are known too; another is a table of patients, of whom nobody knows the truth.
    /// </summary>
    /// <param name="schema">The table's columns.</param>
    public DataSettings In(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (Simulate is null)
            return this;
        // The simulator's own column need not be in a table; another, which somebody stated, must.
        string? truth =
            Path is not null && Truth is null or HeartAttackTable.Truth
                ? Had(HeartAttackTable.Truth)
                : Truth ?? HeartAttackTable.Truth;
        return truth is null
            ? this with
            {
                Truth = null,
            }
            : this with
            {
                Truth = truth,
                Patient = Patient ?? Had(HeartAttackTable.Patient),
                Site = Site ?? Had(HeartAttackTable.Site),
            };

        string? Had(string? name) => name is not null && schema.TryIndexOf(name, out _) ? name : null;
    }

    /// <summary>What is stated of some columns that a file has, each under the file's own name of it.</summary>
    /// <param name="names">The study's names of columns; what is not stated, or not in the file, is left out.</param>
    /// <param name="header">The file's names.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="DataException">The file has a column under two of its names.</exception>
    public ImmutableArray<StatedColumn> Stated(
        IReadOnlyCollection<string> names,
        ImmutableArray<string> header,
        string file
    )
    {
        var stated = ImmutableArray.CreateBuilder<StatedColumn>();
        foreach (Named<ColumnSettings> column in Columns.Where(column => names.Contains(column.Name)))
            if (ColumnNames.Found(column.Name, column.Value.From, header, file) is { } found)
                stated.Add(column.Value.Of(column.Name, found));
        return stated.ToImmutable();
    }
}

/// <summary>What a study states of a column. Everything is optional.</summary>
public sealed record ColumnSettings
{
    /// <summary>The column's name in the file, where it is another; of several the first that the file has.</summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>What the column is, in words: "cardiovascular event within ten years".</summary>
    public string? Label { get; init; }

    /// <summary>What the cells mean.</summary>
    public ColumnKind? Kind { get; init; }

    /// <summary>Unit of the numbers, e.g. mmHg.</summary>
    public string? Unit { get; init; }

    /// <summary>Levels, in order, of a column that is then binary (two) or categorical, unless its kind is stated.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Lowest plausible number: below it a cell counts as missing, and is reported.</summary>
    public double? Low { get; init; }

    /// <summary>Highest plausible number: above it a cell counts as missing, and is reported.</summary>
    public double? High { get; init; }

    /// <summary>Spellings of a missing value in this column besides the usual ones, e.g. 0.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Format of dates that are not written as 2026-01-31, e.g. dd/MM/yyyy.</summary>
    public string? DateFormat { get; init; }

    /// <summary>As the readers of tables take it.</summary>
    /// <param name="name">The study's name.</param>
    /// <param name="found">The file's.</param>
    /// <exception cref="RequestException">Levels of a kind that has none.</exception>
    internal StatedColumn Of(string name, string found) =>
        !Levels.IsEmpty && Kind is ColumnKind.Numeric or ColumnKind.Date or ColumnKind.Identifier
            ? throw new RequestException(
                $"the column is stated as {Kind.Value.ToString().ToLowerInvariant()}, which has no levels.",
                $"data.columns.{name}.levels",
                "State kind: categorical or binary, or leave the levels out."
            )
            : new(name)
            {
                From = found == name ? null : found,
                Kind = Kind,
                Unit = Unit,
                Levels = Levels,
                Low = Low,
                High = High,
                Missing = Missing,
                DateFormat = DateFormat,
            };
}

/// <summary>How a table's file is read.</summary>
public sealed record ReadingSettings
{
    /// <summary>The delimiter, one character or "tab"; found from the first lines where it is not given.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether numbers are written 1,5.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>How bytes become letters.</summary>
    public TableEncoding Encoding { get; init; }

    /// <summary>Spellings of a missing value besides the usual ones.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>As a bundle's card keeps it.</summary>
    internal TableReading ToTableReading() =>
        new()
        {
            Delimiter = ReadingWords.Delimiter(Delimiter, "data.reading.delimiter"),
            DecimalComma = DecimalComma,
            Encoding = Encoding,
            Missing = Missing,
        };

    internal CardReading ToCard() =>
        new()
        {
            Delimiter = Delimiter,
            DecimalComma = DecimalComma,
            Encoding = ReadingWords.Of(Encoding),
            Missing = Missing,
        };
}

/// <summary>A cohort made by a simulator whose true probabilities are known.</summary>
public sealed record SimulationSettings
{
    /// <summary>Which simulator: heart-attack; of images digits or shapes.</summary>
    public string Cohort { get; init; } = "heart-attack";

    /// <summary>How many patients; 100 to 10,000,000, by default 20,000.</summary>
    public int Patients
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 100);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000_000);
            field = value;
        }
    } = 20_000;
}
