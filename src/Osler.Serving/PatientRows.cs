using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>Patients to predict for, as a model's inputs, however they were given.</summary>
/// <param name="Blocks">
/// [rows, inputs] row-major raw values, some rows at a time; a block is valid until the next is asked for.
/// </param>
/// <param name="IsOne">Whether it is one patient by nature, and not a table that happens to have one row.</param>
public sealed record PatientRows(IEnumerable<InputReader.Block> Blocks, bool IsOne)
{
    /// <summary>Inputs that may be missing and that a table does not have.</summary>
    public ImmutableArray<string> Absent { get; private init; } = [];

    /// <summary>What names the rows of a table; null of rows that are no table's.</summary>
    public RowNames? Named { get; private init; }

    private const string FromStandardInput = "standard input";

    /// <summary>Reads patients from settings, a file or standard input.</summary>
    /// <param name="preprocessing">The model's preprocessing.</param>
    /// <param name="card">The model's card, which knows other names of the inputs.</param>
    /// <param name="input">A file's path, <c>-</c> for standard input, or null where settings are given.</param>
    /// <param name="settings"><c>name=value</c> each.</param>
    /// <param name="openInput">Opens standard input.</param>
    /// <param name="reading">How a table is read; null for as training's was.</param>
    /// <exception cref="RequestException">
    /// Neither or both were given, an input is unknown or unreadable, or it is given under two names.
    /// </exception>
    /// <exception cref="DataException">The table is unusable, or has an input under two names.</exception>
    public static PatientRows From(
        FittedPreprocessing preprocessing,
        Card card,
        string? input,
        IReadOnlyList<string> settings,
        Func<Stream> openInput,
        TableReading? reading = null
    )
    {
        var names = new InputNames(preprocessing, card);
        if (input is not null && settings.Count > 0)
            throw new RequestException(
                "Give either one patient with --set, or a file, not both.",
                remedy: $"Leave out '{input}' or the --set."
            );
        if (settings.Count > 0)
            return One(preprocessing.ParseRow(names.Own(Settings(settings), "--set")));
        if (input is null)
            throw new RequestException(
                "There is no patient to predict for.",
                remedy: $"Give one with --set, e.g. --set {Example(preprocessing)}, or name a table."
            );
        if (input == "-")
        {
            using var stream = new PeekStream(openInput());
            return stream.Peek() is '{' or '['
                ? JsonRows.Read(stream, FromStandardInput, preprocessing, names)
                : Of(
                    Readable(
                        TableFile.Read(
                            stream,
                            FromStandardInput,
                            reading ?? card.Reading.ToTableReading(),
                            header => names.Columns(header, FromStandardInput)
                        ),
                        preprocessing
                    ),
                    preprocessing
                );
        }
        if (
            Path.GetExtension(input).Equals(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(input)
        )
        {
            using var stream = OpenFile(input);
            return JsonRows.Read(stream, input, preprocessing, names);
        }
        return Of(Open(input, preprocessing, card, reading), preprocessing);
    }

    /// <summary>The rows of a table whose columns have the inputs' names.</summary>
    /// <param name="table">The table.</param>
    /// <param name="preprocessing">The model's preprocessing.</param>
    public static PatientRows Of(Table table, FittedPreprocessing preprocessing)
    {
        var reader = InputReader.Of(table, preprocessing);
        return new(reader.Blocks(), IsOne: false)
        {
            Absent = [.. reader.Absent],
            Named = new(table, preprocessing.Inputs.Select(input => input.Name)),
        };
    }

    /// <summary>One patient.</summary>
    /// <param name="row">[inputs].</param>
    public static PatientRows One(double[] row) => new([new(0, 1, row)], IsOne: true);

    /// <summary>
    /// Opens a table so that its cells mean what training's meant: kinds, units, missing spellings, and the inputs by
    /// their own names or by another name that the card knows.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="preprocessing">The model's preprocessing.</param>
    /// <param name="card">The model's card.</param>
    /// <param name="reading">How the file is read otherwise; null for as training's was.</param>
    /// <param name="others">Gets the file's header, gives what is stated of other columns; null for nothing.</param>
    /// <exception cref="RequestException">An input that the file has under no name.</exception>
    /// <exception cref="DataException">The table is unusable, or has an input under two names.</exception>
    public static Table Open(
        string path,
        FittedPreprocessing preprocessing,
        Card card,
        TableReading? reading = null,
        Func<ImmutableArray<string>, ImmutableArray<StatedColumn>>? others = null
    )
    {
        var names = new InputNames(preprocessing, card);
        return Readable(
            TableFile.Open(
                path,
                reading ?? card.Reading.ToTableReading(),
                header => [.. names.Columns(header, path), .. others?.Invoke(header) ?? []]
            ),
            preprocessing
        );
    }

    // A cell that can't be read is no missing value: what stands there is somebody's number.
    private static Table Readable(Table table, FittedPreprocessing preprocessing)
    {
        TableChecks.RequireReadable(table, preprocessing.Inputs.Select(input => input.Name));
        return table;
    }

    private static Dictionary<string, string> Settings(IReadOnlyList<string> settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new RequestException(
                    $"'{Cited.Text(setting)}' doesn't set an input.",
                    "--set",
                    "Write NAME=VALUE, e.g. --set age=54."
                );
            string name = setting[..equals].Trim();
            if (!values.TryAdd(name, setting[(equals + 1)..].Trim()))
                throw new RequestException(
                    $"'{Cited.Text(name)}' is given twice.",
                    "--set",
                    "Keep one of the two."
                );
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
            // A pipe has no length either; opening one could wait for ever.
            if (new FileInfo(path).Length == 0)
                throw new DataException(
                    "The file is empty, or it is a pipe or a device.",
                    path,
                    "Give a file, or - for standard input."
                );
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file can't be read: {fault.Message}", path, inner: fault);
        }
    }
}
