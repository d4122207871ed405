using System.Text.Json.Nodes;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// Another way to the same answer, chosen by name (<c>recipe: NAME</c>): keys of a study file that take the place of the
/// study's own. Of <c>images</c>, <c>training</c> and other maps the stated keys alone are replaced; a network, a split
/// and a list as a whole.
/// </summary>
public sealed record StudyRecipe : IYamlForm<StudyRecipe>
{
    private StudyRecipe(YamlMap stated) => Stated = stated;

    internal YamlMap Stated { get; }

    /// <summary>Equal where both state the same in the same words.</summary>
    public bool Equals(StudyRecipe? other) =>
        other is not null && JsonNode.DeepEquals(YamlJson.Of(Stated), YamlJson.Of(other.Stated));

    /// <inheritdoc/>
    public override int GetHashCode() => Stated.Entries.Length;

    static StudyRecipe IYamlForm<StudyRecipe>.Read(YamlNode node, string path) =>
        node is YamlMap map
            ? new StudyRecipe(map)
            : throw YamlBinder.Wrong(node, path, "keys of a study file, such as network and training");

    YamlNode IYamlForm<StudyRecipe>.Write() => Stated;

    static JsonObject IYamlForm<StudyRecipe>.Schema() => new() { ["type"] = "object" };
}
