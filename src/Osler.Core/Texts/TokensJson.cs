using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;

namespace Osler.Core.Texts;

/// <summary>What every <c>preprocessing.json</c> of a network that reads tokens has: a format, a kind and the most tokens.</summary>
internal static class TokensJson
{
    /// <summary>The file's name, for messages.</summary>
    public const string File = "preprocessing.json";

    private const int Format = 1;

    /// <summary>Writes the object, ended by a line feed.</summary>
    /// <param name="kind">What the network reads.</param>
    /// <param name="length">The most tokens.</param>
    /// <param name="rest">Writes the other keys.</param>
    public static string Write(string kind, int length, Action<Utf8JsonWriter> rest)
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("kind", kind);
            json.WriteNumber("length", length);
            rest(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads the object with distrust.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="kind">What the network reads.</param>
    /// <param name="what">The same in words: "text".</param>
    /// <param name="rest">Reads the other keys, given the most tokens.</param>
    /// <exception cref="DataException">Damaged, of a later version, or of another kind.</exception>
    public static T Read<T>(
        ReadOnlyMemory<byte> bytes,
        string kind,
        string what,
        Func<JsonFields, int, T> rest
    ) =>
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
                if (fields.RequiredText("kind") != kind)
                    throw new RequestException($"It is not for {what}.", File);
                return rest(fields, fields.Integer("length", null, 8, 100_000));
            }
        );
}
