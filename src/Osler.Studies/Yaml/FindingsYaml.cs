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
}
