using System.Text.Json;
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

    static ImageSteps IYamlForm<ImageSteps>.Read(YamlNode node, string path)
    {
        if (node is not YamlList list)
            throw YamlBinder.Wrong(
                node,
                path,
                "a list of steps",
                "Write it as [grey, {resize: {size: 28}}, scale]."
            );
        var steps = new JsonArray([.. list.Items.Select((item, i) => Named(item, $"{path}[{i}]"))]);
        using var document = JsonDocument.Parse(steps.ToJsonString());
        return new ImageSteps(node, ImageRecipe.FromJson(document.RootElement));
    }

    YamlNode IYamlForm<ImageSteps>.Write() => _node;

    static JsonObject IYamlForm<ImageSteps>.Schema() =>
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

    // 'resize: {size: 28}' and 'resize' become {"step": "resize", "size": 28} and "resize".
    private static JsonNode? Named(YamlNode item, string path)
    {
        switch (item)
        {
            case YamlScalar { IsNull: false }:
                return YamlJson.Of(item);
            case YamlMap { Entries: [var only] } when only.Value is YamlMap or YamlScalar { IsNull: true }:
                var step = YamlJson.Of(only.Value) as JsonObject ?? [];
                step["step"] = only.Key;
                return step;
            default:
                throw YamlBinder.Wrong(
                    item,
                    path,
                    "a name, or one name with its settings as 'name: {key: value}'"
                );
        }
    }
}
