using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Words;

namespace Osler.Studies.Tuberculosis;

/// <summary>Reads isolates from a table of variants and a table of labels.</summary>
internal static class ResistanceTables
{
    private const int MostNamed = 3;

    /// <summary>Reads both, isolate by isolate.</summary>
    /// <param name="path">The table of variants.</param>
    /// <param name="settings">Where the labels are and how they are written.</param>
    /// <param name="remedies">What to do about wrong tables.</param>
    /// <param name="among">The drugs of which there may be columns, in place of the settings'; null for those, or all columns.</param>
    /// <param name="inputs">The variants that are read, other columns being passed over; null for all.</param>
    /// <exception cref="DataException">A table can't be read, or isolates of one are not in the other.</exception>
    public static ResistanceData Read(
        string path,
        GenotypeSettings settings,
        IsolateRemedies remedies,
        ImmutableArray<string>? among = null,
        IReadOnlySet<string>? inputs = null
    )
    {
        if (!File.Exists(path))
            throw new DataException("There is no such file.", path, "Check the path.");
        string where = LabelFile(path, settings, remedies);
        string? isolate = KeyOf(TableFile.Header(path), TableFile.Header(where), settings);
        var features = IsolateColumns.Of(path, isolate, remedies);
        var labels = IsolateColumns.Of(where, isolate, remedies);
        int[] order = Matched(features, labels, isolate, remedies);
        ImmutableArray<string> drugs =
            among is { } wanted ? [.. wanted.Where(drug => ColumnOf(drug, labels.Names) is not null)]
            : settings.Drugs.IsEmpty ? [.. labels.Names.Where(name => name != isolate)]
            : settings.Drugs;
        if (drugs.IsEmpty)
            throw new DataException(
                $"No column is of a drug{(among is { } sought ? $" that the model knows ({string.Join(", ", sought)})" : "")}.",
                labels.Where,
                "Give the drugs' labels a column each."
            );
        string[] names =
        [
            .. features.Names.Where(name => name != isolate && inputs?.Contains(name) != false),
        ];
        sbyte[] variants = new sbyte[(long)features.Rows * names.Length];
        for (int j = 0; j < names.Length; j++)
        {
            double[] column = features.Variants(names[j]);
            for (int i = 0; i < column.Length; i++)
                variants[i * names.Length + j] = ResistanceFiles.Variant(
                    column[i],
                    $"{features.Where}, row {i + 1}, column '{names[j]}'"
                );
        }
        float[] known = Labels(labels, drugs, settings.Resistant, order);
        return new ResistanceData(
            Path.GetFileName(path),
            ResistanceFiles.Fingerprint(names, variants, known),
            [.. names],
            variants,
            ResistanceFiles.Frequent(variants, names.Length, settings.LeastIsolates),
            drugs,
            known
        )
        {
            LabelsAreLetters = AreLetters(labels, drugs),
            Warnings =
            [
                .. isolate is null
                    ? (string[])
                        ["No column of both tables names the isolate: their rows go together by their order."]
                    : [],
                .. PassedOver(features.Names, isolate, inputs),
            ],
        };
    }

    // Where inputs are lacking, a column that is none may be one under another name.
    private static IEnumerable<string> PassedOver(
        ImmutableArray<string> columns,
        string? isolate,
        IReadOnlySet<string>? inputs
    )
    {
        string[] others = [.. columns.Where(name => name != isolate && inputs?.Contains(name) == false)];
        if (others.Length > 0 && inputs!.Any(input => !columns.Contains(input)))
            yield return $"{Counted.Of(others.Length, "column is", "columns are")} none of the model's inputs and passed over: {Some.Of(others, MostNamed)}.";
    }

