using System.Globalization;
using System.Text.Json.Nodes;

namespace Osler.Studies.Yaml;

/// <summary>Plain YAML data as JSON, for parts of a study file that are JSON elsewhere: networks as blocks.</summary>
internal static class YamlJson
{
    /// <summary>Quoted scalars are text; plain ones are nothing, true or false, a number, or text, as YAML 1.2's core schema says.</summary>
    public static JsonNode? Of(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                var made = new JsonObject();
                foreach (YamlEntry entry in map.Entries)
                    made[entry.Key] = Of(entry.Value);
                return made;
            case YamlList list:
                return new JsonArray([.. list.Items.Select(Of)]);
            default:
                return Scalar((YamlScalar)node);
        }
    }

    private static JsonValue? Scalar(YamlScalar scalar)
    {
        string text = scalar.Text;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (scalar.Quoted)
            return JsonValue.Create(text);
        if (scalar.IsNull)
            return null;
        if (text is "true" or "false")
            return JsonValue.Create(text == "true");
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out long whole))
            return JsonValue.Create(whole);
        return
            double.TryParse(text, NumberStyles.Float, invariant, out double number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
