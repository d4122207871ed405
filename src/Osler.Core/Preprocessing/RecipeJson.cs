using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Osler.Core.Faults;

namespace Osler.Core.Preprocessing;

/// <summary>Recipes as JSON. What a step leaves out has the step's default; what it does not know is refused by name.</summary>
internal static class RecipeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowOutOfOrderMetadataProperties = true,
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe.Steps, Options);

    public static Recipe Read(JsonElement steps)
    {
        if (steps.ValueKind != JsonValueKind.Array)
            throw new RequestException(
                "Preprocessing is not a list of steps.",
                "preprocessing",
                "Write [impute, one_hot, standardise], or steps with their settings."
            );
        return new Recipe([
            .. steps.EnumerateArray().Select((step, i) => Step(step, $"preprocessing, step {i + 1}")),
        ]);
    }

    private static Step Step(JsonElement step, string where)
    {
        // A step without settings may be its bare name.
        if (step.ValueKind == JsonValueKind.String)
            step = JsonSerializer.SerializeToElement(
                new Dictionary<string, string> { ["step"] = step.GetString()! }
            );
        Check(step, typeof(Step), where);
        try
        {
            return step.Deserialize<Step>(Options)!;
        }
        catch (JsonException fault)
        {
            throw new RequestException(
                $"The value of '{fault.Path?.TrimStart('$', '.')}' is missing or of the wrong type.",
                where,
                "Compare it with the documentation of the step.",
                fault
            );
        }
    }

    /// <summary>Refuses unknown kinds and keys with the nearest known one, which the serialiser would not name.</summary>
    private static void Check(JsonElement element, Type family, string where)
    {
        string discriminator = family
            .GetCustomAttribute<JsonPolymorphicAttribute>()!
            .TypeDiscriminatorPropertyName!;
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
        var kinds = family
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .ToDictionary(
                kind => (string)kind.TypeDiscriminator!,
                kind => kind.DerivedType,
                StringComparer.Ordinal
            );
        string name = named.GetString()!;
        if (!kinds.TryGetValue(name, out var type))
            throw new RequestException(
                $"There is no {discriminator} '{name}'.",
                where,
                NearestName.Hint(name, kinds.Keys)
            );
        var keys = Options.GetTypeInfo(type).Properties.ToDictionary(key => key.Name, StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name == discriminator)
                continue;
            if (!keys.TryGetValue(property.Name, out var key))
                throw new RequestException(
                    $"The {discriminator} '{name}' has no setting '{property.Name}'.",
                    where,
                    NearestName.Hint(property.Name, keys.Keys)
                );
            if (key.PropertyType == typeof(Derivation))
                Check(property.Value, typeof(Derivation), $"{where}, {property.Name}");
        }
    }
}
