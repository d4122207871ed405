using System.Text.Json.Nodes;
using Osler.Core.Blocks;
using Osler.Core.Faults;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>The token ids that a network meets.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Padding">The id behind a text's end.</param>
/// <param name="Separator">The id that ends a part of a text; null where texts have no parts.</param>
internal readonly record struct TokenVocabulary(int Count, int Padding = 0, int? Separator = null);

/// <summary>The network of a study on texts: what only the data tell, vocabulary and classes, is filled in.</summary>
internal static class TextNetwork
{
    /// <summary>The blocks.</summary>
    /// <param name="study">Whose <c>network</c>; its own networks may be meant by name.</param>
    /// <param name="vocabulary">The token ids.</param>
    /// <param name="length">The most tokens.</param>
    /// <param name="classes">How many.</param>
    /// <exception cref="RequestException">Unknown preset or block, or a network that ends in another number.</exception>
    public static Block Of(StudyFile study, TokenVocabulary vocabulary, int length, int classes)
    {
        JsonNode stated = YamlJson.Of(study.Chosen.Node)!.DeepClone();
        if (stated is JsonValue)
            stated = new JsonObject { ["preset"] = stated };
        if (stated is JsonObject preset && preset.ContainsKey("preset"))
        {
            // Where a network begins is no part of what it is.
            preset.Remove("weights");
            string named = preset["preset"]?.ToString() ?? "";
            if (named == "bert" || named.StartsWith("text_", StringComparison.Ordinal))
                State(preset, "vocabulary", vocabulary.Count);
            if (vocabulary.Padding != 0 && preset.ContainsKey("vocabulary"))
                State(preset, "padding", vocabulary.Padding);
            if (named == "bert" && vocabulary.Separator is { } separator)
                State(preset, "separator", separator);
        }
        else
        {
            Know(stated, vocabulary);
            stated = NetworkEnd.Completed(stated, classes)!;
        }
        Block block = Presets.Read(stated, classes, "network");
        Shape made = ShapeInference.Of(block, [length]);
        return made.Rank == 1 && made[0] == classes
            ? block
            : throw new RequestException(
                classes == 1
                    ? $"the network ends in {made}; the score of an option needs [1]."
                    : $"the network ends in {made}; {classes} classes need [{classes}].",
                "network",
                "End it with {type: dense}, which takes the number of classes."
            );
    }

    // The vocabulary of every embedding, wherever it stands.
    private static void Know(JsonNode? node, TokenVocabulary vocabulary)
    {
        if (node is JsonArray all)
            foreach (JsonNode? one in all)
                Know(one, vocabulary);
        if (node is not JsonObject block)
            return;
        string type = block["type"]?.ToString() ?? "";
        if (type == "embedding")
            State(block, "vocabulary", vocabulary.Count);
        if (type.EndsWith("embedding", StringComparison.Ordinal) && vocabulary.Padding != 0)
            State(block, "padding", vocabulary.Padding);
        if (type == "segment_embedding" && vocabulary.Separator is { } separator)
            State(block, "separator", separator);
        foreach (var (_, inner) in block.ToArray())
            Know(inner, vocabulary);
    }

    private static void State(JsonObject block, string key, int value)
    {
        if (!block.ContainsKey(key))
            block[key] = value;
    }
}
