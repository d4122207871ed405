using System.Collections.Immutable;
using Osler.Core.Words;

namespace Osler.Studies.Yaml;

/// <summary>Where a value was written, for messages.</summary>
/// <param name="Source">File name, or the command-line setting that gave the value.</param>
/// <param name="Line">1-based; 0 where the source has no lines.</param>
internal readonly record struct Place(string Source, int Line)
{
    /// <summary>"study.yaml, line 12" or "--set a.b=1", then the key's path.</summary>
    public string With(string path) =>
        (Line > 0 ? string.Create(null, $"{Source}, line {Line}") : Source)
        + (path.Length == 0 ? "" : $", {path}");
}

/// <summary>A value of a YAML file as plain data: nothing is constructed from tags, nothing is shared by alias.</summary>
internal abstract record YamlNode(Place At)
{
    /// <summary>How a message names this kind of value.</summary>
    public abstract string Kind { get; }
}

/// <param name="Text">The scalar's text.</param>
/// <param name="Quoted">Written in quotes or as a block: then always text, never null, number or switch.</param>
/// <param name="At">Where it stands.</param>
internal sealed record YamlScalar(string Text, bool Quoted, Place At) : YamlNode(At)
{
    public override string Kind => IsNull ? "nothing" : $"'{Cited.Text(Text)}'";

    public bool IsNull => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed record YamlList(ImmutableArray<YamlNode> Items, Place At) : YamlNode(At)
{
    public override string Kind => "a list";
}

internal sealed record YamlEntry(string Key, YamlNode Value, Place At);

internal sealed record YamlMap(ImmutableArray<YamlEntry> Entries, Place At) : YamlNode(At)
{
    public override string Kind => "a map";

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    public YamlMap With(string key, YamlNode value)
    {
        int at = -1;
        for (int i = 0; i < Entries.Length; i++)
            if (Entries[i].Key == key)
                at = i;
        var entry = new YamlEntry(key, value, value.At);
        return this with { Entries = at < 0 ? Entries.Add(entry) : Entries.SetItem(at, entry) };
    }

    /// <summary>The map with another's entries in place of its own of the same keys.</summary>
    public YamlMap With(YamlMap above) =>
        above.Entries.Aggregate(this, (map, entry) => map.With(entry.Key, entry.Value));

    public YamlMap Without(string key) =>
        this with
        {
            Entries = [.. Entries.Where(entry => entry.Key != key)],
        };
}
