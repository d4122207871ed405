using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Osler.Core.Blocks;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>
/// Lists of records of a closed family as JSON, each with its name: <c>["grey", {"step": "resize", "size": 224}]</c>.
/// What a record leaves out has the record's default; what it does not know is refused by name.
/// </summary>
/// <remarks>
/// A family is an abstract record with a <see cref="JsonPolymorphicAttribute"/>, whose discriminator is the key of the
/// name, and a <see cref="JsonDerivedTypeAttribute"/> a member. Keys are in snake case. No type is made but these.
/// </remarks>
public static class NamedRecords
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new SizeJson() },
    };

    /// <summary>The records as a JSON array that <see cref="Read{T}"/> reads.</summary>
    /// <param name="records">In order.</param>
    public static string Write<T>(ImmutableArray<T> records)
        where T : class => JsonSerializer.Serialize(records, Options);

    /// <summary>Reads a JSON array of records; a record without settings may be its bare name.</summary>
    /// <param name="records">The array.</param>
    /// <param name="where">The study file's key, for messages.</param>
    /// <param name="example">What a right list looks like, for the message where there is none.</param>
    /// <exception cref="RequestException">
    /// No list, an unknown name or key (with the nearest known one), or a value of the wrong type or out of range.
    /// </exception>
    public static ImmutableArray<T> Read<T>(JsonElement records, string where, string example)
        where T : class
    {
        if (records.ValueKind != JsonValueKind.Array)
            throw new RequestException("This is not a list.", where, $"Write {example}.");
        string kind = Discriminator(typeof(T));
        return
        [
            .. records
                .EnumerateArray()
                .Select(
                    (record, i) => One<T>(record, $"{where}, {(kind == "augment" ? "step" : kind)} {i + 1}")
                ),
        ];
    }

    /// <summary>
    /// How a record is written in a list, <c>resize: {size: …}; it takes size (…), filter (…)</c>; null where there is no such
    /// name, and its name alone where it takes no settings.
    /// </summary>
    /// <param name="name">A record's name.</param>
    public static string? Written<T>(string name)
        where T : class => Kinds(typeof(T)).ContainsKey(name) ? Written(typeof(T), name) : null;

    private static string Written(Type family, string name)
    {
        var keys = Options
            .GetTypeInfo(Kinds(family)[name])
            .Properties.Where(key => key.Set is not null || key.AssociatedParameter is not null)
            .ToArray();
        if (keys is [])
            return name;
        var needed = keys.Where(key => key.AssociatedParameter is { HasDefaultValue: false })
            .DefaultIfEmpty(keys[0]);
        return $"{name}: {{{string.Join(", ", needed.Select(key => $"{key.Name}: …"))}}}; it takes {string.Join(", ", keys.Select(key => $"{key.Name} ({Taken(key.PropertyType)})"))}";
    }

    // What a setting may be, in words.
    private static string Taken(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Size) ? "a whole number, or [height, width]"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(float) ? "a number"
            : type.IsEnum ? string.Join(", ", WordsOf(type))
            : IsFamily(type) ? $"one of {string.Join(", ", Kinds(type).Keys)}"
            : type.IsGenericType ? $"a list, each {Taken(type.GetGenericArguments()[0])}"
            : "text";
    }

    private static T One<T>(JsonElement record, string where)
        where T : class
    {
        if (record.ValueKind == JsonValueKind.String)
            record = JsonSerializer.SerializeToElement(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [Discriminator(typeof(T))] = record.GetString()!,
                }
            );
        Check(record, typeof(T), where);
        try
        {
            return record.Deserialize<T>(Options)!;
        }
        catch (JsonException fault)
        {
            throw new RequestException(
                fault.Path?.TrimStart('$', '.') is { Length: > 0 } key
                    ? $"The value of '{key}' is missing or of the wrong type."
                    : "A setting that has no default is missing.",
                where,
                $"Write {Written(typeof(T), record.GetProperty(Discriminator(typeof(T))).GetString()!)}.",
                fault
            );
        }
    }

    /// <summary>Refuses unknown names and keys with the nearest known one, which the serialiser would not name.</summary>
    private static void Check(JsonElement element, Type family, string where)
    {
        string discriminator = Discriminator(family);
        if (element.ValueKind != JsonValueKind.Object)
            throw new RequestException(
                "This is not a name or a group of settings.",
                where,
                $"Write {discriminator}: … and its settings."
            );
        if (!element.TryGetProperty(discriminator, out var named) || named.ValueKind != JsonValueKind.String)
            throw new RequestException(
                $"The key '{discriminator}' is missing.",
                where,
                $"Write {discriminator}: … first."
            );
        var kinds = Kinds(family);
        string name = named.GetString()!;
        if (!kinds.TryGetValue(name, out var type))
            throw new RequestException(
                $"There is no {Noun(discriminator)} '{name}'.",
                where,
                NearestName.Of(name, kinds.Keys) is { } near
                    ? $"Did you mean '{near}'?"
                    : $"Known: {string.Join(", ", kinds.Keys)}."
            );
        var keys = Options.GetTypeInfo(type).Properties.ToDictionary(key => key.Name, StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name == discriminator)
                continue;
            if (!keys.TryGetValue(property.Name, out var key))
                throw new RequestException(
                    $"The {Noun(discriminator)} '{name}' has no setting '{property.Name}'.",
                    where,
                    NearestName.Hint(property.Name, keys.Keys)
                );
            if (IsFamily(key.PropertyType))
                Check(property.Value, key.PropertyType, $"{where}, {property.Name}");
            else
                CheckWord(property.Value, key.PropertyType, property.Name, where);
        }
    }

    private static string Noun(string discriminator) =>
        discriminator == "augment" ? "augmentation" : discriminator;

    /// <summary>A word of a closed list that is not on it.</summary>
    private static void CheckWord(JsonElement value, Type type, string key, string where)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!type.IsEnum || value.ValueKind == JsonValueKind.Null)
            return;
        string[] words = WordsOf(type);
        string given = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (value.ValueKind != JsonValueKind.String || !words.Contains(given))
            throw new RequestException(
                $"'{given}' is no value of '{key}'.",
                where,
                NearestName.Hint(given, words)
            );
    }

    private static string[] WordsOf(Type type) =>
        [
            .. type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field =>
                    field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name
                ),
        ];

    private static Dictionary<string, Type> Kinds(Type family) =>
        family
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToDictionary(
                kind => (string)kind.TypeDiscriminator!,
                kind => kind.DerivedType,
                StringComparer.Ordinal
            );

    private static bool IsFamily(Type type) =>
        type.IsDefined(typeof(JsonPolymorphicAttribute), inherit: false);

    private static string Discriminator(Type family) =>
        family.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!;

    /// <summary>A height and a width: one number for both, or a list of two.</summary>
    private sealed class SizeJson : JsonConverter<Size>
    {
        public override Size Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (reader.TokenType == JsonTokenType.Number)
                return Side(ref reader);
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();
            reader.Read();
            int height = Side(ref reader);
            reader.Read();
            int width = Side(ref reader);
            reader.Read();
            return reader.TokenType == JsonTokenType.EndArray
                ? new Size(height, width)
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, Size value, JsonSerializerOptions options)
        {
            if (value.Height == value.Width)
            {
                writer.WriteNumberValue(value.Height);
                return;
            }
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Height);
            writer.WriteNumberValue(value.Width);
            writer.WriteEndArray();
        }

        private static int Side(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int side)
                ? side
                : throw new JsonException();
    }
}
