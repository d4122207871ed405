using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>Limits, the reporting guideline, and what is needed to do it again.</summary>
internal static class ClosingSections
{
    public static ReportSection? Limits(StudyContext context)
    {
        List<string> limits = [.. context.Findings.Limits];
        if (context.Findings.Intent.Simulated)
            limits.Add("The patients are simulated: the network learnt an equation, not medicine.");
        if (context.Findings.Judged.Part is "test" or "cross_validation")
            limits.Add(
                "The network was judged on patients of the same source as it was trained on. How it does elsewhere has to be measured there."
            );
        return Limits([.. limits]);
    }

    /// <summary>The limits, a sentence each; null where there are none.</summary>
    public static ReportSection? Limits(ImmutableArray<string> limits) =>
        limits.IsEmpty ? null : new ReportSection("limits", "Limits", [new Bullets(limits)]);

    public static ReportSection Checklist(StudyContext context)
    {
        var items = TripodAi.Fill(context);
        int open = items.Count(item => item.By == AnsweredBy.Nobody);
        int filled = items.Count(item => item.By is AnsweredBy.Run or AnsweredBy.Person);
        return new ReportSection(
            "tripod-ai",
            "TRIPOD+AI checklist",
            [
                new Prose(
                    $"{filled} of {items.Length} items are filled; {open} wait for a person, who can answer them in the study file under checklist."
                ),
                new Checklist(TripodAi.Source, items),
            ]
        );
    }

    public static ReportSection Reproduction(StudyContext context) => Reproduction(context.Findings.Run);

    public static ReportSection Reproduction(RunRecord run)
    {
        List<ReportElement> elements =
        [
            new Prose("The same version, seed, data and settings on the same machine give the same numbers."),
            new FactList([
                ("Osler", run.Version),
                ("Seed", run.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                .. run.Environment.Select(Pair),
            ]),
        ];
        if (run.Command is { } command)
            elements.Add(new Folded("Command", command, Open: true));
        if (run.Fingerprints.Length > 0)
        {
            elements.Add(new SubHeading("Fingerprints"));
            elements.Add(new FactList([.. run.Fingerprints.Select(Pair)]));
        }
        if (run.Timings.Length > 0)
        {
            elements.Add(new SubHeading("Time taken"));
            elements.Add(
                new FactList([
                    .. run.Timings.Select(timing => (timing.Stage, Numerals.Duration(timing.Seconds))),
                    ("Together", Numerals.Duration(run.Timings.Sum(timing => timing.Seconds))),
                ])
            );
        }
        elements.Add(new Folded("The study file as run", run.Settings));
        return new ReportSection("reproduction", "To do it again", [.. elements]);
    }

    private static (string, string) Pair(Fact fact) => (fact.Name, fact.Value);
}
