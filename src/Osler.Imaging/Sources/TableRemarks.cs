using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Imaging.Sources;

/// <summary>What of a table and its images is left out, counted and named.</summary>
/// <param name="table">The table.</param>
/// <param name="path">Its column of paths.</param>
/// <param name="unknown">The column of classes, or those of findings, each with the rows of images of which it knows nothing.</param>
internal sealed class TableRemarks(
    Table table,
    int path,
    ImmutableArray<(int Column, HashSet<int> Rows)> unknown
)
{
    private const int MostNamed = 5;

    /// <summary>Rows without a path, from 0; so all lists of rows.</summary>
    public List<int> Pathless { get; } = [];

    /// <summary>Rows that name no file that is there.</summary>
    public List<int> Absent { get; } = [];

    /// <summary>Rows that could mean several files.</summary>
    public List<int> Unclear { get; } = [];

    /// <summary>Rows that repeat what another says of the same file.</summary>
    public List<int> Repeated { get; } = [];

    /// <summary>Rows that say the same of a file as another, but of another patient.</summary>
    public List<int> OfTwo { get; } = [];

    /// <summary>Images of which nothing is known.</summary>
    public List<string> Unlabelled { get; } = [];

    /// <summary>Images that no row names.</summary>
    public List<string> Rowless { get; } = [];

    /// <summary>A sentence or two for each that occurs.</summary>
    public ImmutableArray<string> Told()
    {
        var told = ImmutableArray.CreateBuilder<string>();
        var paths = Cells(path, [.. Absent, .. Unclear]);
        var outside = Absent.Where(row => LeadsOut(paths[row])).ToHashSet();
        Tell(
            [.. Absent.Where(row => !outside.Contains(row)).Select(Shown)],
            "row names an image that is not there and is left out",
            "rows name an image that is not there and are left out"
        );
        Tell(
            [.. Absent.Where(outside.Contains).Select(Shown)],
            "row's path leads out of the images' folder and is not followed",
            "rows' paths lead out of the images' folder and are not followed"
        );
        Tell(
            [.. Unclear.Select(Shown)],
            "row could mean several images and is left out (write more of its path)",
            "rows could mean several images and are left out (write more of their paths)"
        );
        Tell(
            [.. Pathless.Select(Number)],
            "row has no path and is left out",
            "rows have no path and are left out"
        );
        Tell(
            [.. Repeated.Select(Number)],
            "row repeats an image with the same labels and is left out",
            "rows repeat an image with the same labels and are left out"
        );
        Tell(
            [.. OfTwo.Select(Number)],
            "row repeats an image under another patient and is left out (the first row's patient holds; keep the row that is right)",
            "rows repeat an image under another patient and are left out (the first row's patient holds; keep the rows that are right)"
        );
        Tell(
            Unlabelled,
            "image has no known label and is left out",
            "images have no known label and are left out"
        );
        told.AddRange(unknown.Select(one => NoLabel(one.Column, one.Rows)).OfType<string>());
        Tell(
            Rowless,
            "image has no row in the table and is left out",
            "images have no row in the table and are left out"
        );
        return told.ToImmutable();

        void Tell(IReadOnlyCollection<string> names, string one, string several)
        {
            if (names.Count > 0)
                told.Add($"{Counted.Of(names.Count, one, several)}: {Some.Of(names, MostNamed)}.");
        }

        string Shown(int row) => $"{Number(row)} ('{Cited.Start(paths[row], Cited.Longest)}')";
    }

    // A class, or a finding's absence, may be spelt like a missing value, as "None" is; -1 says itself that it is uncertain.
    private string? NoLabel(int column, HashSet<int> rows)
    {
        string[] spelt =
        [
            .. Cells(column, rows)
                .Values.Where(cell => cell.Length > 0 && cell is not ("-1" or "-1.0"))
                .GroupBy(cell => cell, StringComparer.Ordinal)
                .OrderByDescending(cells => cells.Count())
                .Select(cells =>
                    $"'{Cited.Start(cells.Key, Cited.Longest)}' ({Counted.Of(cells.Count(), "image")})"
                ),
        ];
        string name = table.Schema[column].Name;
        return spelt.Length == 0
            ? null
            : $"Column '{name}' holds what is read as no label: {Some.Of(spelt, MostNamed)}. Where that is an answer, {Remedy(name)}.";
    }

    /// <summary>What to do where a label is spelt like a missing value.</summary>
    /// <param name="column">The column of labels.</param>
    public static string Remedy(string column) =>
        $"state it among the levels (data.columns: {{{column}: {{levels: [...]}}}}), or spell it otherwise";

    private Dictionary<int, string> Cells(int column, HashSet<int> rows) =>
        rows.Count == 0
            ? []
            : table.Texts(column).Index().Where(cell => rows.Contains(cell.Index)).ToDictionary();

    private static bool LeadsOut(string path) =>
        Path.IsPathRooted(path) || path.Split('/', '\\').Contains("..");

    private static string Number(int row) => string.Create(CultureInfo.InvariantCulture, $"row {row + 1}");
}
