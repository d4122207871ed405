using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>The network of a study on texts: what only the data tell, vocabulary and classes, is filled in.</summary>
internal static class TextNetwork
{
    /// <summary>The blocks.</summary>
    /// <param name="study">Whose <c>network</c>; its own networks may be meant by name.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="length">The most tokens.</param>
    /// <param name="classes">How many.</param>
    /// <exception cref="RequestException">Unknown preset or block, or a network that ends in another number.</exception>
    public static Block Of(StudyFile study, int vocabulary, int length, int classes)
    {
        JsonNode stated = YamlJson.Of(study.Chosen.Node)!.DeepClone();
        if (stated is JsonValue)
            stated = new JsonObject { ["preset"] = stated };
        (stated as JsonObject)?.Remove("weights");
        if (stated is JsonObject preset && preset.ContainsKey("preset"))
        {
            if (
                preset["preset"]?.ToString().StartsWith("text_", StringComparison.Ordinal) == true
                && !preset.ContainsKey("vocabulary")
            )
                preset["vocabulary"] = vocabulary;
        }
        else
            Complete(stated, vocabulary, classes);
        Block block = Presets.Read(stated, classes, "network");
        Shape made = ShapeInference.Of(block, [length]);
        return made.Rank == 1 && made[0] == classes
            ? block
            : throw new RequestException(
                $"the network ends in {made}; {classes} classes need [{classes}].",
                "network",
                "End it with {type: dense}, which takes the number of classes."
            );
    }

    private static void Complete(JsonNode? node, int vocabulary, int classes)
    {
        if (node is not JsonObject block)
            return;
        if (block["type"]?.ToString() == "embedding" && !block.ContainsKey("vocabulary"))
            block["vocabulary"] = vocabulary;
        if (block["parts"] is not JsonArray parts)
            return;
        foreach (JsonNode? part in parts)
            Complete(part, vocabulary, classes);
        if (
            parts.LastOrDefault() is JsonObject last
            && last["type"]?.ToString() == "dense"
            && !last.ContainsKey("units")
        )
            last["units"] = classes;
    }
}
