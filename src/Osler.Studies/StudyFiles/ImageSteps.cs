using System.Text.Json.Nodes;
using Osler.Imaging.Preprocessing;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// Steps of image preprocessing as the study file states them: a list of names, each alone or with its settings,
/// <c>[grey, {resize: {size: 28}}, scale]</c>.
/// </summary>
public sealed record ImageSteps : IYamlForm<ImageSteps>
{
    private readonly YamlNode _node;

    private ImageSteps(YamlNode node, ImageRecipe recipe) => (_node, Recipe) = (node, recipe);

    /// <summary>Pixels from 0 to 1, nothing else.</summary>
    public static ImageSteps Default { get; } =
        new(YamlWriter.List([YamlWriter.Text("scale")]), new ImageRecipe([new Scale()]));

    /// <summary>The steps.</summary>
    public ImageRecipe Recipe { get; }

    /// <summary>Equal where both state the same steps in the same words.</summary>
    public bool Equals(ImageSteps? other) =>
        other is not null && JsonNode.DeepEquals(YamlJson.Of(_node), YamlJson.Of(other._node));

    /// <inheritdoc/>
    public override int GetHashCode() => Recipe.Steps.Length;

    static ImageSteps IYamlForm<ImageSteps>.Read(YamlNode node, string path) =>
        new(
            node,
            ImageRecipe.FromJson(
                NamedListYaml.ToJson<ImageStep>(node, path, "step", "[grey, {resize: {size: 28}}, scale]")
            )
        );

    YamlNode IYamlForm<ImageSteps>.Write() => _node;

    static JsonObject IYamlForm<ImageSteps>.Schema() => NamedListYaml.Schema();
}
