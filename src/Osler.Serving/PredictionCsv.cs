using System.Globalization;
using Osler.Core.Bundles;

namespace Osler.Serving;

/// <summary>
/// Predictions as CSV: <c>row</c> (from 1), then per outcome <c>NAME</c> (probability), <c>NAME_low</c>, <c>NAME_high</c>
/// and <c>NAME_POINT</c> (1 positive, 0 negative) per operating point, then <c>warnings</c>.
/// </summary>
public static class PredictionCsv
{
    /// <summary>Writes predictions one by one.</summary>
    /// <param name="output">Where to; a header first, lines end in a line feed.</param>
    /// <param name="predictor">Whose outcomes and operating points make the columns.</param>
    /// <param name="predictions">In the order of the patients.</param>
    public static void Write(TextWriter output, Predictor predictor, IEnumerable<Prediction> predictions)
    {
        var card = predictor.Card;
        Line(output, ["row", .. Names(card), "warnings"]);
        int row = 0;
        foreach (var prediction in predictions)
        {
            string number = (++row).ToString(CultureInfo.InvariantCulture);
            Line(output, [number, .. Cells(prediction), string.Join(' ', prediction.Warnings)]);
        }
    }

    /// <summary>Names of the outcomes' columns.</summary>
    internal static IEnumerable<string> Names(Card card) =>
        card.Outcomes.SelectMany(outcome =>
            (string[])
                [
                    outcome.Name,
                    $"{outcome.Name}_low",
                    $"{outcome.Name}_high",
                    .. card
                        .OperatingPoints.Where(point => point.Outcome == outcome.Name)
                        .Select(point => $"{outcome.Name}_{point.Name}"),
                ]
        );

    /// <summary>The outcomes' cells of one prediction.</summary>
    internal static IEnumerable<string> Cells(Prediction prediction) =>
        prediction.Outcomes.SelectMany(outcome =>
            (string[])
                [
                    Number(outcome.Probability),
                    Number(outcome.Low),
                    Number(outcome.High),
                    .. outcome.Decisions.Select(decision => decision.Positive ? "1" : "0"),
                ]
        );

    /// <summary>Six places at the most; nothing is an empty cell.</summary>
    internal static string Number(double? value) =>
        value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    internal static void Line(TextWriter output, IEnumerable<string> cells)
    {
        output.Write(string.Join(',', cells.Select(Quoted)));
        output.Write('\n');
    }

    private static string Quoted(string cell)
    {
        // A spreadsheet runs a text that begins like a formula; a quote before it keeps it a text.
        if (cell.Length > 0 && cell[0] is '=' or '@' or '\t')
            cell = $"'{cell}";
        return cell.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }
}
