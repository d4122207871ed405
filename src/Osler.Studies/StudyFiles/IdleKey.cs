using System.Collections.Immutable;
using Osler.Core.Faults;
using Osler.Imaging.Sources;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>A key of the study file that does nothing in a study of some kind.</summary>
/// <param name="Key">Dotted.</param>
/// <param name="Why">Why it does nothing.</param>
/// <param name="Remedy">What to do in place of it.</param>
internal sealed record IdleKey(string Key, string Why, string Remedy)
{
    private const string ForPatients = "it is about a table's columns, and this study is on images.";
    private const string LeaveOut = "Leave it out.";

    // Of the whole file: those that tables, texts, isolates and questions have.
    private static readonly ImmutableArray<IdleKey> s_onImages =
    [
        new("preprocessing", ForPatients, "State the steps for images under images.preprocessing."),
        new("larger_tables", ForPatients, LeaveOut),
        new("genotypes", "this study is on images.", LeaveOut),
        new("text", "this study is on images.", LeaveOut),
        new("exams", "this study is on images.", LeaveOut),
        new("data.positive", "of images the classes' names say it.", LeaveOut),
        new("data.site", ForPatients, LeaveOut),
        new("data.date", ForPatients, LeaveOut),
        new("data.truth", ForPatients, LeaveOut),
        new("data.inputs", ForPatients, LeaveOut),
        new("data.exclude", ForPatients, LeaveOut),
        new(
            "evaluation.subgroups",
            "images are not judged by subgroup.",
            "Leave it out, and judge each subgroup's images by themselves with 'osler evaluate'."
        ),
        new("evaluation.plane", "a plane lies over two inputs of a table.", LeaveOut),
        new("evaluation.baselines", "baselines learn from a table's columns.", "Write baselines: []."),
    ];

    private static readonly ImmutableArray<string> s_ofTables =
    [
        "images.path",
        "images.folder",
        "images.findings",
        "images.part",
        "data.patient",
        "data.columns",
        "data.reading",
    ];

    /// <summary>Refuses a study that states a key which does nothing in it.</summary>
    /// <param name="study">As read, with its data's path.</param>
    /// <param name="stated">What its file and settings state.</param>
    /// <exception cref="RequestException">The key, and what to do in place of it.</exception>
    public static void RequireNone(StudyFile study, YamlMap stated)
    {
        if (study.Images is not { } images)
            return;
        // A study whose data are still to be given may get a table.
        bool table =
            images.Path is not null
            && (study.Data.Path is { } path ? !ImageSources.Holds(path) : study.Data.Simulate is null);
        foreach (var idle in Of(table, images.Path))
            if (Found(stated, idle.Key) is { } at)
                throw new RequestException(
                    $"it does nothing here: {idle.Why}",
                    at.With(idle.Key),
                    idle.Remedy
                );
    }

    /// <summary>A study's data without the keys that do nothing in it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="written">All of its keys.</param>
    public static YamlMap Without(StudyFile study, YamlMap written) =>
        study.Images is { } images
            ? Of(images.Path is not null, images.Path)
                .Where(idle => Found(written, idle.Key) is not null)
                .Aggregate(written, (map, idle) => Without(map, idle.Key.Split('.')))
            : written;

    private static IEnumerable<IdleKey> Of(bool table, string? column) =>
        table
            ? s_onImages
            : s_onImages.Concat(
                s_ofTables.Select(key => new IdleKey(
                    key,
                    "it is about a table of the images' paths, and there is none.",
                    column is null
                        ? "Leave it out, or name a table's column of paths (images.path)."
                        : "Leave it out, or give the table with --data."
                ))
            );

    // Where a key stands that says something.
    private static Place? Found(YamlMap map, string key)
    {
        string[] path = key.Split('.');
        YamlNode? node = map;
        foreach (string part in path)
            node = (node as YamlMap)?[part];
        return node switch
        {
            null
            or YamlScalar { IsNull: true }
            or YamlList { Items.IsEmpty: true }
            or YamlMap { Entries.IsEmpty: true } => null,
            _ => node.At,
        };
    }

    private static YamlMap Without(YamlMap map, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
            return map.Without(path[0]);
        return map[path[0]] is YamlMap below ? map.With(path[0], Without(below, path[1..])) : map;
    }
}
