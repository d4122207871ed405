using System.Text.Json.Nodes;
using Osler.Imaging.Augmentation;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>
/// Augmentation as the study file states it: a list of names, each alone or with its settings,
/// <c>[flip, {rotate: {degrees: 10}}]</c>.
/// </summary>
public sealed record ImageVariations : IYamlForm<ImageVariations>
{
    private readonly YamlNode _node;

    private ImageVariations(YamlNode node, Augmentations steps) => (_node, Steps) = (node, steps);

    /// <summary>Images are shown as they are.</summary>
    public static ImageVariations None { get; } = new(YamlWriter.List([]), Augmentations.None);

    /// <summary>The steps.</summary>
    public Augmentations Steps { get; }

    /// <summary>Equal where both state the same steps in the same words.</summary>
    public bool Equals(ImageVariations? other) =>
        other is not null && JsonNode.DeepEquals(YamlJson.Of(_node), YamlJson.Of(other._node));

    /// <inheritdoc/>
    public override int GetHashCode() => Steps.Steps.Length;

    static ImageVariations IYamlForm<ImageVariations>.Read(YamlNode node, string path) =>
        new(
            node,
            Augmentations.FromJson(
                NamedListYaml.ToJson<AugmentationStep>(
                    node,
                    path,
                    "augment",
                    "[flip, {rotate: {degrees: 10}}]"
                )
            )
        );

    YamlNode IYamlForm<ImageVariations>.Write() => _node;

    static JsonObject IYamlForm<ImageVariations>.Schema() => NamedListYaml.Schema();
}
