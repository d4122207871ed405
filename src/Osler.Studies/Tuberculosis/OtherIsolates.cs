using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;

namespace Osler.Studies.Tuberculosis;

/// <summary>How isolates that a model did not learn from are read.</summary>
/// <param name="Path">An archive, a table of variants, or a folder of VCF files.</param>
public sealed record OtherIsolatesReading(string Path)
{
    /// <summary>The table of the drugs' labels; null for the one beside the variants with "label" in its name.</summary>
    public string? Labels { get; init; }

    /// <summary>The number that means resistant in the labels, 0 or 1; null as in the study.</summary>
    public int? Resistant { get; init; }

    /// <summary>A catalogue's file (GARC1 or TBDB, csv) that is judged beside the model; null for none.</summary>
    public string? Catalogue { get; init; }

    /// <summary>How calls are read from VCF files.</summary>
    public CallSettings Calls { get; init; } = CallSettings.Default;

    internal BesideCatalogue? OpenCatalogue() =>
        Catalogue is { } file
            ? new(CatalogueFiles.SlugOf(file), Core.Variants.Catalogues.Catalogue.Read(file))
            : null;
}

/// <summary>Isolates that a model did not learn from, as its inputs and outcomes.</summary>
/// <param name="Source">The file's or the folder's name.</param>
/// <param name="Fingerprint">SHA-256 of variants and labels.</param>
/// <param name="Rows">[isolates, inputs] row-major in the card's order: 0, 1, NaN where not determined.</param>
/// <param name="Labels">[isolates, outcomes] row-major in the card's order: 1 resistant, 0 susceptible, NaN unknown.</param>
/// <param name="Warnings">What a reader should know, one sentence each.</param>
public sealed record OtherIsolates(
    string Source,
    string Fingerprint,
    double[] Rows,
    float[] Labels,
    ImmutableArray<string> Warnings
)
{
    /// <summary>Files that could not be read, with the reason.</summary>
    public ImmutableArray<(string File, string Reason)> Refused { get; init; } = [];

    /// <summary>The model's inputs that the data do not have, which are not determined.</summary>
    public ImmutableArray<string> Absent { get; init; } = [];

    /// <summary>What a catalogue says of them; null where none was asked, or nothing can be looked up.</summary>
    public CatalogueCalls? Catalogue { get; init; }

    /// <summary>Reads isolates for a bundle.</summary>
    /// <param name="reading">Where they are.</param>
    /// <param name="study">The study that made the bundle.</param>
    /// <param name="card">Its inputs and outcomes.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="RequestException">No table of labels, or none that is meant.</exception>
    /// <exception cref="DataException">
    /// They can't be read; none of the model's inputs or outcomes is among them; the labels' coding is swapped.
    /// </exception>
    public static OtherIsolates Read(
        OtherIsolatesReading reading,
        StudyFile study,
        Card card,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(card);
        GenotypeSettings settings = (study.Genotypes ?? new()) with
        {
            Labels = reading.Labels is { } labels ? Path.GetFullPath(labels) : null,
            Resistant = reading.Resistant ?? study.Genotypes?.Resistant ?? 0,
        };
        ImmutableArray<string> outcomes = [.. card.Outcomes.Select(outcome => outcome.Name)];
        if (Directory.Exists(reading.Path))
            return IsolateFolder.Read(reading, settings, card, outcomes, cancellation);
        var catalogue = reading.OpenCatalogue();
        bool archive = reading.Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        ResistanceData data = archive
            ? ResistanceFiles.Archive(
                reading.Path,
                settings with
                {
                    Drugs =
                        settings.Drugs.IsEmpty && outcomes.Length != ResistanceFiles.PublishedDrugs.Length
                            ? outcomes
                            : settings.Drugs,
                },
                IsolateRemedies.OfEvaluation
            )
            : ResistanceTables.Read(
                reading.Path,
                settings,
                IsolateRemedies.OfEvaluation,
                outcomes,
                Columns(reading, card)
            );
        var warnings = ImmutableArray.CreateBuilder<string>();
        // Of an archive without names there is more to say.
        if (!archive)
            warnings.AddRange(data.Warnings);
        ImmutableArray<string> names = [.. card.Inputs.Select(input => input.Name)];
        var found = Inputs(names, data, warnings);
        double[] rows = data.Rows(found);
        data = WithOutcomes(data, outcomes);
        var beside = catalogue?.Called(data, warnings);
        return Checked(reading, data, rows, warnings) with
        {
            Absent = [.. names.Where((_, i) => found[i] < 0)],
            Catalogue = beside,
        };
    }

    // The model's inputs; for a catalogue, all that are named as variants are.
    private static HashSet<string> Columns(OtherIsolatesReading reading, Card card)
    {
        var inputs = card.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        if (reading.Catalogue is not null && File.Exists(reading.Path))
            inputs.UnionWith(
                TableFile.Header(reading.Path).Where(name => VariantName.Parse(name) is not null)
            );
        return inputs;
    }

    /// <summary>Isolates whose labels make sense, with warnings about drugs that can't be judged.</summary>
    internal static OtherIsolates Checked(
        OtherIsolatesReading reading,
        ResistanceData data,
        double[] rows,
        ImmutableArray<string>.Builder warnings
    )
    {
        ResistanceChecks.RequireLabels(data);
        if (reading.Resistant is not null && data.LabelsAreLetters)
            throw new RequestException(
                "--positive says which number means resistant, and the labels are letters, which say it themselves.",
                data.Source,
                "Leave --positive out."
            );
        ResistanceChecks.RequireRare(data);
        ResistanceChecks.RequireCoding(data, IsolateRemedies.OfEvaluation);
        if (Array.TrueForAll(rows, double.IsNaN))
            throw VariantCoding.NothingDetermined(data.Source);
        warnings.AddRange(ResistanceChecks.OneClass(data));
        warnings.AddRange(ResistanceChecks.Contradicting(data));
        return new OtherIsolates(data.Source, data.Fingerprint, rows, data.Labels, warnings.ToImmutable());
    }

    /// <summary>The labels by the model's outcomes; a drug without labels is unknown.</summary>
    internal static ResistanceData WithOutcomes(ResistanceData data, ImmutableArray<string> outcomes)
    {
        int[] places =
        [
            .. outcomes.Select(outcome =>
                ResistanceTables.ColumnOf(outcome, data.Drugs) is { } drug ? data.Drugs.IndexOf(drug) : -1
            ),
        ];
        if (places.All(place => place < 0))
            throw new DataException(
                $"None of the model's drugs ({string.Join(", ", outcomes)}) has labels.",
                data.Source,
                "Name the drugs as the model does."
            );
        float[] labels = new float[data.Isolates * outcomes.Length];
        for (int i = 0; i < data.Isolates; i++)
        for (int k = 0; k < places.Length; k++)
            labels[i * places.Length + k] = places[k] < 0 ? float.NaN : data.Label(i, places[k]);
        return data with { Drugs = outcomes, Labels = labels };
    }

    // The variant of each input; -1 where the data don't have it.
    private static ImmutableArray<int> Inputs(
        ImmutableArray<string> names,
        ResistanceData data,
        ImmutableArray<string>.Builder warnings
    )
    {
        var numbers = data
            .Names.Select((name, i) => (name, i))
            .ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        ImmutableArray<int> found = [.. names.Select(name => numbers.GetValueOrDefault(name, -1))];
        string[] absent = [.. names.Where(name => !numbers.ContainsKey(name))];
        // An archive without names has the model's inputs, or there is no telling what it has.
        if (absent.Length == names.Length && data.Nameless && data.Width == names.Length)
        {
            warnings.Add(
                $"Nothing names the {data.Width} variants; they are taken for the model's inputs in order."
            );
            return [.. Enumerable.Range(0, data.Width)];
        }
        if (absent.Length == names.Length)
            throw new DataException(
                $"None of the model's {names.Length} inputs ({names[0]}, …) is among the variants.",
                data.Source,
                "Name the columns as in training; beside an archive of arrays lies a file of names, *names*.txt, a name a line."
            );
        return found;
    }
}
