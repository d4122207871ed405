using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Faults;
using Osler.Core.Splits;
using Osler.Core.Tables;
using Osler.Core.Texts;
using Osler.Studies.Vignettes;

namespace Osler.Studies;

/// <summary>The texts of a study, their classes, and which part each belongs to.</summary>
/// <param name="Name">Where they come from.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Labels">The classes in words, in the same order.</param>
/// <param name="Class">Each text's class.</param>
/// <param name="Groups">Near duplicates count as one patient.</param>
/// <param name="Split">The part of each text.</param>
/// <param name="Fingerprint">Of the data.</param>
/// <param name="Simulated">Whether a program wrote them.</param>
/// <param name="Warnings">What a reader should know, one sentence each.</param>
internal sealed record TextData(
    string Name,
    ImmutableArray<string> Texts,
    ImmutableArray<string> Classes,
    ImmutableArray<string> Labels,
    ImmutableArray<int> Class,
    Patients Groups,
    Split Split,
    string Fingerprint,
    bool Simulated,
    ImmutableArray<string> Warnings
)
{
    // Of the texts that are answered in practice one in five is taken to be of none of the classes.
    private const int InsideForEachOutside = 4;

    /// <summary>Texts of none of the classes by which "cannot tell" is chosen, beside the validation part; none where nobody writes any.</summary>
    public ImmutableArray<OutsideText> Choosing { get; init; } = [];

    /// <summary>Others by which it is judged, beside the test part.</summary>
    public ImmutableArray<OutsideText> Judging { get; init; } = [];

    /// <summary>The class of "none of these", or null.</summary>
    public string? None =>
        Classes.Contains(VignetteSimulator.NoneOfThese) ? VignetteSimulator.NoneOfThese : null;

    /// <summary>Index of <see cref="None"/> among the classes; -1 where there is none.</summary>
    public int NoneClass => None is { } none ? Classes.IndexOf(none) : -1;

    /// <summary>The cases of a part.</summary>
    public int[] Rows(Part part) => Split.Rows(part);

    /// <summary>Texts by index.</summary>
    public IEnumerable<string> Of(IEnumerable<int> cases) => cases.Select(i => Texts[i]);

    /// <summary>Reads or simulates the texts and divides them.</summary>
    /// <exception cref="RequestException">A split that texts can't have, or no such simulator.</exception>
    /// <exception cref="DataException">The texts are unusable.</exception>
    public static TextData Open(StudyFile study)
    {
        if (study.Split is not SplitByPatients parts)
            throw new RequestException(
                "texts are divided at random, near duplicates together, with some left for the test.",
                "split",
                "Write split: {patients: {train: 0.7, validation: 0.15}}."
            );
        var fractions = new SplitFractions { Validation = parts.Validation, Test = parts.RequireTest() };
        return study.Data.Path is { } path ? Table(study, path, fractions) : Simulate(study, fractions);
    }

    private static TextData Simulate(StudyFile study, SplitFractions fractions)
    {
        if (study.Data.Simulate is not { } simulate || simulate.Cohort != VignetteSimulator.Cohort)
            throw new RequestException(
                "There is no such simulator of texts.",
                "data.simulate.cohort",
                $"Choose {VignetteSimulator.Cohort}, or give a file with --data FILE."
            );
        var simulator = new VignetteSimulator(VignetteTable.Ready);
        Vignette[] vignettes = new Vignette[simulate.Patients];
        Parallel.For(0, vignettes.Length, i => vignettes[i] = simulator.Draw(study.Seed, i));
        ImmutableArray<int> classes = [.. vignettes.Select(vignette => vignette.Class)];
        var groups = Patients.One(vignettes.Length);
        var split = SplitByPatient.DrawByClass(groups, classes, fractions, study.Seed);
        var outside = new OutsideSimulator(VignetteTable.Ready, VignetteTable.Outside);
        return new TextData(
            "simulated vignettes",
            [.. vignettes.Select(vignette => vignette.Text)],
            simulator.Classes,
            [.. VignetteTable.Ready.Conditions.Select(condition => condition.Title), "none of these"],
            classes,
            groups,
            split,
            string.Create(CultureInfo.InvariantCulture, $"vignettes, {simulate.Patients}, seed {study.Seed}"),
            true,
            []
        )
        {
            Choosing = Outside(split.Count(Part.Validation), judged: false),
            Judging = Outside(split.Count(Part.Test), judged: true),
        };

        ImmutableArray<OutsideText> Outside(int inside, bool judged) =>
            [
                .. Enumerable
                    .Range(0, inside / InsideForEachOutside)
                    .Select(i => outside.Draw(study.Seed, i, judged)),
            ];
    }

    private static TextData Table(StudyFile study, string path, SplitFractions fractions)
    {
        var table = TextTable.Read(path, study.Text!.Column, study.Data.Outcome);
        ImmutableArray<string> names = [.. table.Labels.Distinct().Order(StringComparer.Ordinal)];
        if (names.Length is < 2 or > 2000 || names.Length > table.Texts.Length / 2)
            throw new DataException(
                $"The column '{study.Data.Outcome}' has {names.Length} different classes in {table.Texts.Length} texts; 2 to 2,000, each several times, can be learnt.",
                table.Name,
                "Name the column of classes with --set data.outcome=COLUMN."
            );
        ImmutableArray<int> classes = [.. table.Labels.Select(label => names.IndexOf(label))];
        int[] groups = NearDuplicates.Groups(table.Texts);
        var patients = Patients.From(groups);
        if (patients.Count < 3)
            throw new DataException(
                patients.Count == 1
                    ? $"All {groups.Length} texts say nearly the same in nearly the same words, so that none can be kept apart for the test."
                    : $"There are only {patients.Count} different texts among {groups.Length}, too few to train, validate and test on.",
                table.Name,
                "Check which column is the text (--set text.column=COLUMN), or give texts of more patients."
            );
        var warnings = ImmutableArray.CreateBuilder<string>();
        if (table.LeftOut > 0)
            warnings.Add($"{Titles.Count(table.LeftOut)} rows without text or class are left out.");
        if (patients.Count < groups.Length)
            warnings.Add(
                $"{Titles.Count(groups.Length - patients.Count)} of {Titles.Count(groups.Length)} texts nearly repeat another; they are kept on one side of the split."
            );
        int several = groups
            .Zip(classes)
            .GroupBy(pair => pair.First)
            .Count(group => group.Select(pair => pair.Second).Distinct().Count() > 1);
        if (several > 0)
            warnings.Add(
                $"{Titles.Count(several)} groups of nearly the same text have different classes: at most one is right."
            );
        int foreign = table.Texts.Count(text => !Language.Of(text).IsEnglish);
        if (foreign > 0)
            warnings.Add($"{Titles.Count(foreign)} texts do not look like English.");
        var split = SplitByPatient.DrawByClass(patients, classes, fractions, study.Seed);
        if (new[] { Part.Train, Part.Validation, Part.Test }.Any(part => split.Count(part) == 0))
            throw new DataException(
                $"The {groups.Length} texts are {patients.Count} groups of near duplicates, too few to train, validate and test on.",
                table.Name,
                "Give texts of more patients, or divide them in another way (split)."
            );
        return new TextData(
            table.Name,
            table.Texts,
            names,
            names,
            classes,
            patients,
            split,
            table.Fingerprint,
            false,
            warnings.ToImmutable()
        );
    }
}
