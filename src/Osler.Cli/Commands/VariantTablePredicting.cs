using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Isolates;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict BUNDLE variants.csv</c>: the drug resistance of isolates that are a table's rows.</summary>
internal static class VariantTablePredicting
{
    /// <summary>Judges each row and writes.</summary>
    /// <exception cref="RequestException">There is no isolate, or too many tables.</exception>
    /// <exception cref="DataException">The table can't be read, nothing is known in it, or its coding is swapped.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        Catalogue? catalogue,
        string[] inputs,
        string[] settings,
        TableReading reading,
        AnswerForm form,
        string? result
    )
    {
        if (inputs.Length > 1)
            throw new RequestException(
                "One table of variants is taken at a time, and no table together with VCF or FASTA files.",
                inputs[1],
                "Predict for each by itself."
            );
        using var predictor = IsolatePredictor.OpenForRows(bundle, catalogue);
        var rows = PatientRows.From(
            predictor.Preprocessing,
            predictor.Card,
            inputs.SingleOrDefault(),
            settings,
            surroundings.OpenInput,
            reading
        );
        string where = inputs.SingleOrDefault() is { } path and not "-" ? Path.GetFileName(path) : "the rows";
        foreach (string warning in Warnings(predictor, rows, where))
            surroundings.Error.WriteLine($"Warning: {warning}");
        string? column = rows.Named?.Column(BundleStudy.Of(bundle).Genotypes?.Isolate);
        if (rows.Named is not null && column is null)
            surroundings.Error.WriteLine(
                "No column names the isolates; they are told by the numbers of their rows."
            );
        var isolates = Judged(predictor, rows, column);
        AnswerFile.Write(
            surroundings,
            result,
            output =>
            {
                switch (form)
                {
                    case AnswerForm.Json:
                        IsolateJson.Write(
                            output,
                            predictor,
                            isolates.Select(findings => new IsolateAnswer(findings.Isolate, findings, null))
                        );
                        break;
                    case AnswerForm.Csv:
                        IsolateCsv.Write(output, predictor, isolates);
                        break;
                    default:
                        if (rows.IsOne)
                            IsolateText.Write(output, isolates.Single());
                        else
                            IsolateText.WriteLines(output, isolates);
                        IsolateText.WriteMeaning(output, predictor, figures: rows.IsOne);
                        break;
                }
            }
        );
    }

    // One pass over the rows, before the first is answered.
    private static IEnumerable<string> Warnings(IsolatePredictor predictor, PatientRows rows, string where)
    {
        if (predictor.AbsentSentence(rows.Absent) is { } absent)
            yield return absent;
        if (predictor.Card.Genotypes!.Naming == CardGenotypes.Bases)
            yield break;
        var coding = new VariantCoding(predictor.Preprocessing);
        foreach (var block in rows.Blocks)
            coding.Add(block.Values.Span, where);
        // One isolate may be known by what it has alone; of none nothing can be told, which its verdicts say.
        if (!rows.IsOne)
            coding.Require(where);
        foreach (string sentence in coding.Sentences())
            yield return sentence;
    }

    private static IEnumerable<IsolateFindings> Judged(
        IsolatePredictor predictor,
        PatientRows rows,
        string? column
    )
    {
        using var names = (column is null ? [] : rows.Named!.Of(column)).GetEnumerator();
        int inputs = predictor.Preprocessing.Inputs.Length;
        int number = 0;
        foreach (var block in rows.Blocks)
            for (int row = 0; row < block.Rows; row++)
            {
                number++;
                string name = names.MoveNext() ? names.Current : "";
                yield return predictor.Judge(
                    block.Values.Slice(row * inputs, inputs),
                    name.Length > 0 ? name
                        : rows.IsOne ? "the isolate"
                        : string.Create(CultureInfo.InvariantCulture, $"row {number}")
                );
            }
    }
}
