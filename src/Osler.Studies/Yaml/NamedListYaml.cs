using System.Text.Json;
using System.Text.Json.Nodes;
using Osler.Core.Preprocessing;

namespace Osler.Studies.Yaml;

/// <summary>
/// Lists of named records as the study file writes them, <c>[grey, {resize: {size: 28}}]</c>, in the JSON form of
/// <see cref="Core.Preprocessing.NamedRecords"/>, <c>["grey", {"step": "resize", "size": 28}]</c>.
/// </summary>
internal static class NamedListYaml
{
    /// <param name="node">The list.</param>
    /// <param name="path">Its key.</param>
    /// <param name="discriminator">The JSON key of a record's name.</param>
    /// <param name="example">What a right list looks like.</param>
    /// <typeparam name="T">The records' family.</typeparam>
    public static JsonElement ToJson<T>(YamlNode node, string path, string discriminator, string example)
        where T : class
    {
        if (node is not YamlList list)
            throw YamlBinder.Wrong(node, path, "a list", $"Write it as {example}.");
        var records = new JsonArray([
            .. list.Items.Select((item, i) => Named<T>(item, $"{path}[{i}]", discriminator)),
        ]);
        return JsonSerializer.SerializeToElement(records);
    }

    public static JsonObject Schema() =>
        new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(
                    new JsonObject { ["type"] = "string" },
                    new JsonObject { ["type"] = "object" }
                ),
            },
        };

    private static JsonNode? Named<T>(YamlNode item, string path, string discriminator)
        where T : class
    {
        switch (item)
        {
            case YamlScalar { IsNull: false }:
                return YamlJson.Of(item);
            case YamlMap { Entries: [var only] } when only.Value is YamlMap or YamlScalar { IsNull: true }:
                var record = YamlJson.Of(only.Value) as JsonObject ?? [];
                record[discriminator] = only.Key;
                return record;
            case YamlMap { Entries: [var only] } when NamedRecords.Written<T>(only.Key) is { } written:
                throw YamlBinder.Wrong(
                    only.Value,
                    YamlBinder.Below(path, only.Key),
                    written == only.Key
                        ? $"'{only.Key}' alone, which takes no settings"
                        : $"the settings of '{only.Key}' by their names",
                    $"Write {written}."
                );
            case YamlMap { Entries: [var only] }:
                // The reader of the records tells that there is no such name.
                return only.Key;
            default:
                throw YamlBinder.Wrong(
                    item,
                    path,
                    "a name, or one name with its settings as 'name: {key: value}'"
                );
        }
    }
}
