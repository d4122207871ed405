namespace Osler.Studies.Yaml;

/// <summary>Completes what a study file says of larger tables by what it says of all.</summary>
internal static class LargerTablesYaml
{
    private const string Key = "larger_tables";

    private static readonly string[] s_parts = ["preprocessing", "network", "training"];

    /// <param name="study">The file's data.</param>
    /// <param name="settings">From the command line; those of a part that can differ are applied to both.</param>
    public static YamlMap Complete(YamlMap study, IReadOnlyList<string> settings)
    {
        if (study[Key] is not YamlMap larger)
            return study;
        foreach (string part in s_parts)
            if (study[part] is { } usual)
                larger = larger.With(part, larger[part] is { } own ? Over(usual, own, part) : usual);
        foreach (string setting in settings)
            if (s_parts.Any(part => OfPart(setting, part)))
                larger = YamlSettings.Apply(larger, setting);
        return study.With(Key, larger);
    }

    // Training settings are completed key by key; steps and networks are taken as a whole.
    private static YamlNode Over(YamlNode usual, YamlNode own, string part)
    {
        if (part != "training" || usual is not YamlMap below || own is not YamlMap above)
            return own;
        return below.With(above);
    }

    private static bool OfPart(string setting, string part)
    {
        string key = setting.Split('=')[0].Trim();
        return key == part || key.StartsWith(part + ".", StringComparison.Ordinal);
    }
}
