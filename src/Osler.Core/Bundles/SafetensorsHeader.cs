using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Osler.Core.Bundles;

/// <summary>One tensor of the header.</summary>
internal readonly record struct SafetensorsEntry(
    string Name,
    TensorKind Kind,
    ImmutableArray<int> Shape,
    long Begin,
    long End
)
{
    public int Elements => (int)((End - Begin) / TensorKinds.Size(Kind));
}

/// <summary>The JSON header of a safetensors file: read with distrust, written in one form only.</summary>
internal static class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int MaximumNameLength = 1_000;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 4 };

    /// <summary>The tensors in the order of their offsets.</summary>
    public static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> json, long dataBytes, string where)
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json, Strict);
            Require(
                reader.Read() && reader.TokenType == JsonTokenType.StartObject,
                "its header is no JSON object"
            );
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                Require(name.Length is > 0 and <= MaximumNameLength, "a tensor's name is empty or too long");
                Require(names.Add(name), $"\"{Shown(name)}\" occurs twice");
                reader.Read();
                if (name == MetadataKey)
                    SkipMetadata(ref reader);
                else
                    entries.Add(ReadEntry(ref reader, name));
                Require(entries.Count <= Safetensors.MaximumTensors, "it has too many tensors");
            }
            Require(
                reader.TokenType == JsonTokenType.EndObject && !reader.Read(),
                "its header is no JSON object"
            );
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw Safetensors.Malformed($"its header is not the JSON of the format ({fault.Message})", where);
        }
        catch (BadHeaderException fault)
        {
            throw Safetensors.Malformed(fault.Message, where);
        }
        return Ordered(entries, dataBytes, where);
    }

    /// <summary>The header's bytes, padded with spaces to a multiple of eight so that the numbers are aligned.</summary>
    public static byte[] Compose(
        IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }
            long offset = 0;
            foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (name is MetadataKey or "")
                    throw new ArgumentException($"\"{name}\" can't name a tensor.", nameof(tensors));
                writer.WriteStartObject(name);
                writer.WriteString("dtype", "F32");
                writer.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                    writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                offset += tensor.Values.Length * 4L;
                writer.WriteNumberValue(offset);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        byte[] padded = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(padded);
        return padded;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string shown = $"tensor \"{Shown(name)}\"";
        Require(reader.TokenType == JsonTokenType.StartObject, $"{shown} is no JSON object");
        TensorKind? kind = null;
        ImmutableArray<int>? shape = null;
        long begin = -1;
        long end = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype":
                    Require(kind is null, $"{shown} states its dtype twice");
                    string text = reader.GetString() ?? "null";
                    kind = TensorKinds.Parse(text);
                    Require(
                        kind is not null,
                        $"{shown} has dtype \"{Shown(text)}\"; F32, F64, F16, BF16, BOOL and whole numbers are read"
                    );
                    break;
                case "shape":
                    Require(shape is null, $"{shown} states its shape twice");
                    shape = ReadShape(ref reader, shown);
                    break;
                case "data_offsets":
                    Require(begin < 0, $"{shown} states its offsets twice");
                    Require(reader.TokenType == JsonTokenType.StartArray, $"{shown} has no pair of offsets");
                    begin = ReadWhole(ref reader, shown);
                    end = ReadWhole(ref reader, shown);
                    Require(
                        reader.Read() && reader.TokenType == JsonTokenType.EndArray,
                        $"{shown} has no pair of offsets"
                    );
                    break;
                default:
                    throw new BadHeaderException($"{shown} has the unknown key \"{Shown(key)}\"");
            }
        }
        Require(
            kind is not null && shape is not null && begin >= 0,
            $"{shown} lacks its dtype, shape or data_offsets"
        );
        long elements = 1;
        foreach (int size in shape!.Value)
        {
            elements *= size;
            Require(elements <= Array.MaxLength, $"{shown} has more than {Array.MaxLength:N0} numbers");
        }
        Require(
            end - begin == elements * TensorKinds.Size(kind!.Value),
            $"{shown} has {end - begin:N0} bytes; its shape needs {elements * TensorKinds.Size(kind.Value):N0}"
        );
        return new(name, kind.Value, shape.Value, begin, end);
    }

    private static ImmutableArray<int> ReadShape(ref Utf8JsonReader reader, string shown)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, $"{shown} has no shape");
        var sizes = ImmutableArray.CreateBuilder<int>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            Require(
                sizes.Count < Safetensors.MaximumAxes,
                $"{shown} has more than {Safetensors.MaximumAxes} axes"
            );
            Require(reader.TryGetInt32(out int size) && size >= 0, $"{shown} has an axis that is no size");
            sizes.Add(size);
        }
        Require(reader.TokenType == JsonTokenType.EndArray, $"{shown} has an axis that is no size");
        return sizes.ToImmutable();
    }

    private static long ReadWhole(ref Utf8JsonReader reader, string shown)
    {
        long value = -1;
        Require(
            reader.Read()
                && reader.TokenType == JsonTokenType.Number
                && reader.TryGetInt64(out value)
                && value >= 0,
            $"{shown} has an offset that is no whole number"
        );
        return value;
    }

    private static void SkipMetadata(ref Utf8JsonReader reader)
    {
        Require(reader.TokenType == JsonTokenType.StartObject, "its __metadata__ is no JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            Require(
                reader.Read() && reader.TokenType == JsonTokenType.String,
                "its __metadata__ holds more than text"
            );
    }

    /// <summary>Sorted by offset; overlapping, gaping and overhanging tensors are refused.</summary>
    private static List<SafetensorsEntry> Ordered(
        List<SafetensorsEntry> entries,
        long dataBytes,
        string where
    )
    {
        List<SafetensorsEntry> ordered =
        [
            .. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End),
        ];
        long at = 0;
        foreach (var entry in ordered)
        {
            if (entry.Begin != at)
                throw Safetensors.Malformed(
                    $"tensor \"{Shown(entry.Name)}\" begins at byte {entry.Begin:N0}, where {at:N0} was due",
                    where
                );
            at = entry.End;
        }
        if (at != dataBytes)
            throw Safetensors.Malformed(
                $"its tensors fill {at:N0} bytes, but {dataBytes:N0} follow the header",
                where
            );
        return ordered;
    }

    private static string Shown(string name)
    {
        string shown = string.Concat(name.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter));
        return name.Length > 60 ? shown + "…" : shown;
    }

    private static void Require(bool holds, string why)
    {
        if (!holds)
            throw new BadHeaderException(why);
    }

    private sealed class BadHeaderException(string why) : Exception(why);
}
