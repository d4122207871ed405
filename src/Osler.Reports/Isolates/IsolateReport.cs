using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Variants.Isolates;
using Osler.Reports.Pages;

namespace Osler.Reports.Isolates;

/// <summary>Composes the page on one isolate's drug resistance.</summary>
public static class IsolateReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    /// <param name="question">The question that the model answers.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="meaning">What a range means; null of a single network.</param>
    /// <param name="uses">What the model is meant for, and not.</param>
    /// <param name="version">Osler's version.</param>
    public static ReportPage Page(
        string question,
        IsolateFindings findings,
        string? meaning,
        ImmutableArray<(string Name, string Value)> uses,
        string version
    ) =>
        new(
            $"Drug resistance of {findings.Isolate}",
            [
                new ReportSection(
                    "drugs",
                    "Drug by drug",
                    [
                        new Prose(Summary(findings)) { Main = true },
                        Drugs(findings, meaning),
                        .. findings
                            .Drugs.Where(drug => drug.Reason is not null)
                            .Select(drug => new Note(NoteKind.Warning, Capital(drug.Name), drug.Reason!)),
                    ]
                ),
                new ReportSection("mutations", "Mutations", [Mutations(findings)]),
                new ReportSection("reading", "How the file was read", Reading(findings)),
                new ReportSection("use", "What this is for", [new FactList(uses)]),
            ]
        )
        {
            Overline = "Osler isolate report",
            Lede = question,
            Banner = IsolateFindings.Caution,
            Colophon = [$"Osler {version}", "positions on NC_000962.3"],
        };

    /// <summary>A verdict in words.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Word(IsolateVerdict verdict) =>
        verdict switch
        {
            IsolateVerdict.Resistant => "resistant",
            IsolateVerdict.Susceptible => "susceptible",
            _ => "cannot tell",
        };

    /// <summary>What a catalogue says of a drug, to stand beside the model's verdict; null where none was asked or it has no rules.</summary>
    /// <param name="drug">The drug.</param>
    public static string? Beside(DrugFinding drug)
    {
        ArgumentNullException.ThrowIfNull(drug);
        return drug.Catalogue is { } catalogue
            ? $"catalogue: {catalogue.Call.Replace('_', ' ')}{(catalogue.Grade is { } grade ? $", {grade}" : "")}"
            : null;
    }

    /// <summary>Which drugs are which, in a sentence or three.</summary>
    /// <param name="findings">What was found.</param>
    public static string Summary(IsolateFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        string[] contradicted =
        [
            .. findings
                .Drugs.Where(drug => drug.Contradicted)
                .Select(drug => $"{drug.Name} ({Word(drug.Verdict)}; {Beside(drug)})"),
        ];
        string said = string.Join(
            ' ',
            new[] { IsolateVerdict.Resistant, IsolateVerdict.Susceptible, IsolateVerdict.CannotTell }
                .Select(verdict =>
                    (
                        Verdict: verdict,
                        Names: findings
                            .Drugs.Where(drug => drug.Verdict == verdict)
                            .Select(drug => drug.Name)
                            .ToArray()
                    )
                )
                .Where(group => group.Names.Length > 0)
                .Select(group =>
                    $"{(group.Verdict == IsolateVerdict.CannotTell ? "Cannot tell of" : $"Predicted {Word(group.Verdict)} to")} {string.Join(", ", group.Names)}."
                )
        );
        return contradicted.Length == 0
            ? said
            : $"{said} Model and catalogue contradict each other about {string.Join(", ", contradicted)}.";
    }

    private static DataTable Drugs(IsolateFindings findings, string? meaning) =>
        new(
            "Verdicts",
            [
                new("Drug"),
                new("Verdict"),
                new("Probability of resistance", Number: true),
                new("Mutations behind it"),
                new("Catalogue"),
            ],
            [
                .. findings.Drugs.Select(drug => new TableRow([
                    new(drug.Name, drug.Drug),
                    new(Word(drug.Verdict), Beside(drug)),
                    new(
                        Numerals.Percent(drug.Probability),
                        (
                            drug.Low is { } low && drug.High is { } high
                                ? $"{Numerals.Percent(low)} to {Numerals.Percent(high)}; "
                                : ""
                        ) + $"threshold {Numerals.Percent(drug.Threshold)}"
                    ),
                    drug.Behind.IsEmpty ? "none" : string.Join("; ", drug.Behind.Select(Weight)),
                    drug.Catalogue is { } catalogue
                        ? new TableCell(
                            catalogue.Call.Replace('_', ' '),
                            catalogue.Evidence.IsEmpty ? null : string.Join("; ", catalogue.Evidence.Take(4))
                        )
                        : Numerals.Undefined,
                ])),
            ]
        )
        {
            Footnote =
                "Behind a mutation: how much the log-odds of resistance would fall without it, all else as it is. "
                + (
                    findings.Drugs.FirstOrDefault(drug => drug.Catalogue is not null)?.Catalogue is { } named
                        ? $"Catalogue: {named.Name}. "
                        : "No catalogue was given. "
                )
                + meaning,
        };

    private static ReportElement Mutations(IsolateFindings findings) =>
        findings.Mutations.IsEmpty
            ? new Prose("None in the genes that are known.")
            : new DataTable(
                "Mutations in the genes of resistance and before them",
                [new("Mutation"), new("DNA"), new("WHO catalogue's words"), new("Position", Number: true)],
                [
                    .. findings.Mutations.Select(mutation => new TableRow([
                        new(mutation.Hgvs, mutation.Mixed ? "beside another allele" : null),
                        mutation.Dna,
                        mutation.Garc,
                        Numerals.Count(mutation.Position),
                    ])),
                ]
            )
            {
                Sortable = true,
            };

    private static ImmutableArray<ReportElement> Reading(IsolateFindings findings)
    {
        var elements = ImmutableArray.CreateBuilder<ReportElement>();
        elements.Add(
            new Prose(
                $"{Numerals.Count(findings.Features - findings.NotDetermined.Length)} of the model's {Numerals.Count(findings.Features)} inputs are determined."
            )
        );
        if (!findings.Assumptions.IsEmpty)
            elements.Add(new Bullets(findings.Assumptions));
        if (!findings.NotDetermined.IsEmpty)
            elements.Add(
                new Folded("Inputs that are not determined", string.Join('\n', findings.NotDetermined))
            );
        foreach (string warning in findings.Warnings)
            elements.Add(new Note(NoteKind.Warning, null, warning));
        return elements.ToImmutable();
    }

    private static string Weight(FeatureWeight weight) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(weight.Mutations.IsEmpty ? weight.Feature : string.Join(", ", weight.Mutations))} {weight.LogOdds:+0.0;-0.0;0.0}"
        );

    private static string Capital(string name) =>
        name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : name;
}
