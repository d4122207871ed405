using System.Text;
using System.Text.Json;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>The <c>preprocessing.json</c> of a network that answers questions with options.</summary>
public static class QuestionPreprocessingJson
{
    private const int Format = 1;
    private const string File = "preprocessing.json";

    /// <summary>Writes it.</summary>
    /// <param name="preprocessing">Fitted.</param>
    public static string Write(QuestionPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions
                {
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("kind", "question");
            json.WriteNumber("length", preprocessing.Length);
            if (preprocessing.Pieces is { } pieces)
            {
                json.WriteString("pieces", string.Join('\n', pieces.Pieces));
                json.WriteBoolean("lower_case", pieces.LowerCase);
            }
            else
            {
                json.WritePropertyName("text");
                json.WriteRawValue(TextPreprocessingJson.Write(preprocessing.Text!));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads it with distrust.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <exception cref="DataException">Damaged, of a later version, or not of questions.</exception>
    public static QuestionPreprocessing Read(ReadOnlyMemory<byte> bytes) =>
        StrictJson.Read(
            bytes,
            File,
            fields =>
            {
                int format = fields.Integer("format", null, 1);
                if (format > Format)
                    throw new RequestException(
                        $"Format {format} is later than this version's, {Format}.",
                        File
                    );
                if (fields.RequiredText("kind") != "question")
                    throw new RequestException("It is not for questions with options.", File);
                int length = fields.Integer("length", null, 8, 100_000);
                if (fields.Has("pieces"))
                {
                    using var stream = new MemoryStream(
                        Encoding.UTF8.GetBytes(fields.RequiredText("pieces"))
                    );
                    return new QuestionPreprocessing(
                        WordPieces.Read(stream, fields.Flag("lower_case", fallback: false), File),
                        length
                    );
                }
                var text = TextPreprocessingJson.Read(
                    Encoding.UTF8.GetBytes(fields.Required("text").GetRawText())
                );
                return text.Length == length
                    ? new QuestionPreprocessing(text)
                    : throw new RequestException("Its lengths contradict each other.", File);
            }
        );
}
