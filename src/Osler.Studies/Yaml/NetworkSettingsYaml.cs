using Osler.Core.Faults;

namespace Osler.Studies.Yaml;

/// <summary>The settings that one of a study's own networks brings along when it is chosen.</summary>
internal static class NetworkSettingsYaml
{
    /// <summary>
    /// The settings with those of <c>networks.NAME.settings</c> of the chosen network before them, and the data without
    /// that list, so that the study as run reads back the same.
    /// </summary>
    /// <param name="root">The file's data.</param>
    /// <param name="settings">As after <c>--set</c>; the last <c>network=NAME</c> counts.</param>
    /// <exception cref="RequestException">A setting is none, or would choose another network.</exception>
    public static (YamlMap Study, IReadOnlyList<string> Settings) Bring(
        YamlMap root,
        IReadOnlyList<string> settings
    )
    {
        if (
            YamlSettings.Last(root, settings, "network") is not YamlScalar { IsNull: false } chosen
            || root["networks"] is not YamlMap networks
            || networks[chosen.Text] is not YamlMap own
            || own["settings"] is not YamlList { Items.IsEmpty: false } brought
        )
            return (root, settings);
        string path = $"networks.{chosen.Text}.settings";
        string[] first =
        [
            .. brought.Items.Select(item =>
                item is YamlScalar { IsNull: false } text
                    ? text.Text
                    : throw YamlBinder.Wrong(item, path, "a text such as training.epochs=100")
            ),
        ];
        foreach (string setting in first)
            // Both were chosen before the network's settings are known.
            if (setting.StartsWith("network", StringComparison.Ordinal) || RecipesYaml.IsChoice(setting))
                throw new RequestException(
                    $"a network's settings can't be about {(RecipesYaml.IsChoice(setting) ? "recipes" : "networks")}.",
                    brought.At.With(path),
                    $"Take '{setting}' out."
                );
        YamlMap applied = own.With("settings", new YamlList([], brought.At));
        return (root.With("networks", networks.With(chosen.Text, applied)), [.. first, .. settings]);
    }
}
