namespace Osler.Studies.Yaml;

/// <summary>Puts what the chosen one of a study's own networks states of training in the place of the study's.</summary>
internal static class OwnTrainingYaml
{
    private const string All = "networks";

    private const string Part = "training";

    private const string Larger = "larger_tables";

    /// <param name="study">The file's data.</param>
    /// <param name="settings">From the command line; the last <c>network=NAME</c> counts.</param>
    /// <returns>The study; the chosen network states nothing of training any more.</returns>
    public static YamlMap Complete(YamlMap study, IReadOnlyList<string> settings)
    {
        if (
            YamlSettings.Last(study, settings, "network") is not YamlScalar { Text: var name }
            || study[All] is not YamlMap networks
            || networks[name] is not YamlMap own
            || own[Part] is not YamlMap stated
        )
            return study;
        study = study.With(All, networks.With(name, own.Without(Part)));
        study = study.With(Part, study[Part] is YamlMap usual ? usual.With(stated) : stated);
        return study[Larger] is YamlMap larger
            ? study.With(Larger, larger.With(Part, larger[Part] is YamlMap many ? many.With(stated) : stated))
            : study;
    }
}
