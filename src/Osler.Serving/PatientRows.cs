using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Serving;

/// <summary>Patients to predict for, as a model's inputs, however they were given.</summary>
/// <param name="Blocks">
/// [rows, inputs] row-major raw values, some rows at a time; a block is valid until the next is asked for.
/// </param>
/// <param name="IsOne">Whether it is one patient by nature, and not a table that happens to have one row.</param>
public sealed record PatientRows(IEnumerable<InputReader.Block> Blocks, bool IsOne)
{
    private const string FromStandardInput = "standard input";

    /// <summary>Reads patients from settings, a file or standard input.</summary>
    /// <param name="preprocessing">The model's preprocessing.</param>
    /// <param name="card">The model's card, which knows other names of the inputs.</param>
    /// <param name="input">A file's path, <c>-</c> for standard input, or null where settings are given.</param>
    /// <param name="settings"><c>name=value</c> each.</param>
    /// <param name="openInput">Opens standard input.</param>
    /// <exception cref="RequestException">Neither or both were given, or an input is unknown or unreadable.</exception>
    /// <exception cref="DataException">The table is unusable.</exception>
    public static PatientRows From(
        FittedPreprocessing preprocessing,
        Card card,
        string? input,
        IReadOnlyList<string> settings,
        Func<Stream> openInput
    )
    {
        if (input is not null && settings.Count > 0)
            throw new RequestException(
                "Give either one patient with --set, or a file, not both.",
                remedy: $"Leave out '{input}' or the --set."
            );
        if (settings.Count > 0)
            return One(preprocessing.ParseRow(Settings(settings)));
        if (input is null)
            throw new RequestException(
                "There is no patient to predict for.",
                remedy: $"Give one with --set, e.g. --set {Example(preprocessing)}, or name a table."
            );
        if (input == "-")
        {
            using var stream = new PeekStream(openInput());
            return stream.Peek() is '{' or '['
                ? JsonRows.Read(stream, FromStandardInput, preprocessing)
                : Of(TableFile.Read(stream, FromStandardInput, Reading(preprocessing)), preprocessing);
        }
        if (
            Path.GetExtension(input).Equals(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(input)
        )
        {
            using var stream = OpenFile(input);
            return JsonRows.Read(stream, input, preprocessing);
        }
        return Of(Open(input, preprocessing, card), preprocessing);
    }

    /// <summary>The rows of a table whose columns have the inputs' names.</summary>
    /// <param name="table">The table.</param>
    /// <param name="preprocessing">The model's preprocessing.</param>
    public static PatientRows Of(Table table, FittedPreprocessing preprocessing) =>
        new(InputReader.Of(table, preprocessing).Blocks(), IsOne: false);

    /// <summary>One patient.</summary>
    /// <param name="row">[inputs].</param>
    public static PatientRows One(double[] row) => new([new(0, 1, row)], IsOne: true);

    /// <summary>
    /// Opens a table so that its cells mean what training's meant: kinds, units, missing spellings, and the inputs by
    /// their own names or, where the file lacks one, by another name that the card knows.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="preprocessing">The model's preprocessing.</param>
    /// <param name="card">The model's card.</param>
    /// <param name="reading">How the file is read otherwise.</param>
    /// <exception cref="RequestException">An input that the file has under no name.</exception>
    /// <exception cref="DataException">The table is unusable.</exception>
    public static Table Open(
        string path,
        FittedPreprocessing preprocessing,
        Card card,
        TableReading? reading = null
    )
    {
        reading ??= new TableReading();
        if (card.Inputs.All(input => input.From.IsEmpty))
            return TableFile.Open(path, reading with { Columns = Columns(preprocessing, []) });
        var header = TableFile.Open(path, reading).Schema;
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in card.Inputs.Where(input => !header.TryIndexOf(input.Name, out int _)))
            if (input.From.FirstOrDefault(name => header.TryIndexOf(name, out int _)) is { } source)
                sources.Add(input.Name, source);
        return TableFile.Open(path, reading with { Columns = Columns(preprocessing, sources) });
    }

    private static TableReading Reading(FittedPreprocessing preprocessing) =>
        new() { Columns = Columns(preprocessing, []) };

    private static ImmutableArray<StatedColumn> Columns(
        FittedPreprocessing preprocessing,
        Dictionary<string, string> sources
    ) =>
        [
            .. preprocessing.Inputs.Select(input => new StatedColumn(input.Name)
            {
                From = sources.GetValueOrDefault(input.Name),
                Kind = input.Kind,
                Unit = input.Unit,
                // A category that training did not see must be told from a missing one: let the file's own
                // levels stand, and the reader match them by spelling.
                Levels = input.Kind == ColumnKind.Binary ? input.Levels : [],
                Low = input.Low,
                High = input.High,
                Missing = input.Missing,
            }),
        ];

    private static Dictionary<string, string> Settings(IReadOnlyList<string> settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new RequestException(
                    $"'{setting}' doesn't set an input.",
                    "--set",
                    "Write NAME=VALUE, e.g. --set age=54."
                );
            string name = setting[..equals].Trim();
            if (!values.TryAdd(name, setting[(equals + 1)..].Trim()))
                throw new RequestException($"'{name}' is given twice.", "--set", "Keep one of the two.");
        }
        return values;
    }

    private static string Example(FittedPreprocessing preprocessing)
    {
        var input = preprocessing.Inputs[0];
        string value =
            input.Levels.Length > 0 ? input.Levels[0] : Numbers.Text(Math.Round(input.Median ?? 1));
        return $"{input.Name}={value}";
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file can't be read: {fault.Message}", path, inner: fault);
        }
    }
}
