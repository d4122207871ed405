using System.Text.Json.Nodes;

namespace Osler.Studies;

/// <summary>The last dense block of a network, which may leave out its units: the data tell how many outcomes there are.</summary>
internal static class NetworkEnd
{
    /// <summary>The network with the units of its end, or of the end of each of its heads, filled in.</summary>
    /// <param name="node">Blocks as stated; changed in place.</param>
    /// <param name="outcomes">How many outcomes.</param>
    public static JsonNode? Completed(JsonNode? node, int outcomes)
    {
        switch (node)
        {
            case JsonValue name when name.ToString() == "dense":
                return new JsonObject { ["type"] = "dense", ["units"] = outcomes };
            case JsonObject block when block["type"]?.ToString() == "dense":
                if (!block.ContainsKey("units"))
                    block["units"] = outcomes;
                break;
            case JsonObject block when block["parts"] is JsonArray { Count: > 0 } parts:
                Complete(parts, parts.Count - 1, outcomes);
                break;
            case JsonObject block when block["outputs"] is JsonArray outputs:
                for (int i = 0; i < outputs.Count; i++)
                    Complete(outputs, i, outcomes);
                break;
        }
        return node;
    }

    private static void Complete(JsonArray blocks, int which, int outcomes)
    {
        var ended = Completed(blocks[which], outcomes);
        if (!ReferenceEquals(ended, blocks[which]))
            blocks[which] = ended;
    }
}
