using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Collections;
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
        string[] judged = [.. known.Select(i => table.Texts[i])];
        string[] others = [.. table.Texts.Where((_, i) => Array.IndexOf(names, table.Labels[i]) < 0)];
        double[] probabilities = Probabilities(predictor, judged);
        var judging = new TextMeasures(
            column,
            [.. names],
            predictor.Card.Seed,
            study.Evaluation.BootstrapDraws
        );
        int refused = Refused(predictor, others);
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
                    Array.ConvertAll(judged, text => predictor.Preprocessing.Missing(text) is not null)
                ),
                predictor.Reading.Threshold
            ),
            .. others.Length == 0 ? (Measure[])[] : [judging.Refused("network", refused, others.Length)],
        ];
        bool same = table.Fingerprint == predictor.Card.Data.Fingerprint;
        string[] warnings =
        [
            .. same ? [Evaluation.SameData("texts")] : (string[])[],
            .. others.Length > 0
                ?
                [
                    FormattableString.Invariant(
                        $"{others.Length:N0} of {table.Texts.Length:N0} texts are of classes that the model does not know: {refused:N0} of them are told no class ('refused'). They are left out of all else."
                    ),
                ]
                : (string[])[],
        ];
        var results = Results.Of(
            predictor.Card,
            new JsonObject
            {
                ["source"] = table.Name,
                ["fingerprint"] = table.Fingerprint,
                ["texts"] = known.Length,
                ["same_data_as_training"] = same,
            },
            measures,
            warnings
        );
        MeasureText.WriteByPoint(surroundings.Output, measures);
        WarningText.Write(surroundings, results);
        if (folder is not null)
            EvaluationFolder.Write(surroundings, folder, results);
    }

    private static double[] Probabilities(TextPredictor predictor, string[] texts)
    {
        double[] probabilities = new double[texts.Length * predictor.Outcomes];
        Parallel.For(
            0,
            texts.Length,
            row =>
                predictor
                    .Probabilities(predictor.Preprocessing.Cut(texts[row]))
                    .CopyTo(probabilities.AsSpan(row * predictor.Outcomes))
        );
        return probabilities;
    }

    // How many texts of other classes get "cannot tell" or "none of these".
    private static int Refused(TextPredictor predictor, string[] texts)
    {
        double[] probabilities = Probabilities(predictor, texts);
        int none = predictor
            .Card.Outcomes.Select(one => one.Name)
            .ToList()
            .IndexOf(predictor.Reading.None ?? "");
        return texts
            .Where(
                (text, i) =>
                {
                    var row = probabilities.AsSpan(i * predictor.Outcomes, predictor.Outcomes);
                    int best = Largest.Index<double>(row);
                    return best == none
                        || predictor.Reading.CannotTell(
                            predictor.Preprocessing.Missing(text) is not null,
                            row[best]
                        );
                }
            )
            .Count();
    }
}
