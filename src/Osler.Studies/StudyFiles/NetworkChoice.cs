using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// The network as the study file states it: a name (one of the study's own <c>networks</c>, or a preset), a preset
/// with arguments (<c>{preset: mlp, hidden: [32, 16]}</c>), or blocks (<c>{type: sequence, parts: [...]}</c>).
/// </summary>
public sealed record NetworkChoice : IYamlForm<NetworkChoice>
{
    private readonly string _path;

    private NetworkChoice(YamlNode node, string path)
    {
        Node = node;
        _path = path;
    }

    internal YamlNode Node { get; }

    /// <summary>The name, where the network is stated by name alone; else null.</summary>
    public string? Name => (Node as YamlScalar)?.Text;

    /// <summary>A short name to show: the preset's, or the outermost block's.</summary>
    public string Title =>
        Name
        ?? ((Node as YamlMap)?["preset"] as YamlScalar)?.Text
        ?? ((Node as YamlMap)?["type"] as YamlScalar)?.Text
        ?? "network";

    /// <summary>
    /// Public weights to begin with: what they were trained on (<c>imagenet</c>), or the path of a file; null to begin
    /// anew.
    /// </summary>
    public string? Weights => Preset is null ? null : ((Node as YamlMap)?["weights"] as YamlScalar)?.Text;

    /// <summary>The preset's name, where a mapping states one; else null.</summary>
    public string? Preset => ((Node as YamlMap)?["preset"] as YamlScalar)?.Text;

    /// <summary>Whether a preset is asked for a second head that says where the thing is (<c>box: true</c>).</summary>
    internal bool Box => Preset is not null && ((Node as YamlMap)?["box"] as YamlScalar)?.Text == "true";

    /// <summary>The same network without a preset's second head for a box.</summary>
    public NetworkChoice WithoutBox() =>
        Preset is not null && Node is YamlMap map ? new(map.Without("box"), _path) : this;

    /// <summary>The network of a name: one of the study's own, or a preset.</summary>
    public static NetworkChoice Named(string name) => new(YamlWriter.Text(name), "network");

    /// <summary>The blocks, ending in a logit for each outcome; a last dense block may leave out its units.</summary>
    /// <param name="own">Names of the study's own networks, which a mistyped name may have meant.</param>
    /// <param name="outcomes">How many outcomes.</param>
    /// <exception cref="RequestException">Unknown preset, block, key or value; the message says where.</exception>
    public Block Block(IEnumerable<string> own, int outcomes = 1)
    {
        string where = Node.At.Source is null ? _path : Node.At.With(_path);
        if (Name is { } name && !Presets.Names.Contains(name))
            throw new RequestException(
                $"there is no network '{name}'.",
                where,
                NearestName.Hint(name, [.. own, .. Presets.Names])
            );
        var stated = YamlJson.Of(Node);
        // Where a network begins is no part of what it is.
        if (Preset is not null)
            (stated as JsonObject)?.Remove("weights");
        return Presets.Read(Name is null ? NetworkEnd.Completed(stated, outcomes) : stated, outcomes, where);
    }

    /// <summary>Equal where both state the same network in the same words.</summary>
    public bool Equals(NetworkChoice? other) =>
        other is not null && JsonNode.DeepEquals(YamlJson.Of(Node), YamlJson.Of(other.Node));

    /// <inheritdoc/>
    public override int GetHashCode() => Title.GetHashCode(StringComparison.Ordinal);

    static NetworkChoice IYamlForm<NetworkChoice>.Read(YamlNode node, string path) =>
        node is YamlMap || node is YamlScalar { IsNull: false }
            ? new NetworkChoice(node, path)
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
                    ["properties"] = new JsonObject
                    {
                        ["preset"] = new JsonObject { ["type"] = "string" },
                        ["weights"] = new JsonObject { ["type"] = "string" },
                    },
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
