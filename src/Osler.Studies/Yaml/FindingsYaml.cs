using System.Reflection;

namespace Osler.Studies.Yaml;

/// <summary>Completes what a study on findings of images says of its data: columns of findings take the place of an outcome.</summary>
internal static class FindingsYaml
{
    /// <param name="study">The file's data, settings applied.</param>
    public static YamlMap Complete(YamlMap study) =>
        (study["images"] as YamlMap)?["findings"] is YamlList { Items.IsEmpty: false }
        && study["data"] is YamlMap data
        && data["outcome"] is null
            ? study.With("data", data.With("outcome", YamlWriter.Text("findings")))
            : study;

    /// <summary>Whether a key that a record needs may be left out of a file for this.</summary>
    public static bool Completes(PropertyInfo key) =>
        key.DeclaringType == typeof(DataSettings) && key.Name == nameof(DataSettings.Outcome);
}
