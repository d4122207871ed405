using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Preprocessing;
using Osler.Learning.Training;
using Osler.Reports.TableStudies;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>One of a study's own networks, with what else changes when it is chosen.</summary>
/// <param name="Network">A preset or blocks.</param>
public sealed record StudyNetwork(NetworkChoice Network)
{
    /// <summary>One line for readers: what this network shows.</summary>
    public string? About { get; init; }

    /// <summary>The question as this network answers it; the study's where it is not given.</summary>
    public string? Question { get; init; }

    /// <summary>The inputs it sees; empty: the study's.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>The plane over which its probability is drawn; empty: the study's.</summary>
    public ImmutableArray<string> Plane
    {
        get;
        init => field = PlaneSettings.Two(value);
    } = [];

    /// <summary>Others of the study's networks to train and draw beside it.</summary>
    public ImmutableArray<string> Beside { get; init; } = [];

    /// <summary>What else is set where it is chosen, <c>a.b=value</c> each; the command line's own settings come after.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];
}

/// <summary>A study as data: question, table, split, preprocessing, network, training and judging. No code.</summary>
public sealed record StudyFile
{
    /// <summary>Short name in lower case with hyphens, e.g. heart-attack.</summary>
    public required string Study
    {
        get;
        init =>
            field =
                value.Length is > 0 and <= 100
                && value[0] != '.'
                && !value.Any(letter => char.IsControl(letter) || letter is '/' or '\\' or ':')
                    ? value
                    : throw new ArgumentException(
                        "a study's name is short and becomes a folder's, such as heart-attack: no slash, no colon, no dot at its front",
                        nameof(value)
                    );
    }

    /// <summary>A few words for the head of the report; made of the name where it is not given.</summary>
    public string? Title { get; init; }

    /// <summary>The question in one sentence.</summary>
    public required string Question { get; init; }

    /// <summary>Who may use the answer, for whom and for what.</summary>
    public string IntendedUse { get; init; } = "Research and teaching.";

    /// <summary>What the model must not be used for, one sentence each.</summary>
    public ImmutableArray<string> NotFor { get; init; } = ["Decisions about a patient's care."];

    /// <summary>Decides every random draw.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The table and its columns.</summary>
    public required DataSettings Data { get; init; }

    /// <summary>How images are read and prepared; null where the study is on a table.</summary>
    public ImageSettings? Images { get; init; }

    /// <summary>How variants of genomes and drugs' labels are read; null where the study is on anything else.</summary>
    public GenotypeSettings? Genotypes { get; init; }

    /// <summary>How texts are read; null where the study is on a table or on images.</summary>
    public TextSettings? Text { get; init; }

    /// <summary>How questions with options are read; null where the study is on anything else.</summary>
    public ExamSettings? Exams { get; init; }

    /// <summary>How cases are divided.</summary>
    public SplitSettings Split { get; init; } = new SplitByPatients();

    /// <summary>
    /// The steps from cells to the network's features, fitted on training cases alone. Not stated: impute, one_hot,
    /// standardise.
    /// </summary>
    public ImmutableArray<Step> Preprocessing { get; init; } = Core.Preprocessing.Recipe.Standard.Steps;

    /// <summary>The network.</summary>
    public NetworkChoice Network { get; init; } = NetworkChoice.Named("mlp");

    /// <summary>The study's own networks, chosen by name.</summary>
    public ImmutableArray<Named<StudyNetwork>> Networks { get; init; } = [];

    /// <summary>How the network is trained.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>
    /// The name of one of <see cref="Recipes"/>. It is taken up as the file is read, which then states all that it says,
    /// so that nothing is left here.
    /// </summary>
    public string? Recipe { get; init; }

    /// <summary>Other settings of the study, chosen by name.</summary>
    public ImmutableArray<Named<StatedKeys>> Recipes { get; init; } = [];

    /// <summary>What takes the place of preprocessing, network and training where the table is larger.</summary>
    public LargerTables? LargerTables { get; init; }

    /// <summary>How it is judged.</summary>
    public EvaluationSettings Evaluation { get; init; } = new();

