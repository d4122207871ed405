using System.Text;
using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>A corpus of text files as passages, read as they are asked for: a corpus of any size takes the memory of a line.</summary>
/// <remarks>
/// <c>.txt</c>: lines; a passage ends at a blank line once it has <see cref="FewWords"/> words, and at a sentence's
/// end once it has <see cref="ManyWords"/>. <c>.jsonl</c>: an object a line, whose <c>text</c>, <c>contents</c>,
/// <c>content</c> or <c>passage</c> is cut the same way, its <c>title</c> in front of each piece. Folders are read
/// with all that is in them, in the order of names; links to elsewhere are passed over.
/// </remarks>
public static class Passages
{
    /// <summary>A blank line ends a passage of so many words.</summary>
    public const int FewWords = 60;

    /// <summary>A sentence's end ends a passage of so many words.</summary>
    public const int ManyWords = 160;

    /// <summary>More files than this are refused.</summary>
    public const int MostFiles = 100_000;

    private const int MostBytes = 1 << 24;
    private static readonly string[] s_keys = ["text", "contents", "content", "passage"];

    /// <summary>The files of a corpus.</summary>
    /// <param name="path">A .txt or .jsonl file, or a folder of them.</param>
    /// <param name="where">Where the path is stated, for messages.</param>
    /// <exception cref="RequestException">There is none.</exception>
    public static IReadOnlyList<string> Files(string path, string where = "exams.corpus")
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
            return IsText(path)
                ? [path]
                : throw new RequestException(
                    "A corpus is .txt or .jsonl.",
                    Path.GetFileName(path),
                    "Give a file or a folder of these."
                );
        if (!Directory.Exists(path))
            throw new RequestException($"There is no corpus '{path}'.", where, "Name a file or a folder.");
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System,
        };
        string[] files =
        [
            .. Directory
                .EnumerateFiles(path, "*", options)
                .Where(IsText)
                .Take(MostFiles + 1)
                .Order(StringComparer.Ordinal),
        ];
        return files.Length switch
        {
            0 => throw new RequestException(
                "The folder holds no .txt and no .jsonl file.",
                where,
                "Name a folder of text files."
            ),
            > MostFiles => throw new RequestException(
                $"The folder holds more than {MostFiles} files.",
                where,
                "Join them into larger files."
            ),
            _ => files,
        };
    }

    /// <summary>The passages of files, one after the other.</summary>
    /// <param name="files">As of <see cref="Files"/>.</param>
    /// <exception cref="DataException">A file is no text, or a line no JSON; the message names both.</exception>
    public static IEnumerable<Passage> Of(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            using var stream = Open(file, name);
            var passages = file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
                ? Json(stream, name)
                : Text(stream, name);
            foreach (Passage passage in passages)
                yield return passage;
        }
    }

    /// <summary>The passages of a text.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">For places and messages.</param>
    public static IEnumerable<Passage> Text(Stream stream, string name)
    {
        var piece = new Piece();
        long before = 0;
        foreach (var (number, bytes) in TextLines.Of(stream, name, MostBytes))
        {
            string where = TextLines.Where(name, number);
            if (number > before + 1 && piece.Words >= FewWords)
                yield return piece.Take();
            before = number;
            foreach (Passage passage in piece.Add(TextLines.Text(bytes.Span, where), where))
                yield return passage;
        }
        if (piece.Words > 0)
            yield return piece.Take();
    }

    /// <summary>The passages of JSON lines.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">For places and messages.</param>
    public static IEnumerable<Passage> Json(Stream stream, string name)
    {
        foreach (var (number, bytes) in TextLines.Of(stream, name, MostBytes))
        {
            string where = TextLines.Where(name, number);
            var (title, text) = Fields(bytes, where);
            var piece = new Piece();
            foreach (Passage passage in piece.Add(text, where))
                yield return passage with
                {
                    Text = $"{title}{passage.Text}",
                };
            if (piece.Words > 0)
                yield return piece.Take() is var last ? last with { Text = $"{title}{last.Text}" } : default;
        }
    }

    private static (string Title, string Text) Fields(ReadOnlyMemory<byte> line, string where)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 32 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
                foreach (string key in s_keys)
                    if (root.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String)
                        return (
                            root.TryGetProperty("title", out var title)
                            && title.ValueKind == JsonValueKind.String
                                ? $"{title.GetString()}. "
                                : "",
                            text.GetString()!
                        );
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new DataException(
                "The line is no JSON, or it is cut off.",
                where,
                "Give an object a line.",
                fault
            );
        }
        throw new DataException(
            $"The line has no {string.Join(", ", s_keys)}.",
            where,
            "Give an object a line, such as {\"title\": …, \"text\": …}."
        );
    }

    private static bool IsText(string path) =>
        path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static FileStream Open(string file, string name)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The file can't be read: {fault.Message}", name, null, fault);
        }
    }

    // Sentences gathered until they are a passage.
    private sealed class Piece
    {
        private readonly StringBuilder _text = new();
        private string _place = "";

        public int Words { get; private set; }

        public IEnumerable<Passage> Add(string text, string where)
        {
            int start = 0;
            while (start < text.Length)
            {
                int end = text.IndexOf(". ", start, StringComparison.Ordinal);
                end = end < 0 ? text.Length : end + 2;
                string sentence = text[start..end];
                start = end;
                if (Words == 0)
                    _place = where;
                _text.Append(sentence).Append('\n');
                Words += sentence.Count(' ') + 1;
                if (Words >= ManyWords)
                    yield return Take();
            }
        }

        public Passage Take()
        {
            var passage = new Passage(_place, _text.ToString());
            _text.Clear();
            Words = 0;
            return passage;
        }
    }
}
