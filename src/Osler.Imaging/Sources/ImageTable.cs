using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>A table that names image files and says what they show.</summary>
/// <param name="Table">The table: CSV, TSV or Parquet.</param>
/// <param name="Images">The folder or zip archive of the images.</param>
/// <param name="Path">
/// The column of paths: relative to the images' folder, or the end of such a path where that is enough to tell the file,
/// with or without its extension, or the whole path of such a file. No file outside the folder is ever read.
/// </param>
public sealed record ImageTable(string Table, string Images, string Path)
{
    /// <summary>The column of one class an image; null where findings are stated.</summary>
    public string? Class { get; init; }

    /// <summary>Columns of two values each, or of 0, 1 and -1 (uncertain, read as unknown); empty where a class is stated.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    /// <summary>The column of patients; null: DICOM objects say whose they are, any other image is a
    /// patient of its own.</summary>
    public string? Patient { get; init; }

    /// <summary>The column of parts (train, val, test); null: the split is the study's.</summary>
    public string? Part { get; init; }

    /// <summary>How the table is read.</summary>
    public TableReading Reading { get; init; } = new();

    /// <summary>Opens table and images and brings them together.</summary>
    /// <exception cref="RequestException">A column that is not there, or neither class nor findings.</exception>
    /// <exception cref="DataException">
    /// No row's image is there, an image has two different labels or parts, or a column can't be read as what it is stated to be.
    /// </exception>
    public IImageSource Open()
    {
        if ((Class is null) == Findings.IsEmpty)
            throw new RequestException(
                "Neither a column of classes nor columns of findings are stated, or both.",
                "data",
                "State one of them."
            );
        var table = TableFile.Open(Table, AsIdentifier(Reading));
        var store = ImageStore.Open(Images);
        try
        {
            return Joined(table, store);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private FileSource Joined(Table table, ImageStore store)
    {
        ulong[] paths = table.Identifiers(table.Schema.IndexOf(Path));
        var files = Index(store);
        var (kind, names, labelOf) = Class is not null ? Classes(table) : FindingsOf(table);
        string?[]? patients = Patient is null ? null : Words(table, Patient);
        var heads = Patient is null ? DicomHead.Read(store, store.Names) : null;
        var contents = heads is null ? null : DicomContents.Of(heads);
        var ofFile = heads is null
            ? null
            : store.Names.Zip(DicomPatients.Of(heads).Patients).ToDictionary(StringComparer.Ordinal);
        GivenPart[]? parts = Part is null ? null : Parts(table);

        var caseOfFile = new Dictionary<string, (int Row, int Case)>(StringComparer.Ordinal);
        var cases = ImmutableArray.CreateBuilder<FileCase>();
        var labels = new List<float>();
        ImmutableArray<(int Column, HashSet<int> Rows)> unknown =
        [
            .. (Class is null ? Findings : [Class]).Select(name =>
                (table.Schema.IndexOf(name), new HashSet<int>())
            ),
        ];
        var left = new TableRemarks(table, table.Schema.IndexOf(Path), unknown);
        for (int row = 0; row < paths.Length; row++)
        {
            if (!files.TryGetValue(paths[row], out string? file) || file is null)
            {
                bool isUnclear = file is null && files.ContainsKey(paths[row]);
                (
                    paths[row] == 0 ? left.Pathless
                    : isUnclear ? left.Unclear
                    : left.Absent
                ).Add(row);
                continue;
            }
            var told = new FileCase(
                file,
                parts?[row] ?? GivenPart.None,
                patients is null ? ofFile![file] : patients[row]
            );
            if (!caseOfFile.TryAdd(file, (row, cases.Count)))
            {
                var (first, at) = caseOfFile[file];
                RequireSame(labelOf(first), labelOf(row), first, row, store.Shown(file));
                cases[at] = Both(cases[at], told, first, row, store.Shown(file));
                (cases[at].Patient == (told.Patient ?? cases[at].Patient) ? left.Repeated : left.OfTwo).Add(
                    row
                );
                continue;
            }
            cases.Add(told);
            float[] label = labelOf(row);
            labels.AddRange(label);
            if (label.All(float.IsNaN))
                left.Unlabelled.Add(store.Shown(file));
            for (int i = 0; i < label.Length; i++)
                if (float.IsNaN(label[i]))
                    unknown[i].Rows.Add(row);
        }
        if (cases.Count == 0)
            throw new DataException(
                $"None of {Counted.Of(paths.Length, "row")} names an image that is there.",
                $"{Table}, column '{Path}'",
                $"The images are called like '{store.Names[0]}'."
            );
        left.Rowless.AddRange(store.Names.Where(name => !caseOfFile.ContainsKey(name)).Select(store.Shown));
        return new FileSource(
            store,
            cases.ToImmutable(),
            new ImageLabels(kind, names, [.. labels]),
            [.. contents?.Remarks ?? [], .. left.Told()]
        );
    }

    // What only one of two rows of an image knows holds; an image in two parts would be learnt from and judged.
    private FileCase Both(FileCase one, FileCase other, int firstRow, int row, string file) =>
        one.Part != GivenPart.None && other.Part != GivenPart.None && one.Part != other.Part
            ? throw new DataException(
                $"Rows {firstRow + 1} and {row + 1} put {file} into different parts, {GivenParts.Word(one.Part)} and {GivenParts.Word(other.Part)}.",
                $"{Table}, column '{Part}'",
                "Keep the row that is right: an image that is learnt from can't be judged."
            )
            : one with
            {
                Part = one.Part == GivenPart.None ? other.Part : one.Part,
                Patient = one.Patient ?? other.Patient,
            };

    private void RequireSame(float[] first, float[] second, int firstRow, int row, string file)
    {
        if (!first.AsSpan().SequenceEqual(second))
            throw new DataException(
                $"Rows {firstRow + 1} and {row + 1} say different things of {file}.",
                Table,
                "Keep the row that is right."
            );
    }

    /// <summary>
    /// Which file each spelling of a path means, by its hash: every end of the path, with and without the extension;
    /// null where two files could be meant.
    /// </summary>
    private static Dictionary<ulong, string?> Index(ImageStore store)
    {
        var files = new Dictionary<ulong, string?>();
        string root = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(store.Where));
        foreach (string file in store.Names)
        {
            string end = $"{root}/{file}";
            while (true)
            {
                Add(end);
                int dot = end.LastIndexOf('.');
                if (dot > end.LastIndexOf('/') + 1)
                    Add(end[..dot]);
                int slash = end.IndexOf('/', StringComparison.Ordinal);
                if (slash < 0)
                    break;
                end = end[(slash + 1)..];
            }
            Add($"./{file}");
            if (store.PathOf(file) is { } whole)
                Add(System.IO.Path.GetFullPath(whole));

            void Add(string spelling)
            {
                ulong hash = IdentifierHash.Of(spelling);
                if (!files.TryAdd(hash, file) && files[hash] != file)
                    files[hash] = null;
            }
        }
        // A whole path means its file, even where it is the end of another's.
        foreach (string file in store.Names)
            files[IdentifierHash.Of(file)] = file;
        return files;
    }

    private (LabelKind, ImmutableArray<string>, Func<int, float[]>) Classes(Table table)
    {
        int index = table.Schema.IndexOf(Class!);
        var column = table.Schema[index];
        string where = $"{Table}, column '{Class}'";
        if (column.Kind == ColumnKind.Numeric)
            return NumberedClasses(table.Numbers(index), where);
        if (column.Kind is not (ColumnKind.Categorical or ColumnKind.Binary) || column.Levels.Length < 2)
            throw new DataException(
                "The column names no classes: it must have at least two, and few enough to list.",
                where,
                column.Levels.Length == 1
                    ? $"All that is known is '{column.Levels[0]}'. If a class is spelt like a missing value ('None', 'NA'), {TableRemarks.Remedy(Class!)}."
                    : $"If it names them, say so: data.columns: {{{Class}: {{kind: categorical}}}}."
            );
        double[] cells = table.Numbers(index);
        return (LabelKind.Classes, column.Levels, row => [(float)cells[row]]);
    }

    private static (LabelKind, ImmutableArray<string>, Func<int, float[]>) NumberedClasses(
        double[] cells,
        string where
    )
    {
        double[] known = [.. cells.Where(cell => !double.IsNaN(cell)).Distinct().Order()];
        if (known.Length is < 2 or > 1000 || known.Any(value => value != Math.Floor(value)))
            throw new DataException("The numbers are no classes: 2 to 1,000 whole numbers are.", where);
        var number = known.Select((value, i) => (value, i)).ToDictionary();
        return (
            LabelKind.Classes,
            [.. known.Select(value => value.ToString(CultureInfo.InvariantCulture))],
            row => [double.IsNaN(cells[row]) ? float.NaN : number[cells[row]]]
        );
    }

    private (LabelKind, ImmutableArray<string>, Func<int, float[]>) FindingsOf(Table table)
    {
        double[][] cells = [.. Findings.Select(finding => Finding(table, finding))];
        return (
            LabelKind.Findings,
            Findings,
            row => [.. cells.Select(column => column[row] is 0 or 1 ? (float)column[row] : float.NaN)]
        );
    }

    private double[] Finding(Table table, string name)
    {
        int index = table.Schema.IndexOf(name);
        var column = table.Schema[index];
        string where = $"{Table}, column '{name}'";
        if (column.Kind == ColumnKind.Binary)
        {
            var outcome = Outcome.Read(table, name);
            return [.. Enumerable.Range(0, table.Rows).Select(row => (double)outcome.Target(row))];
        }
        if (column.Kind == ColumnKind.Numeric)
        {
            double[] cells = table.Numbers(index);
            if (cells.All(cell => double.IsNaN(cell) || cell is 0 or 1 or -1))
                return cells;
        }
        else if (column.Levels.All(level => level is "0" or "1" or "-1" or "0.0" or "1.0" or "-1.0"))
        {
            double[] ofLevel =
            [
                .. column.Levels.Select(level => double.Parse(level, CultureInfo.InvariantCulture)),
            ];
            return
            [
                .. table.Numbers(index).Select(cell => double.IsNaN(cell) ? double.NaN : ofLevel[(int)cell]),
            ];
        }
        throw new DataException(
            "The column is no finding: it must hold two values, or 0, 1 and -1 for uncertain.",
            where
        );
    }

    /// <summary>A column's cells as words that tell them apart; identifiers as their hashes.</summary>
    private static string?[] Words(Table table, string name)
    {
        int index = table.Schema.IndexOf(name);
        var column = table.Schema[index];
        if (column.Kind == ColumnKind.Identifier)
            return
            [
                .. table
                    .Identifiers(index)
                    .Select(hash => hash == 0 ? null : hash.ToString("x16", CultureInfo.InvariantCulture)),
            ];
        return
        [
            .. table
                .Numbers(index)
                .Select(cell => double.IsNaN(cell) ? null : cell.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private GivenPart[] Parts(Table table)
    {
        int index = table.Schema.IndexOf(Part!);
        var column = table.Schema[index];
        string where = $"{Table}, column '{Part}'";
        if (column.Levels.IsEmpty)
            throw new DataException(
                "The column names no parts.",
                where,
                "Its cells must be train, val or test."
            );
        GivenPart[] ofLevel =
        [
            .. column.Levels.Select(level =>
                ClassFolders.PartOf(level) is var part and not GivenPart.None
                    ? part
                    : throw new DataException(
                        $"'{level}' names no part.",
                        where,
                        NearestName.Hint(level, ["train", "val", "test"])
                    )
            ),
        ];
        return
        [
            .. table.Numbers(index).Select(cell => double.IsNaN(cell) ? GivenPart.None : ofLevel[(int)cell]),
        ];
    }

    private TableReading AsIdentifier(TableReading reading) =>
        reading with
        {
            Columns =
            [
                .. reading.Columns.Where(column => column.Name != Path),
                (reading.Columns.FirstOrDefault(column => column.Name == Path) ?? new StatedColumn(Path)) with
                {
                    Kind = ColumnKind.Identifier,
                },
            ],
        };
}
