using System.Runtime.CompilerServices;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Learning.Explanation;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE PATIENT</c>: what one patient's prediction rests on.</summary>
internal static class PatientExplaining
{
    /// <summary>The methods' names; the first is the usual one.</summary>
    public static readonly string[] Methods = ["shapley", "integrated-gradients"];

    /// <summary>A method that there is.</summary>
    /// <exception cref="RequestException">There is no such method.</exception>
    public static string Method(string name) =>
        Methods.Contains(name)
            ? name
            : throw new RequestException(
                $"There is no method '{name}'.",
                "--method",
                NearestName.Hint(name, Methods)
            );

    public static void Run(
        Surroundings surroundings,
        string bundle,
        string method,
        string? input,
        string[] settings,
        Func<Card, TableReading> reading,
        int row,
        string? file
    )
    {
        using var predictor = Predictor.Open(bundle);
        var patients = PatientRows.From(
            predictor.Preprocessing,
            predictor.Card,
            input,
            settings,
            surroundings.OpenInput,
            reading(predictor.Card)
        );
        double[] values = Row(patients, row, predictor.Preprocessing.Inputs.Length);
        for (int outcome = 0; outcome < predictor.Outcomes; outcome++)
        {
            var explanation =
                method == Methods[0]
                    ? PredictionExplanation.Of(predictor, values, outcome)
                    : ByGradients(predictor, values, outcome);
            ExplanationText.Write(surroundings.Output, explanation);
            if (file is not null && outcome == 0)
            {
                Durable.WriteFile(file, explanation.WriteJson);
                surroundings.Error.WriteLine($"Wrote {file}.");
            }
        }
        foreach (string warning in predictor.Preprocessing.Warnings(values))
            surroundings.Output.WriteLine($"Warning: {warning}");
    }

    private static double[] Row(PatientRows patients, int row, int inputs)
    {
        if (row < 1)
            throw new RequestException("Rows are counted from 1.", "--row");
        int seen = 0;
        foreach (var block in patients.Blocks)
        {
            seen = block.FirstRow + block.Rows;
            if (row <= seen)
                return block.Values.Slice((row - 1 - block.FirstRow) * inputs, inputs).ToArray();
        }
        throw new RequestException($"There is no row {row}; the table has {seen}.", "--row");
    }

    // A method of its own, so that training's library is loaded by nobody who does not ask for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PredictionExplanation ByGradients(Predictor predictor, double[] row, int outcome)
    {
        predictor.Preprocessing.Require(row);
        var found = BundleGradients.Of(predictor.Bundle, predictor.Preprocessing, row, outcome);
        var inputs = predictor.Preprocessing.Inputs;
        var stated = predictor.Card.Outcomes[outcome];
        return new(
            stated.Name,
            stated.Label,
            found.Background,
            found.Explanation,
            [
                .. found.Origins.Select(origin =>
                    string.Join(", ", origin.Select(i => PredictionExplanation.Value(inputs[i], row[i])))
                ),
            ]
        )
        {
            Method = "integrated_gradients",
        };
    }
}
