using System.Text.Json;
using System.Text.Unicode;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>Patients in JSON: one object <c>{"age": 54, "sex": "female"}</c>, or an array of such objects.</summary>
internal static class JsonRows
{
    private const int MaximumBytes = 64 << 20;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = 4,
        AllowDuplicateProperties = false,
    };

    public static PatientRows Read(
        Stream stream,
        string where,
        FittedPreprocessing preprocessing,
        InputNames names
    )
    {
        using var document = Parse(stream, where);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object)
            return PatientRows.One(Row(root, where, preprocessing, names));
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0)
            throw new DataException(
                "Expected a patient {\"name\": value, ...} or an array of patients.",
                where
            );
        int inputs = preprocessing.Inputs.Length;
        double[] values = new double[root.GetArrayLength() * inputs];
        int row = 0;
        foreach (var patient in root.EnumerateArray())
        {
            Row(patient, $"{where}, patient {row + 1}", preprocessing, names).CopyTo(values, row * inputs);
            row++;
        }
        return new([new(0, row, values)], IsOne: false);
    }

    private static double[] Row(
        JsonElement patient,
        string where,
        FittedPreprocessing preprocessing,
        InputNames names
    )
    {
        if (patient.ValueKind != JsonValueKind.Object)
            throw new DataException("A patient is a JSON object {\"name\": value, ...}.", where);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in patient.EnumerateObject())
        {
            values[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.String => Text(property.Value, where),
                JsonValueKind.Number => property.Value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.Null => "",
                _ => throw new DataException(
                    "An input is a number, a text, true, false or null.",
                    $"{where}, {Cited.Text(property.Name)}"
                ),
            };
        }
        try
        {
            return preprocessing.ParseRow(names.Own(values, null));
        }
        catch (RequestException fault)
        {
            throw new RequestException(fault.What, $"{where}", fault.Remedy, fault);
        }
    }

    // In words that need no knowledge of JSON's parser, but for where it stopped.
    private static DataException NotJson(ReadOnlySpan<byte> bytes, string where, JsonException fault)
    {
        string place = fault.LineNumber is { } line
            ? $" It stops to be so in line {line + 1}, at byte {fault.BytePositionInLine + 1}."
            : "";
        bool several = fault.Message.Contains("after a single JSON value", StringComparison.Ordinal);
        return fault.Message.StartsWith("Duplicate property", StringComparison.Ordinal)
            ? new("A patient has an input twice.", where, "Keep one of the two.", fault)
            : new(
                several ? $"Something follows the patient.{place}" : $"This is not JSON.{place}",
                where,
                several && bytes.Count((byte)'{') > 1
                    ? "Put several patients into an array: [{...}, {...}]."
                    : "Write {\"name\": value, ...}: names and texts in quotes, decimals with a point.",
                fault
            );
    }

    private static JsonDocument Parse(Stream stream, string where)
    {
        using var bounded = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            if (bounded.Length + read > MaximumBytes)
                throw new DataException(
                    $"The JSON is larger than {MaximumBytes >> 20} MB.",
                    where,
                    "Give so many patients as a CSV or Parquet file."
                );
            bounded.Write(buffer, 0, read);
        }
        var bytes = bounded.GetBuffer().AsMemory(0, (int)bounded.Length);
        if (!Utf8.IsValid(bytes.Span))
            throw new DataException(
                "The JSON holds bytes that are not UTF-8.",
                where,
                "Save it as UTF-8, as JSON must be."
            );
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        try
        {
            return JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException fault)
        {
            throw NotJson(bytes.Span, where, fault);
        }
        // A key's.
        catch (InvalidOperationException fault)
        {
            throw HalfLetters(where, fault);
        }
    }

    private static string Text(JsonElement text, string where)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw HalfLetters(where, fault);
        }
    }

    // An escape such as \ud800 with no second one after it.
    private static DataException HalfLetters(string where, Exception fault) =>
        new("A text of the JSON holds half letters.", where, "Save it as UTF-8.", fault);
}
