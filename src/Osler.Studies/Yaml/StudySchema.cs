using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>The JSON Schema of study files, made from the same records that the reader fills.</summary>
/// <remarks>
/// Published as <c>docs/reference/study.schema.json</c>; a test holds the two equal. Descriptions are the records'
/// own documentation, read from the XML files that the compiler writes beside the assemblies.
/// </remarks>
public static class StudySchema
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema (draft 2020-12), indented, ending in a line feed.</summary>
    public static string Write()
    {
        var schema = new Composer().Root(typeof(StudyFile));
        return schema.ToJsonString(s_indented) + "\n";
    }

    private sealed class Composer
    {
        private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _documentation = Documentation();

        public JsonObject Root(Type type)
        {
            JsonObject root = Record(type);
            root["$defs"] = new JsonObject(
                _definitions.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))
            );
            var whole = new JsonObject
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["title"] = "Osler study file",
            };
            foreach ((string key, JsonNode? value) in root.ToArray())
            {
                root.Remove(key);
                whole[key] = value;
            }
            return whole;
        }

        private JsonObject Of(Type type)
        {
            if (YamlBinder.IsList(type))
                return List(type.GetGenericArguments()[0]);
            if (YamlBinder.HasOwnForm(type))
                return (JsonObject)
                    type.GetInterfaceMap(typeof(IYamlForm<>).MakeGenericType(type))
                        .TargetMethods.Single(method =>
                            method.IsStatic && method.ReturnType == typeof(JsonObject)
                        )
                        .Invoke(null, null)!;
            if (YamlBinder.IsScalar(type))
                return Scalar(type);
            if (!_definitions.ContainsKey(type.Name))
            {
                _definitions[type.Name] = []; // keeps a record within itself from going round
                _definitions[type.Name] = type.IsAbstract ? Choice(type) : Record(type);
            }
            return new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
        }

        private JsonObject Record(Type type)
        {
            RecordShape shape = RecordShape.Of(type);
            var properties = new JsonObject();
            foreach (RecordKey key in shape.Keys)
                properties[key.Name] = Key(shape, key);
            var record = new JsonObject { ["type"] = "object" };
            Describe(record, $"T:{type.FullName}");
            record["additionalProperties"] = false;
            JsonNode[] required =
            [
                .. shape
                    .Keys.Where(key => key.Required && !FindingsYaml.Completes(key.Property))
                    .Select(key => (JsonNode)key.Name),
            ];
            if (required.Length > 0)
                record["required"] = new JsonArray(required);
            record["properties"] = properties;
            return record;
        }

        private JsonObject Key(RecordShape shape, RecordKey key)
        {
            JsonObject value = Of(key.Type);
            if (key.Nullable)
                value = new JsonObject
                {
                    ["anyOf"] = new JsonArray(value, new JsonObject { ["type"] = "null" }),
                };
            Describe(value, $"P:{key.Property.DeclaringType!.FullName}.{key.Property.Name}");
            if (!key.Required && YamlBinder.IsScalar(key.Type) && shape.Default(key) is { } given)
                value["default"] = YamlJson.Of(YamlWriter.Node(given));
            return value;
        }

        private JsonObject List(Type element)
        {
            if (YamlBinder.IsNamed(element))
                return new JsonObject
                {
                    ["type"] = "object",
                    ["additionalProperties"] = Of(element.GetGenericArguments()[0]),
                };
            JsonObject item = Of(element);
            return new JsonObject
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "array", ["items"] = item },
                    item.DeepClone()
                ),
            };
        }

        private JsonObject Choice(Type type)
        {
            var names = new JsonArray();
            var forms = new JsonArray();
            foreach ((string name, Type chosen) in RecordShape.Choices(type))
            {
                RecordShape shape = RecordShape.Of(chosen);
                if (!shape.Keys.Any(key => key.Required))
                    names.Add(name);
                JsonObject settings = Record(chosen);
                JsonObject form = shape.Short is { } only
                    ? new JsonObject { ["anyOf"] = new JsonArray(settings, Of(only.Type)) }
                    : settings;
                forms.Add(
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["additionalProperties"] = false,
                        ["required"] = new JsonArray(name),
                        ["properties"] = new JsonObject { [name] = form },
                    }
                );
            }
            if (names.Count > 0)
                forms.Insert(0, new JsonObject { ["enum"] = names });
            var choice = new JsonObject { ["anyOf"] = forms };
            Describe(choice, $"T:{type.FullName}");
            return choice;
        }

        private static JsonObject Scalar(Type type)
        {
            if (type.IsEnum)
                return new JsonObject
                {
                    ["enum"] = new JsonArray([
                        .. Enum.GetNames(type).Select(name => (JsonNode)RecordShape.Snake(name)),
                    ]),
                };
            // Text may be written without quotes, also where it looks like a number.
            if (type == typeof(string))
                return new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
            return new JsonObject
            {
                ["type"] =
                    type == typeof(bool) ? "boolean"
                    : type == typeof(int) || type == typeof(long) ? "integer"
                    : "number",
            };
        }

        private void Describe(JsonObject schema, string member)
        {
            if (_documentation.TryGetValue(member, out string? text))
                schema["description"] = text;
        }

        private static Dictionary<string, string> Documentation()
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string assembly in (string[])["Osler.Core", "Osler.Learning", "Osler.Studies"])
            {
                string path = Path.Combine(AppContext.BaseDirectory, assembly + ".xml");
                if (!File.Exists(path))
                    continue;
                foreach (XElement member in XDocument.Load(path).Descendants("member"))
                {
                    string name = (string)member.Attribute("name")!;
                    if (member.Element("summary") is { } summary)
                        texts[name] = Plain(summary);
                    // The properties of a positional record are documented as its parameters.
                    if (name.StartsWith("T:", StringComparison.Ordinal))
                        foreach (XElement parameter in member.Elements("param"))
                            texts["P:" + name[2..] + "." + (string)parameter.Attribute("name")!] = Plain(
                                parameter
                            );
                }
            }
            return texts;
        }

        private static string Plain(XElement text) =>
            string.Join(
                ' ',
                string.Concat(
                        text.DescendantNodes()
                            .Select(node =>
                                node switch
                                {
                                    XText words => words.Value,
                                    XElement { IsEmpty: true } reference => Referred(reference),
                                    _ => "",
                                }
                            )
                    )
                    .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );

        private static string Referred(XElement reference) =>
            (string?)reference.Attribute("langword")
            ?? RecordShape.Snake(((string?)reference.Attribute("cref") ?? "").Split('.', ':', '(')[^1]);
    }
}
