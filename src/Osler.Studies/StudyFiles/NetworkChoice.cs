using System.Text.Json.Nodes;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// The network as the study file states it: a name (one of the study's own <c>networks</c>, or a preset), a preset
/// with arguments (<c>{preset: mlp, hidden: [32, 16]}</c>), or blocks (<c>{type: sequence, parts: [...]}</c>).
/// </summary>
public sealed record NetworkChoice : IYamlForm<NetworkChoice>
{
    private NetworkChoice(YamlNode node) => Node = node;

    internal YamlNode Node { get; }

    /// <summary>The name, where the network is stated by name alone; else null.</summary>
    public string? Name => (Node as YamlScalar)?.Text;

    /// <summary>The network of a name: one of the study's own, or a preset.</summary>
    public static NetworkChoice Named(string name) => new(YamlWriter.Text(name));

    static NetworkChoice IYamlForm<NetworkChoice>.Read(YamlNode node, string path) =>
        node is YamlMap || node is YamlScalar { IsNull: false }
            ? new NetworkChoice(node)
            : throw YamlBinder.Wrong(node, path, "a network: a name, a preset with its settings, or blocks");

    YamlNode IYamlForm<NetworkChoice>.Write() => Node;

    static JsonObject IYamlForm<NetworkChoice>.Schema() =>
        new()
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("preset"),
                    ["properties"] = new JsonObject { ["preset"] = new JsonObject { ["type"] = "string" } },
                },
                new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("type"),
                    ["properties"] = new JsonObject { ["type"] = new JsonObject { ["type"] = "string" } },
                }
            ),
        };
}
