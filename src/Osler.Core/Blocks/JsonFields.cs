using System.Globalization;
using System.Text.Json;
using Osler.Core.Faults;

namespace Osler.Core.Blocks;

/// <summary>
/// The keys of one JSON object, read strictly: each by its type and range; a key that nobody asked for is an error.
/// </summary>
public sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _given = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    /// <param name="element">The object; a missing one has no keys.</param>
    /// <param name="where">Its place, for messages: <c>network.parts[2]</c>.</param>
    /// <exception cref="RequestException">Not an object, or a key twice.</exception>
    public JsonFields(JsonElement? element, string where)
    {
        Where = where;
        if (element is not { } given)
            return;
        if (given.ValueKind != JsonValueKind.Object)
            throw new RequestException($"Must be a mapping of keys to values; got {Shown(given)}.", where);
        foreach (var property in given.EnumerateObject())
        {
            if (!_given.TryAdd(property.Name, property.Value))
                throw new RequestException($"The key '{Short(property.Name)}' is there twice.", where);
        }
    }

    /// <summary>The object's place.</summary>
    public string Where { get; }

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key)
    {
        _asked.Add(key);
        return _given.ContainsKey(key);
    }

    /// <summary>The value, whatever it is; null where the key is absent.</summary>
    public JsonElement? Any(string key) => Has(key) ? _given[key] : null;

    /// <summary>The value, whatever it is.</summary>
    public JsonElement Required(string key) =>
        Any(key) ?? throw new RequestException($"The key '{key}' is missing.", Where);

    /// <summary>A whole number in [low, high].</summary>
    public int Integer(string key, int? fallback, int low, int high = int.MaxValue) =>
        Value(key, fallback) is { } value ? Integer(value, At(key), low, high) : fallback!.Value;

    /// <summary>A finite number for which the test holds.</summary>
    public double Number(string key, double? fallback, Func<double, bool> fits, string needs)
    {
        if (Value(key, fallback) is not { } value)
            return fallback!.Value;
        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out double number)
            && double.IsFinite(number)
            && fits(number)
            ? number
            : throw Wrong(At(key), $"a number {needs}", value);
    }

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool fallback) =>
        Any(key) switch
        {
            null => fallback,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { } value => throw Wrong(At(key), "true or false", value),
        };

    /// <summary>A text; null where the key is absent.</summary>
    public string? Text(string key) =>
        Any(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { } value => throw Wrong(At(key), "a text", value),
        };

    /// <summary>Whether the key is there with this text.</summary>
    public bool Is(string key, string text) =>
        Any(key) is { ValueKind: JsonValueKind.String } value && value.GetString() == text;

    /// <summary>A size: one number for all axes, or a list of height and width, or of depth, height and width.</summary>
    public Size? Size(string key, int low)
    {
        if (Any(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            return Integer(value, At(key), low, int.MaxValue);
        return value.GetArrayLength() switch
        {
            2 => new Size(One(0), One(1)),
            3 => new Size(One(0), One(1), One(2)),
            _ => throw Wrong(
                At(key),
                "one whole number, or a list of two or three: (depth,) height and width",
                value
            ),
        };

        int One(int i) =>
            Integer(value[i], FormattableString.Invariant($"{At(key)}[{i}]"), low, int.MaxValue);
    }

    /// <summary>A list's items; null where the key is absent.</summary>
    public IReadOnlyList<JsonElement>? List(string key)
    {
        if (Any(key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(At(key), "a list", value);
        return [.. value.EnumerateArray()];
    }

    /// <exception cref="RequestException">A key is there that nobody asked for.</exception>
    public void Finish()
    {
        foreach (string key in _given.Keys)
        {
            if (!_asked.Contains(key))
            {
                throw new RequestException(
                    $"Unknown key '{Short(key)}'.",
                    Where,
                    NearestName.Hint(key, _asked.Distinct(StringComparer.Ordinal))
                );
            }
        }
    }

    /// <summary>The place of a key's value.</summary>
    public string At(string key) => $"{Where}.{key}";

    /// <summary>A whole number in [low, high].</summary>
    public static int Integer(JsonElement value, string where, int low, int high) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out int number)
        && number >= low
        && number <= high
            ? number
            : throw Wrong(
                where,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a whole number of at least {low}{(high == int.MaxValue ? "" : $", at most {high}")}"
                ),
                value
            );

    /// <summary>"Must be ...; got ..." at a place.</summary>
    public static RequestException Wrong(string where, string needs, JsonElement got) =>
        new($"Must be {needs}; got {Shown(got)}.", where);

    /// <summary>A value as a message shows it, shortened.</summary>
    public static string Shown(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "a mapping",
            JsonValueKind.Array => "a list",
            JsonValueKind.Null => "nothing",
            JsonValueKind.String => $"the text '{Short(value.GetString()!)}'",
            _ => Short(value.GetRawText()),
        };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private JsonElement? Value<T>(string key, T? fallback)
        where T : struct => fallback is null ? Required(key) : Any(key);
}
