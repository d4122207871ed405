using System.Collections.Immutable;

namespace Osler.Reports.TableStudies;

public static partial class TripodAi
{
    /// <summary>Items 17 to 27: ethics, open science, results and discussion.</summary>
    private static readonly ImmutableArray<Item> ResultItems =
    [
        new(
            Methods,
            "17",
            "Ethics approval and consent",
            "Name the committee, or why none was needed.",
            Spared: c => c.Findings.Intent.Simulated ? "No person's data: the patients are simulated." : null
        ),
        new(OpenScience, "18a", "Funding and the funders' role", "Name the funding."),
        new(OpenScience, "18b", "Conflicts of interest", "Declare them for every author."),
        new(OpenScience, "18c", "Protocol", "Tell where it is, or that there was none."),
        new(OpenScience, "18d", "Registration", "Give the number, or tell that it was not registered."),
        new(
            OpenScience,
            "18e",
            "Availability of the data",
            "Tell where the data can be had.",
            c =>
                c.Findings.Intent.Licence is { } licence ? $"Licence of the data: {licence}."
                : c.Findings.Intent.Simulated ? "The same command and seed simulate the same patients."
                : null,
            "question"
        ),
        new(
            OpenScience,
            "18f",
            "Availability of the code",
            "Tell where the code can be had.",
            c =>
                $"Osler {c.Findings.Run.Version}, MIT licence; the study file as run stands at the end of this page.",
            "reproduction"
        ),
        new(
            OpenScience,
            "19",
            "Involvement of patients and the public",
            "Tell how they were involved, or that they were not."
        ),
        new(
            Results,
            "20a",
            "Flow of participants, with and without the outcome, follow-up",
            "Show the flow.",
            c => Parts(c),
            "flow"
        ),
        new(
            Results,
            "20b",
            "Characteristics, with missing data and events",
            "Give table one.",
            c =>
                c.Findings.TableOne.Length > 0
                    ? "Table one, by outcome, with missing values and standardised differences."
                    : null,
            "table-one"
        ),
        new(
            Results,
            "20c",
            "Development and evaluation data compared",
            "Compare the two parts' inputs and outcome.",
            c =>
                $"Share with the outcome: {string.Join(", ", c.Findings.Flow.Parts.Where(p => p.Rows > 0).Select(p => $"{p.Name} {Numerals.Percent((double)p.Positives / p.Rows)}"))}.",
            "flow"
        ),
        new(
            Results,
            "21",
            "Participants and events in each analysis",
            "Give the numbers.",
            c => Parts(c),
            "flow"
        ),
        new(
            Results,
            "22",
            "The full model, so that others can use and evaluate it, and what restricts its use",
            "Give the model.",
            c =>
                "The bundle beside this page holds network, weights, preparation and thresholds, ready to predict with.",
            "network"
        ),
        new(
            Results,
            "23a",
            "Performance with intervals, in subgroups too",
            "Give the measures with intervals.",
            c =>
                c.Book.Of("auroc").Value is null
                    ? null
                    : $"AUROC {Numerals.WithInterval(c.Book.Of("auroc"), v => Numerals.Fixed(v))}, calibration slope {Numerals.WithInterval(c.Book.Of("calibration_slope"), v => Numerals.Fixed(v, 2))}; subgroups {(c.Book.Subgroups("auroc").Any() ? "on the page" : "not examined")}.",
            "answer"
        ),
        new(
            Results,
            "23b",
            "Differences in performance among centres",
            "Give performance by centre, or tell that there is one.",
            c => HasSites(c) ? "Given among the subgroups." : null,
            "subgroups"
        ),
        new(
            Results,
            "24",
            "Results of updating",
            "Give the updated model.",
            Spared: _ => "The model was not updated."
        ),
        new(
            Discussion,
            "25",
            "Interpretation, with fairness, against earlier studies",
            "Interpret the results."
        ),
        new(
            Discussion,
            "26",
            "Limitations and what they do to the results",
            "Discuss the limits.",
            c => c.Findings.Limits.Length > 0 ? Join(c.Findings.Limits) : null,
            "limits"
        ),
        new(
            Discussion,
            "27a",
            "Poor or missing inputs in use",
            "Tell how they should be met in practice.",
            c =>
                Missing(c) is { } missing
                    ? $"In use as in training: {missing} A value outside what training saw is named in a warning with the prediction."
                    : null,
            "data-checks"
        ),
        new(
            Discussion,
            "27b",
            "Whether users take part in handling inputs or in use, and what they must know",
            "Tell what users must do and know."
        ),
        new(
            Discussion,
            "27c",
            "Next steps, towards use elsewhere",
            "Tell what should follow; a first step is to evaluate the bundle on patients from elsewhere."
        ),
    ];
}
