using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates from a table of variants and a table of labels.</summary>
internal static class ResistanceTables
{
    /// <param name="path">The table of variants.</param>
    /// <param name="settings">Where the labels are and how they are written.</param>
    /// <exception cref="DataException">A table can't be read, or isolates of one are not in the other.</exception>
    public static ResistanceData Read(string path, GenotypeSettings settings)
    {
        var features = Columns.Of(path);
        var labels = Columns.Of(LabelFile(path, settings));
        int[] order = Matched(features, labels, settings.Isolate);
        string[] drugs =
        [
            .. settings.Drugs.IsEmpty
                ? labels.Names.Where(name => name != settings.Isolate)
                : settings.Drugs.AsEnumerable(),
        ];
        foreach (string drug in drugs)
            if (!labels.Names.Contains(drug))
                throw new DataException(
                    $"The table of labels has no column '{drug}'.",
                    labels.Where,
                    NearestName.Hint(drug, labels.Names)
                );
        string[] names = [.. features.Names.Where(name => name != settings.Isolate)];
        sbyte[] variants = new sbyte[(long)features.Rows * names.Length];
        for (int j = 0; j < names.Length; j++)
        {
            double[] column = features[names[j]];
            for (int i = 0; i < column.Length; i++)
                variants[i * names.Length + j] = ResistanceFiles.Variant(
                    column[i],
                    $"{features.Where}, row {i + 1}, column '{names[j]}'"
                );
        }
        float[] known = new float[features.Rows * drugs.Length];
        for (int k = 0; k < drugs.Length; k++)
        {
            double[] column = labels[drugs[k]];
            for (int i = 0; i < features.Rows; i++)
                known[i * drugs.Length + k] = ResistanceFiles.Label(
                    column[order[i]],
                    settings.Resistant,
                    $"{labels.Where}, row {order[i] + 1}, column '{drugs[k]}'"
                );
        }
        return new ResistanceData(
            Path.GetFileName(path),
            ResistanceFiles.Fingerprint(names, variants, known),
            [.. names],
            variants,
            ResistanceFiles.Frequent(variants, names.Length, settings.LeastIsolates),
            [.. drugs],
            known
        );
    }

    private static string LabelFile(string path, GenotypeSettings settings)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (settings.Labels is { } stated)
            return Path.Combine(folder, stated);
        string[] beside =
        [
            .. Directory
                .GetFiles(folder)
                .Where(file =>
                    Path.GetFileName(file).Contains("label", StringComparison.OrdinalIgnoreCase)
                    && Path.GetFullPath(file) != Path.GetFullPath(path)
                ),
        ];
        return beside is [var only]
            ? only
            : throw new RequestException(
                beside.Length == 0
                    ? "no table beside the variants has 'label' in its name."
                    : $"{beside.Length} files beside the variants have 'label' in their name.",
                "genotypes.labels",
                "Name the table of the drugs' labels: --set genotypes.labels=FILE"
            );
    }

    // The row of labels of each row of variants.
    private static int[] Matched(Columns features, Columns labels, string? isolate)
    {
        if (isolate is null || !features.Has(isolate) || !labels.Has(isolate))
        {
            if (features.Rows != labels.Rows)
                throw new DataException(
                    $"There are {features.Rows} rows of variants and {labels.Rows} of labels, and no column in both names the isolate.",
                    labels.Where,
                    "Give both tables a column of the same name: --set genotypes.isolate=COLUMN"
                );
            return [.. Enumerable.Range(0, features.Rows)];
        }
        var rows = labels.RowsByKey(isolate);
        int[] order = new int[features.Rows];
        foreach (var (key, row) in features.RowsByKey(isolate))
            if (!rows.TryGetValue(key, out order[row]))
                throw new DataException(
                    "An isolate has no labels.",
                    $"{features.Where}, row {row + 1}",
                    $"Add it to {labels.Where}, or take it out."
                );
        return order;
    }

    /// <summary>A small table by columns, whatever a survey took them for.</summary>
    private sealed class Columns
    {
        private readonly Dictionary<string, double[]> _numbers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ulong[]> _keys = new(StringComparer.Ordinal);

        private Columns(Table table, string where)
        {
            (Where, Rows) = (where, table.Rows);
            int[] all = [.. Enumerable.Range(0, table.Schema.Count)];
            Names = [.. all.Select(column => table.Schema[column].Name)];
            foreach (int column in all)
                if (table.Schema[column].HasNumbers)
                    _numbers.Add(Names[column], new double[table.Rows]);
                else
                    _keys.Add(Names[column], new ulong[table.Rows]);
            foreach (var chunk in table.Chunks(all))
            foreach (int column in all)
                if (_numbers.TryGetValue(Names[column], out double[]? numbers))
                    Numbers(table.Schema[column], chunk.Numbers(column)).CopyTo(numbers, chunk.FirstRow);
                else
                    chunk.Identifiers(column).CopyTo(_keys[Names[column]].AsSpan(chunk.FirstRow));
        }

        public ImmutableArray<string> Names { get; }

        public string Where { get; }

        public int Rows { get; }

        public static Columns Of(string path) => new(TableFile.Open(path), Path.GetFileName(path));

        public bool Has(string name) => Names.Contains(name);

        public double[] this[string name] =>
            _numbers.TryGetValue(name, out double[]? column)
                ? column
                : throw new DataException(
                    $"The column '{name}' holds no numbers.",
                    Where,
                    "Variants are 0, 1 and -1. A column that names the isolate is named by --set genotypes.isolate=COLUMN"
                );

        /// <summary>The row of each isolate, in the order of the rows.</summary>
        /// <exception cref="DataException">An isolate is there twice.</exception>
        public OrderedDictionary<ulong, int> RowsByKey(string name)
        {
            var rows = new OrderedDictionary<ulong, int>(Rows);
            foreach (ulong key in Keys(name))
                if (!rows.TryAdd(key, rows.Count))
                    throw new DataException(
                        "An isolate is there twice.",
                        $"{Where}, row {rows.Count + 1}",
                        "Keep one row of each isolate."
                    );
            return rows;
        }

        private ulong[] Keys(string name) =>
            _keys.TryGetValue(name, out ulong[]? keys)
                ? keys
                : [.. _numbers[name].Select(number => BitConverter.DoubleToUInt64Bits(number))];

        private double[] Numbers(Column column, ReadOnlySpan<double> cells)
        {
            double[] numbers = cells.ToArray();
            if (column.Levels.IsEmpty)
                return numbers;
            for (int i = 0; i < numbers.Length; i++)
                if (!double.IsNaN(numbers[i]))
                {
                    string level = column.Levels[(int)numbers[i]];
                    if (
                        !double.TryParse(
                            level,
                            NumberStyles.Float,
                            CultureInfo.InvariantCulture,
                            out numbers[i]
                        )
                    )
                        throw new DataException(
                            $"The column '{column.Name}' holds '{Cited.Text(level)}', which is no number.",
                            Where,
                            "Variants and labels are 0, 1 and -1."
                        );
                }
            return numbers;
        }
    }
}
