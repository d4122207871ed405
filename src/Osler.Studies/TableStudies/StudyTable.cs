using System.Collections;
using System.Collections.Immutable;
using Osler.Core.Cases;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;
using Osler.Studies.HeartAttack;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>A study's table, opened or simulated, with the role of each column.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Outcome">Of each row.</param>
/// <param name="Patients">Of each row.</param>
/// <param name="Inputs">Columns that go in.</param>
/// <param name="Roles">The study's data settings, completed by what a simulator knows.</param>
/// <param name="Findings">What the checks found.</param>
/// <param name="Warnings">What else a reader should know.</param>
internal sealed record StudyTable(
    Table Table,
    Outcome Outcome,
    Patients Patients,
    ImmutableArray<string> Inputs,
    DataSettings Roles,
    ImmutableArray<Finding> Findings,
    ImmutableArray<string> Warnings
)
{
    /// <summary>The outcome in words.</summary>
    public string OutcomeLabel =>
        Roles.Columns.FirstOrDefault(column => column.Name == Outcome.Name)?.Value.Label
        ?? Outcome.Name.Replace('_', ' ');

    public bool Simulated => Roles.Path is null;

    /// <summary>How many cases, patients (null where rows have no patient column) and cases with the outcome.</summary>
    public (int Cases, int? Patients, int Positives) Count(IEnumerable<int> rows)
    {
        var seen = Roles.Patient is null ? null : new BitArray(Patients.Count);
        (int cases, int positives) = (0, 0);
        foreach (int row in rows)
        {
            cases++;
            positives += Outcome.Labels[row] == Label.Present ? 1 : 0;
            if (seen is not null)
                seen[Patients[row]] = true;
        }
        return (cases, seen?.Cast<bool>().Count(one => one), positives);
    }

    /// <summary>Opens the table that the study names, or simulates it, and checks it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="inputs">Inputs of the chosen network; empty for the study's own.</param>
    /// <exception cref="RequestException">A column that isn't there, or no data at all.</exception>
    /// <exception cref="DataException">The table can't answer the question.</exception>
    public static StudyTable Open(StudyFile study, ImmutableArray<string> inputs)
    {
        DataSettings data = study.Data;
        var warnings = ImmutableArray.CreateBuilder<string>();
        Table table = data.Path is { } path ? Read(path, data, warnings) : Simulate(study);
        data = data.In(table.Schema);
        if (data.Truth is { } truth)
            RequireProbabilities(table, truth);
        var outcome = Outcome.Read(table, data.Outcome, data.Positive);
        var patients = Patients.Read(table, data.Patient);
        var chosen = inputs.IsEmpty ? Chosen(table, data, study.Split, warnings) : inputs;
        if (chosen.IsEmpty)
            throw new RequestException(
                "the table has no column left that could be an input.",
                "data.inputs",
                "State the inputs, or a column's kind."
            );
        var findings = TableChecks
            .Inputs(table, chosen, outcome)
            .AddRange(TableChecks.Others(table, except: data.Exclude));
        // Where the patients are named, two with equal inputs are two patients.
        if (data.Patient is not null)
            findings = [.. findings.Where(finding => finding.Check != "duplicate_rows")];
        return new StudyTable(table, outcome, patients, chosen, data, findings, warnings.ToImmutable());
    }

    // A row without its truth, or with a number that is none, would be judged against nothing.
    private static void RequireProbabilities(Table table, string column)
    {
        int index = table.Schema.IndexOf(column);
        Column truth = table.Schema[index];
        string where = $"{table.Name}, data.truth '{column}'";
        // Zeros and ones are levels to the reader of tables, and stand for themselves.
        if (
            truth.Kind != ColumnKind.Numeric
            && !(truth.Kind == ColumnKind.Binary && truth.Levels is ["0", "1"])
        )
            throw new DataException(
                $"The true probability must be numbers from 0 to 1; the column is {truth.Kind.ToString().ToLowerInvariant()}.",
                where,
                "Name another column, or leave data.truth out."
            );
        TableChecks.RequireReadable(table, [column]);
        double[] cells = table.Numbers(index);
        int wrong = Array.FindIndex(cells, cell => cell is not (>= 0 and <= 1));
        if (wrong < 0)
            return;
        throw double.IsNaN(cells[wrong])
            ? new DataException(
                $"The true probability is missing in {Counted.Of(cells.Count(double.IsNaN), "row")}, first row {wrong + 1}.",
                where,
                "Complete it, or leave data.truth out."
            )
            : new DataException(
                $"The true probability is {Cited.Number(cells[wrong])} in row {wrong + 1}; it must be from 0 to 1.",
                where,
                "Correct it (12 % is 0.12), or leave data.truth out."
            );
    }

    private static MemoryTable Simulate(StudyFile study)
    {
        SimulationSettings settings =
            study.Data.Simulate
            ?? throw new RequestException(
                "the study has no table.",
                "data.path",
                "Give one with --data, or in the study file."
            );
        return settings.Cohort == "heart-attack"
            ? HeartAttackTable.Simulate(settings.Patients, study.Seed)
            : throw new RequestException(
                $"there is no simulator '{settings.Cohort}'.",
                "data.simulate.cohort",
                NearestName.Hint(settings.Cohort, ["heart-attack"])
            );
    }

    private static Table Read(string path, DataSettings data, ImmutableArray<string>.Builder warnings)
    {
        TableReading reading = data.Reading.ToTableReading();
        return data.Columns.IsEmpty
            ? TableFile.Open(path, reading)
            : TableFile.Open(path, reading, header => StatedIn(header, path, data, warnings));
    }

    // What is stated of a column holds where the table has it, under the first of its names that the table has.
    private static ImmutableArray<StatedColumn> StatedIn(
        ImmutableArray<string> header,
        string path,
        DataSettings data,
        ImmutableArray<string>.Builder warnings
    )
    {
        var stated = ImmutableArray.CreateBuilder<StatedColumn>();
        var absent = new List<string>();
        foreach (Named<ColumnSettings> column in data.Columns)
        {
            string[] names = [.. column.Value.From.DefaultIfEmpty(column.Name)];
            if (names.FirstOrDefault(header.Contains) is { } found)
                stated.Add(column.Value.Of(column.Name, found));
            else if (data.Inputs.Contains(column.Name))
                throw new RequestException(
                    $"the table has no column '{string.Join("' or '", names)}' for the input '{column.Name}'.",
                    path,
                    NearestName.Hint(names[0], header)
                );
            else if (column.Value != new ColumnSettings { Label = column.Value.Label })
                absent.Add(column.Name);
        }
        if (absent.Count > 0)
            warnings.Add(
                $"The table does not have {Counted.Of(absent.Count, "column", "columns")} that the study file describes: {string.Join(", ", absent)}."
            );
        return stated.ToImmutable();
    }

    // Every column that has no role, is not excluded, and holds numbers or levels.
    private static ImmutableArray<string> Chosen(
        Table table,
        DataSettings data,
        SplitSettings split,
        ImmutableArray<string>.Builder warnings
    )
    {
        foreach (string excluded in data.Exclude)
            _ = table.Schema[excluded];
        if (!data.Inputs.IsEmpty)
            return data.Inputs;
        string?[] roles =
        [
            data.Outcome,
            data.Patient,
            data.Site,
            data.Date,
            data.Truth,
            (split as SplitByColumn)?.Column,
            .. data.Exclude,
        ];
        var chosen = ImmutableArray.CreateBuilder<string>();
        foreach (Column column in table.Schema.Columns)
        {
            if (roles.Contains(column.Name))
                continue;
            if (column.Kind is not (ColumnKind.Identifier or ColumnKind.Date))
                chosen.Add(column.Name);
            else if (Unused(column, table.Census.Columns[table.Schema.IndexOf(column.Name)]) is { } why)
                warnings.Add($"The column '{column.Name}' holds {why}");
        }
        return chosen.ToImmutable();
    }

    // Null where a finding of the checks says it already.
    private static string? Unused(Column column, ColumnCensus census) =>
        census.YearLast switch
        {
            { InTwoOrders: true } => null,
            { } dates => $"dates with the year last and is no input. {dates.Remedy}",
            null =>
                $"{(column.Kind == ColumnKind.Date ? "dates" : "names or free text")} and is no input; state its kind to use it.",
        };
}
