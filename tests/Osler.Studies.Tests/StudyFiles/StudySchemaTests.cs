using System.Text.Json.Nodes;

namespace Osler.Studies.Tests.StudyFiles;

public sealed class StudySchemaTests
{
    [Fact]
    public void The_published_schema_is_current()
    {
        string published = Path.Combine(Repository(), "docs", "reference", "study.schema.json");
        string made = StudySchema.Write();
        if (Environment.GetEnvironmentVariable("OSLER_WRITE_SCHEMA") is not null)
            File.WriteAllText(published, made);
        Assert.Equal(File.ReadAllText(published), made);
    }

    [Fact]
    public void Every_key_of_the_ready_study_is_in_the_schema()
    {
        JsonNode schema = JsonNode.Parse(StudySchema.Write())!;
        string[] keys = [.. schema["properties"]!.AsObject().Select(entry => entry.Key)];
        foreach (string line in StudyCatalog.Get("heart-attack").Text().Split('\n'))
            if (line.Length > 0 && char.IsLetter(line[0]))
                Assert.Contains(line.Split(':')[0], keys);
    }

    [Fact]
    public void Every_setting_is_described()
    {
        JsonNode schema = JsonNode.Parse(StudySchema.Write())!;
        var undescribed = schema["properties"]!
            .AsObject()
            .Where(entry => entry.Value!["description"] is null)
            .Select(entry => entry.Key);
        Assert.Empty(undescribed);
    }

    [Fact]
    public void References_lead_somewhere()
    {
        JsonNode schema = JsonNode.Parse(StudySchema.Write())!;
        var definitions = schema["$defs"]!.AsObject();
        var references = new List<string>();
        Collect(schema, references);
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.True(definitions.ContainsKey(name), name));
    }

    private static void Collect(JsonNode? node, List<string> references)
    {
        if (node is JsonObject made)
            foreach ((string key, JsonNode? value) in made)
                if (key == "$ref")
                    references.Add(((string)value!)["#/$defs/".Length..]);
                else
                    Collect(value, references);
        else if (node is JsonArray items)
            foreach (JsonNode? item in items)
                Collect(item, references);
    }

    private static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Osler.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository's root is not above the tests.");
    }
}
