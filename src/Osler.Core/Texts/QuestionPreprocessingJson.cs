using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>The <c>preprocessing.json</c> of a network that answers questions with options.</summary>
public static class QuestionPreprocessingJson
{
    private const string Kind = "question";

    /// <summary>Writes it.</summary>
    /// <param name="preprocessing">Fitted.</param>
    public static string Write(QuestionPreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return TokensJson.Write(
            Kind,
            preprocessing.Length,
            json =>
            {
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
            }
        );
    }

    /// <summary>Reads it with distrust.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <exception cref="DataException">Damaged, of a later version, or not of questions.</exception>
    public static QuestionPreprocessing Read(ReadOnlyMemory<byte> bytes) =>
        TokensJson.Read(bytes, Kind, "questions with options", Read);

    private static QuestionPreprocessing Read(JsonFields fields, int length)
    {
        if (fields.Has("pieces"))
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(fields.RequiredText("pieces")));
            return new QuestionPreprocessing(
                WordPieces.Read(stream, fields.Flag("lower_case", fallback: false), TokensJson.File),
                length
            );
        }
        var text = TextPreprocessingJson.Read(Encoding.UTF8.GetBytes(fields.Required("text").GetRawText()));
        return text.Length == length
            ? new QuestionPreprocessing(text)
            : throw new RequestException("Its lengths contradict each other.", TokensJson.File);
    }
}
