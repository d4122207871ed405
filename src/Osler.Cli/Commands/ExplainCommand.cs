using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain</c>: what one patient's prediction rests on.</summary>
internal static class ExplainCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var input = BundleArgument.CreateInput();
        var set = BundleArgument.CreateSet();
        var row = new Option<int>("--row")
        {
            Description = "Which row of the table, from 1.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var file = new Option<string?>("--out") { Description = "Write JSON to a file.", HelpName = "FILE" };
        var command = new Command("explain", "Show what each input adds to one patient's probability.")
        {
            bundle,
            input,
            set,
            row,
            file,
        };
        var reading = ReadingOptions.On(command);
        command.SetAction(parsed =>
            Run(
                surroundings,
                parsed.GetRequiredValue(bundle),
                parsed.GetValue(input),
                parsed.GetValue(set) ?? [],
                card => reading.Over(parsed, card),
                parsed.GetValue(row),
                parsed.GetValue(file)
            )
        );
        return command;
    }

    private static void Run(
        Surroundings surroundings,
        string bundle,
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
            var explanation = PredictionExplanation.Of(predictor, values, outcome);
            Write(surroundings.Output, explanation);
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

    private static void Write(TextWriter output, PredictionExplanation explanation)
    {
        var parts = explanation.Explanation;
        output.WriteLine($"{explanation.Label}: {PredictionText.Percent(parts.Prediction)}");
        output.WriteLine(
            $"The mean of {explanation.Background} made-up patients is {PredictionText.Percent(parts.Base)}. Each input adds, in percentage points:"
        );
        var shown = parts
            .Attributions.Zip(explanation.Shown)
            .OrderByDescending(pair => Math.Abs(pair.First.Contribution))
            .ToList();
        int width = shown.Max(pair => pair.First.InputName.Length);
        int valueWidth = shown.Max(pair => pair.Second.Length);
        foreach (var (attribution, value) in shown)
        {
            string doubt = attribution is { Low: { } low, High: { } high }
                ? $"  ({Points(low)} to {Points(high)})"
                : "";
            output.WriteLine(
                $"  {attribution.InputName.PadRight(width)}  {value.PadRight(valueWidth)}  {Points(attribution.Contribution), 6}{doubt}"
            );
        }
        output.WriteLine("This is what the model does with the inputs, not what they do to the patient.");
    }

    private static string Points(double share) =>
        (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