    /// <summary>
    /// A person's answers to items of the TRIPOD+AI checklist, by the item's number ("3a"); they stand in the report.
    /// </summary>
    public ImmutableArray<Named<string>> Checklist { get; init; } = [];

    internal string ShownTitle => Title ?? Titles.Of(Study.Replace('-', '_'));

    /// <summary>The network as stated, or the one of the study's own that its name means.</summary>
    internal NetworkChoice Chosen =>
        Networks.FirstOrDefault(named => named.Name == Network.Name)?.Value.Network ?? Network;

    /// <summary>The study with the loss that labels of a kind ask for, where it leaves that to them.</summary>
    internal StudyFile LearningFrom(bool exclusive) =>
        this with
        {
            Training = Training with { Loss = Training.Loss.For(exclusive) },
        };

    /// <summary>Opens a ready study by its name, or a study file by its path, and applies settings on top.</summary>
    /// <param name="study">A name of <see cref="StudyCatalog"/>, or a path.</param>
    /// <param name="settings"><c>a.b=value</c> each, as after <c>--set</c>; later ones win.</param>
    /// <param name="data">A table's path, relative to the working folder, in place of the study's own.</param>
    /// <param name="seed">A seed in place of the study's own.</param>
    /// <exception cref="RequestException">No such study, or something in the file or the settings is wrong.</exception>
    public static StudyFile Open(
        string study,
        IReadOnlyList<string>? settings = null,
        string? data = null,
        long? seed = null
    )
    {
        (string text, string source, string folder) = StudyCatalog.Find(study) is { } ready
            ? Ready(ready, hasData: data is not null || settings?.Any(IsPath) == true)
            : FromDisk(study);
        var (file, stated) = Bound(text, source, settings);
        if (folder.Length == 0 && data is not null && StudyCatalog.Find(study) is not null)
            file = file.InItsOwnWords(Read(text, source).Data.Outcome, settings ?? []);
        string? path = data ?? (file.Data.Path is { } own ? Path.Combine(folder, own) : null);
        file = file with
        {
            Data = file.Data with { Path = path },
            Seed = seed ?? file.Seed,
            Exams = file.Exams?.At(beside => Path.Combine(folder, beside)),
        };
        IdleKey.RequireNone(file, stated);
        return file;
    }

    /// <summary>Reads a study file's text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <param name="settings">As of <see cref="Open"/>.</param>
    /// <exception cref="RequestException">Something in the file or the settings is wrong.</exception>
    public static StudyFile Read(string text, string source, IReadOnlyList<string>? settings = null) =>
        Bound(text, source, settings).Study;

    private static (StudyFile Study, YamlMap Stated) Bound(
        string text,
        string source,
        IReadOnlyList<string>? settings
    )
    {
        YamlNode root = YamlReader.Read(text, source);
        if (root is not YamlMap map)
            throw YamlBinder.Wrong(root, "", "a map of keys and values");
        map = RecipesYaml.Complete(map, settings ?? []);
        settings = [.. (settings ?? []).Where(setting => !RecipesYaml.IsChoice(setting))];
        (map, settings) = NetworkSettingsYaml.Bring(map, settings);
        map = LargerTablesYaml.Complete(map, settings);
        foreach (string setting in settings)
            map = YamlSettings.Apply(map, setting);
        map = FindingsYaml.Complete(map);
        var study = YamlBinder.Bind<StudyFile>(map);
        RequireKnownItems(map["checklist"] as YamlMap);
        RequireLimits(study, map);
        return (study, map);
    }

    /// <summary>The study for a table of so many rows: what stands under <see cref="LargerTables"/> in place, or left out.</summary>
    public StudyFile For(int rows) =>
        LargerTables is { } larger && rows >= larger.FromRows
            ? this with
            {
                Preprocessing = larger.Preprocessing,
                Network = larger.Network,
                Training = larger.Training,
                LargerTables = null,
            }
            : this with
            {
                LargerTables = null,
            };

