using System.Collections.Immutable;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>The TRIPOD+AI items in our own short words, filled from the run where the run knows the answer.</summary>
/// <remarks>
/// Collins et al., BMJ 2024;385:e078378, doi:10.1136/bmj-2023-078378: 27 items, 52 with their parts. A person's
/// answer in the study file goes before the run's.
/// </remarks>
public static partial class TripodAi
{
    internal const string Source =
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

    /// <summary>The items' numbers, "1" to "27", some with a letter, in the statement's order.</summary>
    public static ImmutableArray<string> Numbers =>
        [.. MethodItems.AddRange(ResultItems).Select(item => item.Number)];

    /// <summary>Every item with its answer, in the statement's order.</summary>
    internal static ImmutableArray<ChecklistItem> Fill(StudyContext context) =>
        [.. MethodItems.AddRange(ResultItems).Select(item => Filled(item, context))];

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
            : $"A probability of the outcome, and a decision at each of {points.Length} thresholds that were chosen {context.ChosenOn} and frozen: {string.Join("; ", points.Select(point => point.Rule))}.";
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
