using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>The TRIPOD+AI items in our own short words, filled from the run where the run knows the answer.</summary>
/// <remarks>
/// Collins et al., BMJ 2024;385:e078378, doi:10.1136/bmj-2023-078378: 27 items, 52 with their parts. A person's
/// answer in the study file goes before the run's.
/// </remarks>
internal static class TripodAi
{
    public const string Source =
        "After Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement. BMJ 2024;385:e078378. Items in our own short words; see the statement for what each asks in full.";

    private sealed record Item(
        string Group,
        string Number,
        string Asks,
        string Hint,
        Func<StudyContext, string?>? Answer = null,
        string? Section = null,
        Func<StudyContext, string?>? Spared = null
    );

    /// <summary>Every item with its answer, in the statement's order.</summary>
    public static ImmutableArray<ChecklistItem> Fill(StudyContext context) =>
        [.. Items.Select(item => Filled(item, context))];

    private static ChecklistItem Filled(Item item, StudyContext context)
    {
        if (
            context.Findings.ChecklistAnswers.TryGetValue(item.Number, out string? answer)
            && !string.IsNullOrWhiteSpace(answer)
        )
            return Of(AnsweredBy.Person, answer, null);
        if (item.Spared?.Invoke(context) is { } spared)
            return Of(AnsweredBy.NotApplicable, spared, null);
        if (item.Answer?.Invoke(context) is { Length: > 0 } known)
            return Of(AnsweredBy.Run, known, item.Section);
        return Of(AnsweredBy.Nobody, item.Hint, null);

        ChecklistItem Of(AnsweredBy by, string text, string? section) =>
            new(item.Group, item.Number, item.Asks, by, text, section);
    }

    private const string Opening = "Title, abstract and introduction";
    private const string Methods = "Methods";
    private const string OpenScience = "Open science and involvement";
    private const string Results = "Results";
    private const string Discussion = "Discussion";

    private static readonly ImmutableArray<Item> Items =
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
            "Sources of the data, why these, how representative",
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
            "Outcome, time horizon, how and when assessed",
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
            "Who assessed a subjective outcome",
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
        new(Methods, "9a", "How candidate inputs were chosen", "Tell why these inputs."),
        new(
            Methods,
            "9b",
            "Every input defined, how and when measured",
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
            "Who assessed subjective inputs",
            "Tell who judged such inputs, or that there are none.",
            Spared: Simulated
        ),
        new(
            Methods,
            "10",
            "How the size of the study was arrived at",
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
            "The full model, so that others can use it",
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
        new(Discussion, "27b", "What users must do and know", "Tell what users must do and know."),
        new(
            Discussion,
            "27c",
            "Next steps, towards use elsewhere",
            "Tell what should follow; a first step is to evaluate the bundle on patients from elsewhere."
        ),
    ];

    private static string? Simulated(StudyContext context) =>
        context.Findings.Intent.Simulated ? "The patients are simulated." : null;

    private static string? Preparation(StudyContext context)
    {
        int remarks = context.Findings.DataRemarks.Length;
        return context.Findings.Preprocessing.Length == 0 && remarks == 0
            ? null
            : $"{Join(context.Findings.Preprocessing)} Checks of the data gave {remarks} remark{(remarks == 1 ? "" : "s")}.".Trim();
    }

    private static string? Missing(StudyContext context)
    {
        var about = context.Findings.Preprocessing.Where(step =>
            step.Contains("missing", StringComparison.OrdinalIgnoreCase)
            || step.Contains("impute", StringComparison.OrdinalIgnoreCase)
        );
        string steps = Join(about);
        string left = Join(
            context.Findings.Flow.LeftOut.Select(group =>
                $"{Numerals.Count(group.Rows)} left out: {group.Reason}"
            )
        );
        string both = $"{steps} {left}".Trim();
        return both.Length == 0 ? null : both;
    }

    private static string? Building(StudyContext context)
    {
        var network = context.Findings.Network;
        var settings = context.Findings.TrainingSettings;
        if (network is null && settings.Length == 0)
            return null;
        string what = network is null
            ? ""
            : $"{network.Description ?? "A neural network"} ({Numerals.Count(network.Parameters)} parameters). ";
        return (what + Join(settings.Select(fact => $"{fact.Name}: {fact.Value}"))).Trim();
    }

    private static string? Measures(StudyContext context)
    {
        string[] names =
        [
            .. context
                .Findings.Measures.Select(measure => MeasureBook.Label(measure.Name))
                .Distinct(StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return null;
        string compared =
            context.Findings.Comparisons.Length > 0 ? " Models were compared by DeLong's paired test." : "";
        return $"{string.Join(", ", names)}, each with its 95 % interval; curves of discrimination, calibration and net benefit.{compared}";
    }

    private static string? Imbalance(StudyContext context)
    {
        var said = context.Findings.TrainingSettings.Where(fact =>
            fact.Name.Contains("class", StringComparison.OrdinalIgnoreCase)
            || fact.Value.Contains("focal", StringComparison.OrdinalIgnoreCase)
        );
        string text = Join(said.Select(fact => $"{fact.Name}: {fact.Value}"));
        return text.Length == 0 ? null : text;
    }

    private static string Output(StudyContext context)
    {
        var points = context.Findings.OperatingPoints;
        return points.Length == 0
            ? "A probability of the outcome; no threshold was set."
            : $"A probability of the outcome, and a decision at each of {points.Length} thresholds that were chosen on validation and frozen: {string.Join("; ", points.Select(point => point.Rule))}.";
    }

    private static string Parts(StudyContext context) =>
        string.Join(
            "; ",
            context.Findings.Flow.Parts.Select(part =>
                $"{part.Name}: {Numerals.Count(part.Rows)}, {Numerals.Count(part.Positives)} with the outcome"
            )
        ) + ".";

    private static bool HasSites(StudyContext context) =>
        context
            .Book.Subgroups("auroc")
            .Any(measure =>
                measure.Subgroup is { } name
                && (
                    name.StartsWith("site=", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("cent", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("hospital", StringComparison.OrdinalIgnoreCase)
                )
            );

    private static string Join(IEnumerable<string> sentences) =>
        string.Join(" ", sentences.Select(sentence => sentence.TrimEnd().TrimEnd('.') + "."));

    private static string Capital(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
