using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Core.Bundles;

/// <summary>
/// Reads a bundle's JSON by hand, as strictly as the generated readers do: on the path of <c>osler predict</c> those
/// would spend a third of the time on being compiled for types that occur once.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Reads an object.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="where">The file.</param>
    /// <param name="read">Reads the object's keys; unknown ones are refused after it.</param>
    /// <exception cref="DataException">It isn't JSON, or a key is missing, unknown, twice or of another type.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, string where, Func<JsonFields, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Object(document.RootElement, where, read);
        }
        catch (Exception fault) when (fault is JsonException or RequestException or InvalidOperationException)
        {
            bool placed = fault is RequestException;
            throw new DataException(
                placed ? fault.Message : $"The file is not what Osler expects: {fault.Message}",
                placed ? null : where,
                "The file is damaged; get the bundle again from where it was made.",
                fault
            );
        }
    }

    /// <summary>One object.</summary>
    public static T Object<T>(JsonElement element, string where, Func<JsonFields, T> read)
    {
        var fields = new JsonFields(element, where);
        T value = read(fields);
        fields.Finish();
        return value;
    }

    /// <summary>A list of objects.</summary>
    public static ImmutableArray<T> Objects<T>(this JsonFields fields, string key, Func<JsonFields, T> read)
    {
        var items = fields.Items(key);
        var values = ImmutableArray.CreateBuilder<T>(items.Count);
        for (int i = 0; i < items.Count; i++)
            values.Add(Object(items[i], $"{fields.At(key)}[{i}]", read));
        return values.MoveToImmutable();
    }

    /// <summary>A text.</summary>
    public static string RequiredText(this JsonFields fields, string key)
    {
        fields.Required(key);
        return fields.Text(key)!;
    }

    /// <summary>A text or null; the key is there.</summary>
    public static string? NullableText(this JsonFields fields, string key) =>
        fields.Required(key).ValueKind == JsonValueKind.Null ? null : fields.Text(key);

    /// <summary>A finite number.</summary>
    public static double RequiredNumber(this JsonFields fields, string key) =>
        Number(fields.Required(key), fields.At(key));

    /// <summary>A finite number or null; the key is there.</summary>
    public static double? NullableNumber(this JsonFields fields, string key) =>
        fields.Required(key) is { ValueKind: not JsonValueKind.Null } value
            ? Number(value, fields.At(key))
            : null;

    /// <summary>A whole number of at least 0.</summary>
    public static int RequiredCount(this JsonFields fields, string key) => fields.Integer(key, null, 0);

    /// <summary>A 64-bit whole number.</summary>
    public static long RequiredLong(this JsonFields fields, string key) =>
        fields.Required(key) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt64(out long number)
            ? number
            : throw JsonFields.Wrong(fields.At(key), "a whole number", fields.Required(key));

    /// <summary>A list of texts.</summary>
    public static ImmutableArray<string> Texts(this JsonFields fields, string key)
    {
        var items = fields.Items(key);
        var texts = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (var item in items)
            texts.Add(
                item.ValueKind == JsonValueKind.String
                    ? item.GetString()!
                    : throw JsonFields.Wrong(fields.At(key), "a list of texts", item)
            );
        return texts.MoveToImmutable();
    }

    /// <summary>A list of finite numbers.</summary>
    public static ImmutableArray<double> Numbers(this JsonFields fields, string key)
    {
        var items = fields.Items(key);
        var numbers = ImmutableArray.CreateBuilder<double>(items.Count);
        foreach (var item in items)
            numbers.Add(Number(item, fields.At(key)));
        return numbers.MoveToImmutable();
    }

    /// <summary>A list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonFields fields, string key)
    {
        fields.Required(key);
        return fields.List(key)!;
    }

    private static double Number(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double number)
        && double.IsFinite(number)
            ? number
            : throw JsonFields.Wrong(where, "a number", value);
}
