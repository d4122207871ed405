using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Core.Blocks;

/// <summary>Networks as JSON, both ways: <c>{"type": "dense", "units": 16, "bias": true}</c>.</summary>
/// <remarks>
/// Reading is strict and safe for strangers' files: an unknown type or key, a key twice, a wrong type or a value out of
/// range is an error that names the place; depth and number of blocks are bounded; there is no code in it. A block
/// without required keys may be written as its type's name alone: <c>"relu"</c>. Keys with a default may be left out.
/// </remarks>
public static class BlockJson
{
    // A block inside another one costs two levels of JSON, edges two more.
    private const int MostJsonDepth = 2 * ShapeInference.MostDepth + 8;

    /// <summary>The network as indented JSON; every setting is written, defaults too.</summary>
    public static string Write(Block network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            MaxDepth = MostJsonDepth,
            Encoder = JavaScriptEncoder.Default,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
            Write(writer, network);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the network as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, Block network)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(network);
        BlockJsonWriter.Write(writer, network, null);
    }

    /// <summary>The network that the JSON tells.</summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="where">The file or key it comes from, for messages.</param>
    /// <exception cref="RequestException">Not valid JSON, or not a network.</exception>
    public static Block Read(string json, string where = "network")
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { MaxDepth = MostJsonDepth }
            );
            return Read(document.RootElement, where);
        }
        catch (JsonException fault)
        {
            throw new RequestException(
                $"Not valid JSON at line {fault.LineNumber + 1}, or nested deeper than {ShapeInference.MostDepth} blocks.",
                where,
                "Correct the file, or write it anew with Osler.",
                fault
            );
        }
        catch (InvalidOperationException fault)
        {
            // A text or a key with half a letter (a lone surrogate) in an escape.
            throw new RequestException(
                "A text of the network holds half letters.",
                where,
                "Correct the file, or write it anew with Osler.",
                fault
            );
        }
    }

    /// <summary>The network that a part of a JSON document tells.</summary>
    /// <exception cref="RequestException">Not a network.</exception>
    public static Block Read(JsonElement json, string where = "network") =>
        new BlockJsonReader().Read(json, where);
}
