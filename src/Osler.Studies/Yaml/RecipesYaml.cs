using Osler.Core.Faults;

namespace Osler.Studies.Yaml;

/// <summary>Puts the recipe that a study file, or the command line, names in the place of the study's own keys.</summary>
internal static class RecipesYaml
{
    private const string Chosen = "recipe";

    private const string All = "recipes";

    // Each is a whole: its keys mean something together alone.
    private static readonly string[] s_wholes = ["network", "split"];

    /// <param name="study">The file's data.</param>
    /// <param name="settings">From the command line; the last <c>recipe=NAME</c> counts.</param>
    /// <returns>The study as the recipe has it, without its recipes; the study itself where none is named.</returns>
    /// <exception cref="RequestException">There is no recipe of that name, or it states recipes itself.</exception>
    public static YamlMap Complete(YamlMap study, IReadOnlyList<string> settings)
    {
        YamlNode? named = YamlSettings.Last(study, settings, Chosen);
        if (named is null or YamlScalar { IsNull: true })
            return study.Without(Chosen);
        string name = named is YamlScalar scalar
            ? scalar.Text
            : throw YamlBinder.Wrong(named, Chosen, "the name of a recipe");
        var recipes = study[All] as YamlMap;
        if (recipes?[name] is not { } found)
            throw new RequestException(
                $"there is no recipe '{name}'.",
                named.At.With(Chosen),
                recipes is null
                    ? "The study file states no recipes."
                    : NearestName.Hint(name, recipes.Entries.Select(entry => entry.Key))
            );
        string path = $"{All}.{name}";
        if (found is not YamlMap stated)
            throw YamlBinder.Wrong(found, path, "keys of a study file, such as network and training");
        foreach (string key in (string[])[Chosen, All])
            if (stated[key] is { } nested)
                throw new RequestException(
                    "a recipe states no recipes.",
                    nested.At.With($"{path}.{key}"),
                    "Put it beside the others."
                );
        return Over(study, stated).Without(Chosen).Without(All);
    }

    /// <summary>Whether a setting of the command line chooses a recipe, so that nothing of it is left to apply.</summary>
    public static bool IsChoice(string setting) => YamlSettings.Sets(setting, Chosen);

    private static YamlMap Over(YamlMap study, YamlMap stated)
    {
        foreach (YamlEntry entry in stated.Entries)
            study = study.With(
                entry.Key,
                study[entry.Key] is YamlMap below
                && entry.Value is YamlMap above
                && !s_wholes.Contains(entry.Key)
                    ? below.With(above)
                    : entry.Value
            );
        return study;
    }
}
