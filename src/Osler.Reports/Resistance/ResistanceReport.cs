using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;
using Osler.Reports.TableStudies;

namespace Osler.Reports.Resistance;

/// <summary>Composes the report of a study of drug resistance, in a paper's order.</summary>
public static class ResistanceReport
{
    /// <summary>The page; <see cref="HtmlReport.Render"/> makes it a document.</summary>
    public static ReportPage Page(ResistanceFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ReportSection?[] sections =
        [
            Answer(findings),
            Isolates(findings),
            NetworkSections.Network(findings.Network),
            NetworkSections.Training(findings.TrainingSettings, findings.Training),
            ResistanceJudgementSections.Discrimination(findings),
            ResistanceJudgementSections.Clusters(findings),
            ResistanceJudgementSections.Decisions(findings),
            ResistanceJudgementSections.Calibration(findings),
            ResistanceExplanationSections.Mutations(findings),
            ResistanceExplanationSections.Map(findings),
            ClosingSections.Limits(findings.Limits),
            ClosingSections.Reproduction(findings.Run),
        ];
        return StudyPage.Of(findings.Intent, findings.Run, "isolates", sections);
    }

    /// <summary>A measure of the plain cross-validation, or another part's.</summary>
    internal static Measure? Find(
        ResistanceFindings findings,
        string name,
        string outcome,
        string model = "network",
        string part = "cross_validation"
    ) => Find(findings.Measures, name, outcome, model, part);

    /// <summary>A measure of some.</summary>
    internal static Measure? Find(
        ImmutableArray<Measure> measures,
        string name,
        string outcome,
        string model,
        string part
    ) =>
        measures.FirstOrDefault(measure =>
            measure.Name == name
            && measure.Outcome == outcome
            && measure.Model == model
            && measure.Part == part
        );

    private static ReportSection Answer(ResistanceFindings findings)
    {
        var figures = findings.Means.Select(mean =>
            Find(findings, "auroc", mean.Outcome) is { } found
                ? KeyFigure.Of(
                    $"AUROC, {mean.Name}",
                    "auroc",
                    found.Estimate,
                    "mean over drugs, each over folds"
                )
                : null
        );
        return new ReportSection(
            "answer",
            "The answer",
            [
                new Prose(
                    $"From the variants of an isolate's genome the network says which of {findings.Drugs.Length} drugs it resists. On isolates that it had not learnt from:"
                )
                {
                    Main = true,
                },
                new KeyFigures([.. figures.OfType<KeyFigure>()]),
                new Prose(
                    "AUROC is the chance that a resistant isolate gets a higher probability of resistance than a susceptible one; 0.5 is a guess."
                ),
            ]
        );
    }

    private static ReportSection Isolates(ResistanceFindings findings)
    {
        List<ReportElement> elements = [];
        if (findings.Intent.Source is { } source)
            elements.Add(new Prose(source));
        elements.Add(new FactList([.. findings.Isolates.Select(fact => (fact.Name, fact.Value))]));
        elements.Add(
            new DataTable(
                "Isolates by drug",
                [
                    new TableColumn("Drug"),
                    new TableColumn("Resistant", Number: true),
                    new TableColumn("Susceptible", Number: true),
                    new TableColumn("Not tested", Number: true),
                ],
                [
                    .. findings.Drugs.Select(drug => new TableRow([
                        new TableCell(drug.Code, drug.Name),
                        Numerals.Count(drug.Resistant),
                        Numerals.Count(drug.Susceptible),
                        Numerals.Count(drug.Unknown),
                    ])),
                ]
            )
            {
                Footnote =
                    "What was not tested is neither learnt from nor judged on; it is never read as susceptible.",
            }
        );
        foreach (string warning in findings.Warnings)
            elements.Add(new Note(NoteKind.Warning, null, warning));
        if (!findings.Preprocessing.IsEmpty)
        {
            elements.Add(new SubHeading("From variants to inputs"));
            elements.Add(new Bullets(findings.Preprocessing));
        }
        return new ReportSection("isolates", "The isolates", [.. elements]);
    }
}
