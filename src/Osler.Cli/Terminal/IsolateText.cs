using System.Globalization;
using Osler.Core.Variants.Isolates;
using Osler.Core.Words;
using Osler.Reports.Isolates;
using Osler.Serving;

namespace Osler.Cli.Terminal;

/// <summary>An isolate's report for a reader at a terminal.</summary>
internal static class IsolateText
{
    /// <summary>One isolate, in full.</summary>
    public static void Write(TextWriter output, IsolateFindings findings)
    {
        output.WriteLine(findings.Isolate);
        output.WriteLine();
        int width = findings.Drugs.Max(drug => drug.Name.Length);
        foreach (var drug in findings.Drugs)
        {
            output.WriteLine($"  {drug.Name.PadRight(width)}  {Said(drug)}");
            if (drug.Reason is { } reason)
                output.WriteLine($"      {reason}");
            foreach (var weight in drug.Behind.Where(weight => Math.Abs(weight.LogOdds) >= 0.05))
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"      {weight.LogOdds, 5:+0.0;-0.0}  {(weight.Mutations.IsEmpty ? weight.Feature : string.Join(", ", weight.Mutations))}"
                    )
                );
            if (drug.Catalogue is { } catalogue)
                output.WriteLine(
                    $"      {catalogue.Name}: {catalogue.Call.Replace('_', ' ')}"
                        + (
                            catalogue.Evidence.IsEmpty
                                ? ""
                                : $", by {string.Join("; ", catalogue.Evidence.Take(3))}"
                        )
                );
        }
        output.WriteLine();
        output.WriteLine(IsolateReport.Summary(findings));
        output.WriteLine(
            $"{findings.Features - findings.NotDetermined.Length} of the model's {findings.Features} inputs are determined."
        );
        foreach (string sentence in findings.Assumptions)
            output.WriteLine(sentence);
        foreach (string warning in findings.Warnings)
            output.WriteLine($"Warning: {warning}");
        output.WriteLine();
    }

    /// <summary>A file that was refused, in its place among the others.</summary>
    public static void WriteRefused(TextWriter output, IsolateAnswer answer)
    {
        output.WriteLine(answer.Isolate);
        output.WriteLine();
        output.WriteLine($"  Refused: {answer.Reason}");
        output.WriteLine();
    }

    /// <summary>Many isolates: a line a drug.</summary>
    public static void WriteLines(TextWriter output, IEnumerable<IsolateFindings> isolates)
    {
        int row = 0;
        foreach (var findings in isolates)
        {
            row++;
            int width = findings.Drugs.Max(drug => drug.Drug.Length);
            foreach (var drug in findings.Drugs)
            {
                output.WriteLine($"{row, 6}  {findings.Isolate}  {drug.Drug.PadRight(width)}  {Said(drug)}");
                if (drug.Reason is { } reason)
                    output.WriteLine($"        {reason}");
            }
            foreach (string warning in findings.Warnings)
                output.WriteLine($"        Warning: {warning}");
        }
        output.WriteLine();
    }

    /// <summary>What one must know of every such answer.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="predictor">Whose card is told of.</param>
    /// <param name="figures">Whether figures stand before mutations.</param>
    public static void WriteMeaning(TextWriter output, IsolatePredictor predictor, bool figures = true)
    {
        if (figures)
            output.WriteLine(
                "A figure before a mutation: how much the log-odds of resistance would fall without it."
            );
        output.WriteLine(IsolateFindings.Caution);
        PredictionText.WriteMeaning(
            output,
            predictor.Card,
            predictor.Members > 1 ? Predictor.RangeMeaning : null
        );
    }

    private static string Said(DrugFinding drug) =>
        $"{IsolateReport.Word(drug.Verdict), -11}  {PerCent.Of(drug.Probability), 7}{Range(drug)}{(IsolateReport.Beside(drug) is { } beside ? $"  {beside}" : "")}";

    private static string Range(DrugFinding drug) =>
        drug is { Low: { } low, High: { } high }
            ? $"  (range {PerCent.Of(low)} to {PerCent.Of(high)}, threshold {PerCent.Of(drug.Threshold)})"
            : $"  (threshold {PerCent.Of(drug.Threshold)})";
}
