using System.Collections.Immutable;
using Osler.Core.Metrics;
using Osler.Reports.Pages;

namespace Osler.Reports.TableStudies;

/// <summary>The answer in a paragraph and a handful of figures, and the question that it answers.</summary>
internal static class AnswerSections
{
    public static ReportSection Answer(StudyContext context)
    {
        List<ReportElement> elements = [new Prose(Paragraph(context)) { Main = true }];
        List<KeyFigure> figures =
        [
            context.Key("auroc", "chance that a case with the outcome ranks above one without it"),
            context.Key("average_precision", $"a guess reaches {Numerals.Fixed(context.Prevalence)}"),
            context.Key(
                "brier",
                $"mean squared error; the prevalence alone gives {Numerals.Fixed(context.Prevalence * (1 - context.Prevalence))}"
            ),
            context.Key("calibration_slope", "1 is right; below 1, predictions are too extreme"),
            context.Key(
                "calibration_intercept",
                "with the slope held at 1: 0 is right; above 0, risks are too low on the whole"
            ),
        ];
        elements.Add(new KeyFigures([.. figures]));
        foreach (
            var remark in context.Findings.DataRemarks.Where(remark => remark.Severity == Severity.Serious)
        )
            elements.Add(new Note(NoteKind.Serious, remark.Column, remark.Text));
        return new ReportSection("answer", "The answer", [.. elements]);
    }

    public static ReportSection Question(StudyContext context)
    {
        var intent = context.Findings.Intent;
        List<(string, string)> facts = [("Outcome", intent.OutcomeLabel)];
        if (intent.Source is { } source)
            facts.Add(("Data", source));
        if (intent.Licence is { } licence)
            facts.Add(("Licence of the data", licence));
        ImmutableArray<ReportElement> elements =
        [
            new Prose(intent.Question),
            new FactList([.. facts]),
            new SubHeading("Intended use"),
            new Prose(intent.IntendedUse ?? "The study file does not say who would use this model for what."),
        ];
        if (intent.NotFor.Length > 0)
            elements = [.. elements, new SubHeading("Not for"), new Bullets(intent.NotFor)];
        if (intent.Inputs.Length > 0)
            elements =
            [
                .. elements,
                new SubHeading("Inputs"),
                new Prose(string.Join(", ", intent.Inputs) + "."),
            ];
        return new ReportSection("question", "Question and intended use", elements);
    }

    private static string Paragraph(StudyContext context)
    {
        string cases = Numerals.Count(context.Cases);
        string who = context.CrossValidated
            ? $"Each of {cases} cases was judged by a network that had not seen it in training"
            : $"The network was judged on {cases} {context.CaseWords} that it had not seen in training";
        string text =
            context.Cases == 0
                ? "No case could be judged."
                : $"{who}; {Numerals.Count(context.Positives)} of them ({Numerals.Percent(context.Prevalence)}) "
                    + $"had the outcome, {context.Outcome}.";
        var auroc = context.Book.Of("auroc");
        text += auroc.Value is null
            ? $" How well it tells the two groups apart is undefined: {auroc.Undefined}."
            : $" A case with the outcome got a higher probability than one without it in {Numerals.Percent(auroc.Value)} "
                + $"of pairs (AUROC {Doubted(auroc)}).";
        return text + Calibrated(context.Book.Of("calibration_slope")) + Compared(context);
    }

    private static string Calibrated(Estimate slope) =>
        slope switch
        {
            { Value: null } => "",
            { High: < 1 } =>
                " Its probabilities are too extreme: high risks are overstated and low risks understated.",
            { Low: > 1 } =>
                " Its probabilities are too timid: high risks are understated and low risks overstated.",
            { Low: not null } => " Its probabilities show no sign of being too extreme or too timid.",
            _ => "",
        };

    private static string Compared(StudyContext context)
    {
        string text = "";
        foreach (var comparison in context.Findings.Comparisons)
        {
            string name = Lower(context.Book.LabelOf(comparison.Model));
            string difference = Doubted(comparison.Difference);
            text += comparison.Difference switch
            {
                { Value: null } => "",
                { Low: > 0 } => $" It ranks patients better than {name} (AUROC higher by {difference}).",
                { High: < 0 } => $" It ranks patients worse than {name} (AUROC difference {difference}).",
                { Low: not null } =>
                    $" In ranking patients it cannot be told from {name} (AUROC difference {difference}).",
                _ => "",
            };
        }
        return text;
    }

    /// <summary>Value and interval within a sentence's brackets.</summary>
    private static string Doubted(Estimate estimate)
    {
        string interval = Numerals.Interval(estimate, value => Numerals.Fixed(value));
        return Numerals.Fixed(estimate.Value) + (interval.Length == 0 ? "" : $"; 95 % interval {interval}");
    }

    private static string Lower(string label) =>
        label.Length > 1 && char.IsUpper(label[0]) && char.IsLower(label[1])
            ? char.ToLowerInvariant(label[0]) + label[1..]
            : label;
}