    /// <summary>The whole study as YAML that reads back the same; keys that do nothing in a study of its kind are left out.</summary>
    public string Write() => YamlWriter.Write(IdleKey.Without(this, (YamlMap)YamlWriter.Node(this)));

    private static bool IsPath(string setting) => setting.StartsWith("data.path=", StringComparison.Ordinal);

    private static (string Text, string Source, string Folder) Ready(ReadyStudy ready, bool hasData) =>
        !hasData && ready.Simulated() is { } simulated
            ? (simulated, $"{ready.Name}/simulated.yaml", "")
            : (ready.Text(), $"{ready.Name}/study.yaml", "");

    // A ready study's title and questions are about its own outcome; another table's other outcome is asked for plainly.
    private StudyFile InItsOwnWords(string ready, IReadOnlyList<string> settings)
    {
        if (Data.Outcome == ready)
            return this;
        string outcome =
            Data.Columns.FirstOrDefault(column => column.Name == Data.Outcome)?.Value.Label
            ?? Data.Outcome.Replace('_', ' ');
        bool Said(string key) =>
            settings.Any(setting => setting.StartsWith(key + "=", StringComparison.Ordinal));
        return this with
        {
            Title = Said("title") ? Title : Titles.Of(outcome),
            Question = Said("question") ? Question : $"How likely is {outcome}?",
            Networks =
            [
                .. Networks.Select(own =>
                    Said($"networks.{own.Name}.question")
                        ? own
                        : own with
                        {
                            Value = own.Value with { Question = null },
                        }
                ),
            ],
        };
    }

    private static void RequireLimits(StudyFile study, YamlMap map)
    {
        foreach (Named<ColumnSettings> column in study.Data.Columns)
            if (column.Value is { Low: { } low, High: { } high } && low > high)
            {
                var written = ((map["data"] as YamlMap)?["columns"] as YamlMap)?[column.Name];
                throw new RequestException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the lowest plausible number, {low}, is above the highest, {high}."
                    ),
                    (written ?? map).At.With($"data.columns.{column.Name}"),
                    "Swap low and high, or correct one of them."
                );
            }
    }

    private static void RequireKnownItems(YamlMap? checklist)
    {
        ImmutableArray<string> known = TripodAi.Numbers;
        foreach (YamlEntry entry in checklist?.Entries ?? [])
            if (!known.Contains(entry.Key))
                throw new RequestException(
                    $"'{entry.Key}' is no item of the TRIPOD+AI checklist.",
                    entry.At.With("checklist"),
                    NearestName.Hint(entry.Key, known)
                );
    }

    private static (string Text, string Source, string Folder) FromDisk(string path)
    {
        if (Directory.Exists(path) && File.Exists(Path.Combine(path, "study.yaml")))
            path = Path.Combine(path, "study.yaml");
        if (!File.Exists(path))
            throw new RequestException(
                $"'{path}' is neither a ready study nor a study file.",
                null,
                NearestName.Of(path, StudyCatalog.All.Select(ready => ready.Name)) is { } near
                    ? $"Did you mean '{near}'?"
                    : $"Ready studies: {string.Join(", ", StudyCatalog.All.Select(ready => ready.Name))}."
            );
        try
        {
            if (new FileInfo(path).Length > 4L * YamlReader.MaxLength)
                throw new RequestException(
                    "too large for a study file.",
                    path,
                    "Is it the table? Give that with --data."
                );
            // A pipe has no length either; reading it could wait for ever.
            if (new FileInfo(path).Length == 0)
                throw new RequestException(
                    "is empty, or it is a pipe or a device.",
                    path,
                    "A study file is a text of a page or two; osler init writes one."
                );
            return (Letters(path), Path.GetFileName(path), Path.GetDirectoryName(path) ?? "");
        }
        catch (DecoderFallbackException fault)
        {
            throw new RequestException("holds bytes that are not UTF-8.", path, "Save it as UTF-8.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"can't be read: {fault.Message}", path, null, fault);
        }
    }

    // A letter in another encoding would become a name that no table has.
    private static string Letters(string path)
    {
        using var reader = new StreamReader(
            path,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
        );
        return reader.ReadToEnd();
    }
}
