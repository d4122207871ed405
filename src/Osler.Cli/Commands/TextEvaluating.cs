using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Tables;
using Osler.Core.Texts;
using Osler.Core.Words;
using Osler.Serving;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate BUNDLE --data FILE.csv</c> of a bundle on text: other texts, with temperature and threshold frozen.</summary>
internal static class TextEvaluating
{
    /// <summary>Judges a bundle on a table of texts.</summary>
    /// <param name="surroundings">Where the measures go.</param>
    /// <param name="bundle">A bundle on text.</param>
    /// <param name="data">CSV with the study's columns of texts and classes.</param>
    /// <param name="outcome">The column of classes; null: the study's.</param>
    /// <param name="folder">A new folder for <c>results.json</c>; null for none.</param>
    /// <exception cref="DataException">No row is of a class that the model knows.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string data,
        string? outcome,
        string? folder
    )
    {
        using var predictor = TextPredictor.Open(bundle);
        var study = BundleStudy.Of(bundle);
        string column = outcome ?? study.Data.Outcome;
        var table = TextTable.Read(data, study.Text?.Column ?? "text", column);
        string[] names = [.. predictor.Card.Outcomes.Select(one => one.Name)];
        int[] known =
        [
            .. Enumerable.Range(0, table.Texts.Length).Where(i => Array.IndexOf(names, table.Labels[i]) >= 0),
        ];
        if (known.Length == 0)
            throw new DataException(
                $"No row's class in the column '{column}' is one that the model knows.",
                table.Name,
                $"It knows {Some.Of(names, 5)}."
            );
        int[] classes = [.. known.Select(i => Array.IndexOf(names, table.Labels[i]))];
        double[] probabilities = new double[known.Length * names.Length];
        Parallel.For(
            0,
            known.Length,
            row =>
                predictor
                    .Probabilities(predictor.Preprocessing.Cut(table.Texts[known[row]]))
                    .CopyTo(probabilities.AsSpan(row * names.Length))
        );
        var judging = new TextMeasures(
            column,
            [.. names],
            predictor.Card.Seed,
            study.Evaluation.BootstrapDraws
        );
        string[] judged = [.. known.Select(i => table.Texts[i])];
        ImmutableArray<Measure> measures =
        [
            .. judging
                .Of(
                    "network",
                    probabilities,
                    classes,
                    Patients.From(NearDuplicates.Groups(judged)).Keys([.. Enumerable.Range(0, judged.Length)])
                )
                .Where(measure => measure.Outcome == column),
            .. judging.Selective(
                "network",
                SelectivePrediction.Of(
                    probabilities,
                    classes,
                    names.Length,
                    Array.ConvertAll(judged, text => OwnFindings.Missing(text) is not null)
                ),
                predictor.Reading.Threshold,
                known.Length
            ),
        ];
        MeasureText.WriteByPoint(surroundings.Output, measures);
        if (known.Length < table.Texts.Length)
            surroundings.Error.WriteLine(
                FormattableString.Invariant(
                    $"{table.Texts.Length - known.Length:N0} of {table.Texts.Length:N0} texts are of classes that the model does not know; they are left out."
                )
            );
        if (folder is not null)
            EvaluationFolder.Write(
                surroundings,
                folder,
                Results.Of(
                    predictor.Card,
                    new JsonObject
                    {
                        ["source"] = table.Name,
                        ["fingerprint"] = table.Fingerprint,
                        ["texts"] = known.Length,
                    },
                    measures
                )
            );
    }
}
