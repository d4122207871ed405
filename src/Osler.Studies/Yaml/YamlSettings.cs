using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Studies.Yaml;

/// <summary>Applies <c>--set a.b=value</c> to a study file's data before it is bound.</summary>
internal static class YamlSettings
{
    /// <param name="root">The file's data.</param>
    /// <param name="setting">A dotted path of keys, '=', and a YAML value: <c>training.epochs=5</c>.</param>
    /// <exception cref="RequestException">No '=', an empty key, or a path through a value that is not a map.</exception>
    public static YamlMap Apply(YamlMap root, string setting)
    {
        string source = $"--set {Cited.Text(setting)}";
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        string[] path = equals < 0 ? [] : setting[..equals].Trim().Split('.');
        if (path.Length == 0 || path.Any(key => key.Length == 0))
            throw new RequestException(
                "expected key=value with a dotted key.",
                source,
                "For example: --set training.epochs=5"
            );
        string text = setting[(equals + 1)..];
        YamlNode value =
            text.Trim().Length == 0 ? new YamlScalar("", false, default) : YamlReader.Read(text, source);
        return Put(root, path, Placed(value, new Place(source, 0)), source);
    }

    /// <summary>Whether a setting gives a key of the file as a whole.</summary>
    public static bool Sets(string setting, string key) => setting.Split('=')[0].Trim() == key;

    /// <summary>What a key of the file is once the settings are applied.</summary>
    public static YamlNode? Last(YamlMap root, IReadOnlyList<string> settings, string key) =>
        (settings.LastOrDefault(setting => Sets(setting, key)) is { } last ? Apply(root, last) : root)[key];

    private static YamlMap Put(YamlMap map, ReadOnlySpan<string> path, YamlNode value, string source)
    {
        if (path.Length == 1)
            return map.With(path[0], value);
        YamlMap below = map[path[0]] switch
        {
            YamlMap inner => inner,
            null or YamlScalar { IsNull: true } => new YamlMap([], new Place(source, 0)),
            { } other => throw new RequestException(
                $"'{path[0]}' is {other.Kind} in the study file, so it has no key '{path[1]}'.",
                source,
                $"Set '{path[0]}' as a whole, e.g. --set \"{path[0]}={{{path[1]}: ...}}\"."
            ),
        };
        return map.With(path[0], Put(below, path[1..], value, source));
    }

    // A value from the command line has no line to point at; the setting itself is the place.
    private static YamlNode Placed(YamlNode node, Place at) =>
        node switch
        {
            YamlMap map => new YamlMap(
                [.. map.Entries.Select(entry => new YamlEntry(entry.Key, Placed(entry.Value, at), at))],
                at
            ),
            YamlList list => new YamlList([.. list.Items.Select(item => Placed(item, at))], at),
            _ => node with { At = at },
        };
}
