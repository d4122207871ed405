using System.Collections.Immutable;

namespace Osler.Reports.TableStudies;

public static partial class TripodAi
{
    /// <summary>Items 1 to 16: title, introduction and methods.</summary>
    private static readonly ImmutableArray<Item> MethodItems =
    [
        new(
            Opening,
            "1",
            "Title names development or evaluation, population and outcome",
            "Word the title so.",
            c => $"This report's title: {c.Findings.Intent.Title}. Outcome: {c.Outcome}.",
            "question"
        ),
        new(
            Opening,
            "2",
            "Abstract by TRIPOD+AI for abstracts",
            "Write the abstract; the answer at the top of this page is a start."
        ),
        new(
            Opening,
            "3a",
            "Health care context, diagnostic or prognostic, why a model, which exist",
            "Tell the context and cite the models that exist."
        ),
        new(
            Opening,
            "3b",
            "Target population, purpose in the care pathway, intended users",
            "Tell who would use the model on whom, and when.",
            c => c.Findings.Intent.IntendedUse,
            "question"
        ),
        new(
            Opening,
            "3c",
            "Known health inequalities between groups",
            "Tell what is known for this condition."
        ),
        new(
            Opening,
            "4",
            "Objectives: development, evaluation or both",
            "State the objectives.",
            c =>
                $"Development and internal evaluation of a model for this question: {c.Findings.Intent.Question}",
            "question"
        ),
        new(
            Methods,
            "5a",
            "Sources of the data for development and for evaluation, why these, how representative",
            "Tell where the data come from and whom they stand for.",
            c => c.Findings.Intent.Source,
            "question"
        ),
        new(
            Methods,
            "5b",
            "Dates of recruitment and follow-up",
            "Give start and end of accrual and follow-up.",
            Spared: Simulated
        ),
        new(
            Methods,
            "6a",
            "Setting, number and place of centres",
            "Tell the setting and the centres.",
            Spared: Simulated
        ),
        new(
            Methods,
            "6b",
            "Who was eligible",
            "State the criteria by which patients came into the source.",
            Spared: Simulated
        ),
        new(
            Methods,
            "6c",
            "Treatments received and how they were handled",
            "Tell which treatments patients had.",
            Spared: Simulated
        ),
        new(
            Methods,
            "7",
            "Preparation and quality checks of the data, alike among groups",
            "Tell how the data were prepared.",
            Preparation,
            "data-checks"
        ),
        new(
            Methods,
            "8a",
            "Outcome and time horizon, why this one, how and when assessed, alike among groups",
            "Define the outcome and tell how it was assessed.",
            c =>
                c.Findings.Intent.Simulated
                    ? $"{Capital(c.Outcome)}, drawn for each simulated patient from its true probability."
                    : null,
            "question"
        ),
        new(
            Methods,
            "8b",
            "Where the outcome needs judgement: the assessors' qualifications and background",
            "Tell who judged the outcome, or that it needs no judgement.",
            Spared: Simulated
        ),
        new(
            Methods,
            "8c",
            "Blinding of the outcome's assessment",
            "Tell whether assessors knew the inputs.",
            Spared: Simulated
        ),
        new(
            Methods,
            "9a",
            "How candidate inputs were chosen, and thinned out before the model was built",
            "Tell why these inputs."
        ),
        new(
            Methods,
            "9b",
            "Every input defined, how and when measured, whether blinded",
            "Tell how each input was measured.",
            c =>
                c.Findings.Intent is { Simulated: true, Inputs.Length: > 0 } intent
                    ? $"Simulated inputs: {string.Join(", ", intent.Inputs)}."
                    : null,
            "question"
        ),
        new(
            Methods,
            "9c",
            "Where inputs need judgement: the assessors' qualifications and background",
            "Tell who judged such inputs, or that there are none.",
            Spared: Simulated
        ),
        new(
            Methods,
            "10",
            "How the size of the study was arrived at, and whether it suffices",
            "Justify the size; events for each parameter and the widths of the intervals help.",
            c =>
                $"{Parts(c)} Whether that is enough is for a person to say; the intervals on this page show how much doubt it leaves.",
            "flow"
        ),
        new(
            Methods,
            "11",
            "Missing data: how handled, what was left out",
            "Tell how missing values were met.",
            Missing,
            "data-checks"
        ),
        new(
            Methods,
            "12a",
            "How the data were divided and used",
            "Tell how the data were divided.",
            c => c.Findings.Flow.Rule is { } rule ? $"{rule}. {Parts(c)}" : Parts(c),
            "flow"
        ),
        new(
            Methods,
            "12b",
            "How inputs were transformed",
            "Tell how inputs enter the model.",
            c => Join(c.Findings.Preprocessing),
            "data-checks"
        ),
        new(
            Methods,
            "12c",
            "Type of model, building, tuning, internal validation",
            "Tell how the model was built.",
            Building,
            "training"
        ),
        new(
            Methods,
            "12d",
            "Differences among centres",
            "Tell how centres were handled, or that there is one.",
            c => HasSites(c) ? "Judged by centre among the subgroups." : null,
            "subgroups"
        ),
        new(
            Methods,
            "12e",
            "Measures and plots, and how models were compared",
            "Name the measures.",
            Measures,
            "discrimination"
        ),
        new(
            Methods,
            "12f",
            "Updating after evaluation",
            "Tell whether the model was recalibrated.",
            c => "None: the model was judged as it was trained."
        ),
        new(
            Methods,
            "12g",
            "How predictions were calculated in evaluation",
            "Tell how predictions were made.",
            c =>
                "By the network itself with its frozen preparation of inputs, as in the bundle; the mean of its members where it has several.",
            "network"
        ),
        new(
            Methods,
            "13",
            "Class imbalance: what was done, recalibration after it",
            "Tell whether classes were weighted or resampled.",
            Imbalance,
            "training"
        ),
        new(
            Methods,
            "14",
            "Fairness: what was done and why",
            "Tell how fairness was looked at.",
            c =>
                c.Book.Subgroups("auroc").Any()
                    ? "Discrimination and calibration were judged in each subgroup on the page; nothing was done to even them out."
                    : null,
            "subgroups"
        ),
        new(
            Methods,
            "15",
            "Output of the model; thresholds and why",
            "Tell what the model gives.",
            Output,
            "thresholds"
        ),
        new(
            Methods,
            "16",
            "Differences between development and evaluation data",
            "Tell how the two differ.",
            c => $"Both are parts of one source. {c.Findings.Flow.Rule}".Trim(),
            "flow"
        ),
    ];
}