    /// <summary>The drugs' labels of some rows: 1 resistant, 0 susceptible, NaN unknown.</summary>
    /// <param name="labels">The table.</param>
    /// <param name="drugs">By the columns' names, or by other names and codes of the same drugs.</param>
    /// <param name="resistant">The number that means resistant.</param>
    /// <param name="rows">Which rows, in which order.</param>
    /// <returns>[rows, drugs] row-major.</returns>
    /// <exception cref="DataException">A drug has no column, or a cell is no label.</exception>
    public static float[] Labels(
        IsolateColumns labels,
        ImmutableArray<string> drugs,
        int resistant,
        ReadOnlySpan<int> rows
    )
    {
        float[] known = new float[rows.Length * drugs.Length];
        for (int k = 0; k < drugs.Length; k++)
        {
            string name =
                ColumnOf(drugs[k], labels.Names)
                ?? throw new DataException(
                    $"The table of labels has no column '{drugs[k]}'.",
                    labels.Where,
                    NearestName.Hint(drugs[k], labels.Names)
                );
            if (Drug.Find(drugs[k]) is { } drug)
            {
                string[] same = [.. labels.Names.Where(other => Drug.Find(other) == drug)];
                if (same.Length > 1)
                    throw new DataException(
                        $"Two columns are of one drug: '{same[0]}' and '{same[1]}'.",
                        labels.Where,
                        "Keep one of them."
                    );
            }
            double[] column = labels.Labels(name, resistant);
            for (int i = 0; i < rows.Length; i++)
                known[i * drugs.Length + k] = ResistanceFiles.Label(
                    column[rows[i]],
                    resistant,
                    $"{labels.Where}, row {rows[i] + 1}, column '{name}'",
                    labels.Remedies
                );
        }
        return known;
    }

    /// <summary>Whether no drug's labels are numbers, so that letters say what they mean.</summary>
    public static bool AreLetters(IsolateColumns labels, ImmutableArray<string> drugs) =>
        !drugs.Any(drug => labels.HasNumbers(ColumnOf(drug, labels.Names)!));

    /// <summary>The column of a drug: of its name, or else of another name or code of it; null where there is none.</summary>
    public static string? ColumnOf(string drug, IReadOnlyCollection<string> columns) =>
        columns.Contains(drug) ? drug
        : Drug.Find(drug) is { } known ? columns.FirstOrDefault(column => Drug.Find(column) == known)
        : null;

    /// <summary>
    /// The table of labels: the stated one; else the one beside the variants with "label" in its name. Of several it is the
    /// one whose name begins as that of the variants does for longest: <c>a_labels.csv</c> is of <c>a_features.csv</c>.
    /// </summary>
    public static string LabelFile(string path, GenotypeSettings settings, IsolateRemedies remedies)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (settings.Labels is { } stated)
            return Path.Combine(folder, stated);
        (string File, int Shared)[] beside =
        [
            .. Directory
                .GetFiles(folder)
                .Where(file =>
                    Path.GetFileName(file).Contains("label", StringComparison.OrdinalIgnoreCase)
                    && Path.GetFullPath(file) != Path.GetFullPath(path)
                )
                .Select(file => (file, Shared(Path.GetFileName(file), Path.GetFileName(path)))),
        ];
        int most = beside.Select(each => each.Shared).DefaultIfEmpty(0).Max();
        return beside.Where(each => each.Shared == most).ToArray() is [var only]
            ? only.File
            : throw new RequestException(
                beside.Length == 0
                    ? "No table beside the variants has 'label' in its name."
                    : $"{beside.Length} files beside the variants have 'label' in their name.",
                folder,
                remedies.Labels
            );
    }

    /// <summary>The column that names isolates in both tables: the stated one, or the first where both call it alike.</summary>
    private static string? KeyOf(
        ImmutableArray<string> variants,
        ImmutableArray<string> labels,
        GenotypeSettings settings
    ) =>
        settings.Isolate is not { } stated ? null
        : variants.Contains(stated) && labels.Contains(stated) ? stated
        : variants[0] == labels[0] ? variants[0]
        : null;

    // As long as the name before "label" is.
    private static int Shared(string labels, string variants)
    {
        int before = labels.IndexOf("label", StringComparison.OrdinalIgnoreCase);
        return variants.StartsWith(labels[..before], StringComparison.Ordinal) ? before : 0;
    }

    // The row of labels of each row of variants.
    private static int[] Matched(
        IsolateColumns features,
        IsolateColumns labels,
        string? isolate,
        IsolateRemedies remedies
    )
    {
        if (isolate is null)
        {
            if (features.Rows != labels.Rows)
                throw new DataException(
                    $"There are {features.Rows} rows of variants and {labels.Rows} of labels, and no column in both names the isolate.",
                    labels.Where,
                    remedies.Isolate
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
}
