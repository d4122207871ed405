using Osler.Core.Faults;

namespace Osler.Core.Tables;

/// <summary>What the first letters of a text tell of how its rows are cut.</summary>
/// <param name="Delimiter">Between cells.</param>
/// <param name="NamesDelimiter">
/// Whether the first line is Excel's <c>sep=;</c>, which names the delimiter and is no header.
/// </param>
internal readonly record struct TextHead(char Delimiter, bool NamesDelimiter)
{
    // Openings of a web page or of XML; in lower case.
    private static readonly string[] s_pages =
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<meta",
        "<script",
        "<!--",
    ];

    /// <summary>Reads the first 65,536 letters.</summary>
    /// <param name="source">The text's bytes.</param>
    /// <param name="format">Gzipped or not.</param>
    /// <param name="reading">Encoding, and the delimiter where it is stated.</param>
    /// <exception cref="DataException">They can't be read, or they are no table's.</exception>
    public static TextHead Of(TableSource source, TableFormat format, TableReading reading)
    {
        char[] buffer = new char[1 << 16];
        int read = TableSource.Guard(
            source.Name,
            () =>
            {
                using var text = source.OpenText(format, reading.Encoding);
                return text.ReadBlock(buffer);
            }
        );
        ReadOnlySpan<char> letters = buffer.AsSpan(0, read);
        Refuse(letters, source.Name);
        char? named = Named(letters);
        return new TextHead(reading.Delimiter ?? named ?? Sniffed(letters), named is not null);
    }

    // What is saved under the name of a table and begins like something else.
    private static void Refuse(ReadOnlySpan<char> letters, string name)
    {
        var text = letters.TrimStart();
        if (text.IsEmpty)
            return;
        if (text[0] == '<')
            foreach (string page in s_pages)
                if (text.StartsWith(page, StringComparison.OrdinalIgnoreCase))
                    throw new DataException(
                        "The file is a web page (HTML), not a table as text.",
                        name,
                        "Most likely a page to sign in on, or one that tells of an error, was saved in the table's place: download the table itself."
                    );
        string? other =
            text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? "XML"
            : text.StartsWith("{\\rtf", StringComparison.Ordinal) ? "a document (RTF)"
            : IsJson(text) ? "JSON"
            : null;
        if (other is not null)
            throw new DataException(
                $"The file is {other}, not a table as text.",
                name,
                "Export it as CSV (UTF-8) or Parquet."
            );
    }

    // A column may be called [id] or {x}; a bracket that opens another, a text or nothing is JSON's.
    private static bool IsJson(ReadOnlySpan<char> text)
    {
        if (text[0] is not ('{' or '['))
            return false;
        var inner = text[1..].TrimStart();
        return !inner.IsEmpty && inner[0] is '"' or '{' or '[' or '}' or ']';
    }

    // A first line "sep=;" alone, also in quotes, also followed by the delimiters of empty cells.
    private static char? Named(ReadOnlySpan<char> letters)
    {
        int end = letters.IndexOfAny('\n', '\r');
        var line = (end < 0 ? letters : letters[..end]).Trim(' ').Trim('"');
        if (!line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) || line.Length < 5)
            return null;
        char named = line[4];
        bool possible = named == '\t' || !(char.IsLetterOrDigit(named) || named is '"' or '.' or ' ' or '-');
        return
            possible && !char.IsControl(named == '\t' ? ' ' : named) && line[5..].Trim("\"" + named).IsEmpty
            ? named
            : null;
    }

    // The one that cuts the header into most pieces, and the next lines into as many.
    private static char Sniffed(ReadOnlySpan<char> letters)
    {
        char best = ',';
        double most = 0;
        foreach (char candidate in ",;\t|")
        {
            List<int> counts = Counts(letters, candidate);
            double score = counts.Count == 0 ? 0 : counts[0];
            if (counts.Exists(count => count != counts[0]))
                score /= 4;
            if (score > most)
                (best, most) = (candidate, score);
        }
        return best;
    }

    // Delimiters outside quotes on each of the first lines; a last line that may be cut off is left out.
    private static List<int> Counts(ReadOnlySpan<char> text, char delimiter)
    {
        var counts = new List<int>();
        bool quoted = false;
        bool blank = true;
        int count = 0;
        foreach (char letter in text)
        {
            if (letter == '"')
                quoted = !quoted;
            if (quoted)
                continue;
            if (letter is '\n' or '\r')
            {
                if (!blank)
                    counts.Add(count);
                (count, blank) = (0, true);
                if (counts.Count == 20)
                    return counts;
                continue;
            }
            blank = false;
            if (letter == delimiter)
                count++;
        }
        if (counts.Count == 0 && !blank)
            counts.Add(count);
        return counts;
    }
}
