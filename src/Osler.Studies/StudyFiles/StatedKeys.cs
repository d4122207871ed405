using System.Text.Json.Nodes;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// Keys of a study file, or of a part of it, that take the place of others once they are chosen. Of maps the stated keys
/// alone are replaced; a network, a split and a list as a whole. They are checked when they are chosen.
/// </summary>
public sealed record StatedKeys : IYamlForm<StatedKeys>
{
    private StatedKeys(YamlMap stated) => Stated = stated;

    internal YamlMap Stated { get; }

    /// <summary>Equal where both state the same in the same words.</summary>
    public bool Equals(StatedKeys? other) =>
        other is not null && JsonNode.DeepEquals(YamlJson.Of(Stated), YamlJson.Of(other.Stated));

    /// <inheritdoc/>
    public override int GetHashCode() => Stated.Entries.Length;

    static StatedKeys IYamlForm<StatedKeys>.Read(YamlNode node, string path) =>
        node is YamlMap map
            ? new StatedKeys(map)
            : throw YamlBinder.Wrong(node, path, "keys of a study file, such as network and training");

    YamlNode IYamlForm<StatedKeys>.Write() => Stated;

    static JsonObject IYamlForm<StatedKeys>.Schema() => new() { ["type"] = "object" };
}
