using System.Globalization;
using Osler.Core.Variants.Isolates;

namespace Osler.Serving;

/// <summary>
/// Isolates' verdicts as CSV, a line each: <c>row</c> (from 1), <c>isolate</c>, then per drug <c>DRUG</c> (probability of
/// resistance), <c>DRUG_low</c>, <c>DRUG_high</c> and <c>DRUG_verdict</c> (resistant, susceptible or cannot_tell), with a catalogue
/// <c>DRUG_catalogue</c> (resistant, uncertain, susceptible, not_determined, or empty without rules), then
/// <c>not_determined</c> (how many inputs), <c>reasons</c> (why it can't be told, drug by drug) and <c>warnings</c>.
/// </summary>
public static class IsolateCsv
{
    /// <summary>Writes verdicts one by one.</summary>
    /// <param name="output">Where to; a header first, lines end in a line feed.</param>
    /// <param name="predictor">Whose outcomes make the columns.</param>
    /// <param name="isolates">In the order of the rows.</param>
    public static void Write(
        TextWriter output,
        IsolatePredictor predictor,
        IEnumerable<IsolateFindings> isolates
    )
    {
        ArgumentNullException.ThrowIfNull(predictor);
        bool beside = predictor.CatalogueName is not null;
        PredictionCsv.Line(
            output,
            [
                "row",
                "isolate",
                .. predictor.Card.Outcomes.SelectMany(drug =>
                    (string[])
                        [
                            drug.Name,
                            $"{drug.Name}_low",
                            $"{drug.Name}_high",
                            $"{drug.Name}_verdict",
                            .. beside ? (string[])[$"{drug.Name}_catalogue"] : [],
                        ]
                ),
                "not_determined",
                "reasons",
                "warnings",
            ]
        );
        int row = 0;
        foreach (var isolate in isolates)
            PredictionCsv.Line(
                output,
                [
                    (++row).ToString(CultureInfo.InvariantCulture),
                    isolate.Isolate,
                    .. isolate.Drugs.SelectMany(drug =>
                        (string[])
                            [
                                PredictionCsv.Number(drug.Probability),
                                PredictionCsv.Number(drug.Low),
                                PredictionCsv.Number(drug.High),
                                Verdict(drug.Verdict),
                                .. beside ? (string[])[drug.Catalogue?.Call ?? ""] : [],
                            ]
                    ),
                    isolate.NotDetermined.Length.ToString(CultureInfo.InvariantCulture),
                    string.Join(
                        ' ',
                        isolate
                            .Drugs.Where(drug => drug.Reason is not null)
                            .Select(drug => $"{drug.Drug}: {drug.Reason}")
                    ),
                    string.Join(' ', isolate.Warnings),
                ]
            );
    }

    // As in JSON.
    private static string Verdict(IsolateVerdict verdict) =>
        verdict switch
        {
            IsolateVerdict.Resistant => "resistant",
            IsolateVerdict.Susceptible => "susceptible",
            _ => "cannot_tell",
        };
}
