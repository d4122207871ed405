using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>What the survey of any sort of file shares.</summary>
internal static class TableSurvey
{
    // 32 MB of doubles for quantiles, shared by the columns.
    private const int SampledNumbers = 4 << 20;

    // 4 MB of doubles a chunk.
    private const int ChunkCells = 1 << 19;

    /// <summary>How many rows a chunk of so many columns has.</summary>
    public static int ChunkRows(int columns) => Math.Clamp(ChunkCells / Math.Max(1, columns), 16, 1 << 15);

    /// <summary>One survey per column of the file, under the study's names.</summary>
    /// <exception cref="RequestException">A stated column that the file does not have, or one stated twice.</exception>
    public static ColumnSurvey[] Begin(string file, IReadOnlyList<string> header, TableReading reading)
    {
        for (int i = 0; i < header.Count; i++)
            ControlLetters.Refuse(header[i], $"{file}, the name of column {i + 1}");
        int sample = Math.Clamp(SampledNumbers / header.Count, 256, 1 << 16);
        var stated = new Dictionary<int, StatedColumn>();
        foreach (var column in reading.Columns)
        {
            string source = column.From ?? column.Name;
            int index = Find(header, source);
            if (index < 0)
                throw new RequestException(
                    $"The file has no column '{source}'.",
                    file,
                    NearestName.Hint(source, header)
                );
            if (!stated.TryAdd(index, column))
                throw new RequestException($"The column '{source}' is stated twice.", file, "State it once.");
        }
        return
        [
            .. header.Select(
                (name, i) =>
                    new ColumnSurvey(
                        name,
                        stated.GetValueOrDefault(i) ?? new StatedColumn(name),
                        reading,
                        sample,
                        i
                    )
            ),
        ];
    }

    /// <summary>Schema and census of a table that was surveyed to its end.</summary>
    /// <exception cref="DataException">No rows, or a column that isn't what was stated.</exception>
    public static (TableSchema Schema, TableCensus Census) Conclude(
        string file,
        ColumnSurvey[] surveys,
        int rows
    )
    {
        if (rows == 0)
            throw new DataException(
                "The table has a header but no rows.",
                file,
                "Check that the export is complete."
            );
        var columns = ImmutableArray.CreateBuilder<Column>(surveys.Length);
        var counts = ImmutableArray.CreateBuilder<ColumnCensus>(surveys.Length);
        foreach (var survey in surveys)
        {
            var (column, census) = survey.Conclude();
            columns.Add(column);
            counts.Add(census);
        }
        return (new TableSchema(columns.MoveToImmutable()), new TableCensus(rows, counts.MoveToImmutable()));
    }

    private static int Find(IReadOnlyList<string> header, string name)
    {
        for (int i = 0; i < header.Count; i++)
            if (header[i] == name)
                return i;
        return -1;
    }
}
