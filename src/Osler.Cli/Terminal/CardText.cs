using System.Globalization;
using Osler.Core.Bundles;
using Osler.Core.Tables;
using Osler.Core.Words;

namespace Osler.Cli.Terminal;

/// <summary>A model's card for a reader at a terminal.</summary>
internal static class CardText
{
    public static void Write(TextWriter output, Card card)
    {
        output.WriteLine(card.Title);
        output.WriteLine(card.Question);
        output.WriteLine($"Meant for: {card.IntendedUse}");
        output.WriteLine($"Not for: {string.Join(' ', card.NotFor)}");
        output.WriteLine($"Network: {card.Network}");
        output.WriteLine($"Data: {card.Data.Source}{(card.Data.Simulated ? " (simulated patients)" : "")}");
        foreach (var part in card.Data.Parts)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {part.Name, -16}  {part.Cases, 9:N0} cases  {part.Positives, 8:N0} with {Counted(card)}"
                )
            );
        if (card.Images is { } images)
            output.WriteLine(
                $"Images: {string.Join(" x ", images.Input)} numbers each; "
                    + (images.Exclusive ? "exactly one" : "any")
                    + $" of {string.Join(", ", card.Outcomes.Select(outcome => outcome.Name))}"
            );
        else if (card.Questions is { } questions)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Questions: 2 to {questions.Options} options, of which one is right; up to {questions.Length:N0} tokens of stem and option"
                )
            );
        else if (card.Text is { } text)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Text: up to {text.Length:N0} tokens; one of {card.Outcomes.Length:N0} outcomes, or \"cannot tell\" below {PerCent.Of(text.Threshold)} ({text.Rule})"
                )
            );
        else
            output.WriteLine("Inputs:");
        foreach (var input in card.Inputs)
            output.WriteLine($"  {input.Name, -16}  {Describe(input)}");
        if (!card.OperatingPoints.IsEmpty)
            output.WriteLine("Operating points:");
        foreach (var point in card.OperatingPoints)
            output.WriteLine($"  {point.Name, -16}  {PerCent.Of(point.Threshold)}  {point.Rule}");
        if (!card.Measures.IsEmpty)
            output.WriteLine("Measures:");
        MeasureText.WriteByPoint(output, card.Measures);
    }

    // Of classes the last is counted, of findings the first.
    private static string Counted(Card card) =>
        card.Images is { } images ? $"'{(images.Exclusive ? card.Outcomes[^1] : card.Outcomes[0]).Name}'"
        : card.Questions is not null ? "their right option known"
        : card.Text is not null ? $"'{card.Outcomes[0].Name}'"
        : "the outcome";

    private static string Describe(CardInput input)
    {
        string what = input.Levels.IsEmpty
            ? input is { Low: { } low, High: { } high }
                ? $"{Numbers.Text(low)} to {Numbers.Text(high)}{(input.Unit is { } unit ? $" {unit}" : "")}"
                : input.Unit ?? input.Kind
            : string.Join(", ", input.Levels);
        string missing = input.MayBeMissing ? "; may be missing" : "";
        return $"{what}{missing}{(input.From.IsEmpty ? "" : $"; also called {string.Join(", ", input.From)}")}";
    }
}
