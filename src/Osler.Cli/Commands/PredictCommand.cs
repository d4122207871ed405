using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict</c>: the probability for one patient or for many.</summary>
internal static class PredictCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var input = BundleArgument.CreateInput();
        var set = BundleArgument.CreateSet();
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var result = new Option<string?>("--out")
        {
            Description = "Write to a file; its ending .json or .csv decides the form.",
            HelpName = "FILE",
        };
        var command = new Command(
            "predict",
            "Predict for one patient, for a table's rows, or for standard input."
        )
        {
            bundle,
            input,
            set,
            json,
            result,
        };
        var reading = ReadingOptions.On(command);
        command.SetAction(parsed =>
            Run(
                surroundings,
                parsed.GetRequiredValue(bundle),
                parsed.GetValue(input),
                parsed.GetValue(set) ?? [],
                card => reading.Over(parsed, card),
                parsed.GetValue(json),
                parsed.GetValue(result)
            )
        );
        return command;
    }

    private static int Run(
        Surroundings surroundings,
        string bundle,
        string? input,
        string[] settings,
        Func<Card, TableReading> reading,
        bool json,
        string? result
    )
    {
        var form = Form(json, result);
        AnswerFile.Refuse(result, bundle, input);
        using var predictor = Predictor.Open(bundle);
        var patients = PatientRows.From(
            predictor.Preprocessing,
            predictor.Card,
            input,
            settings,
            surroundings.OpenInput,
            reading(predictor.Card)
        );
        if (result is null)
        {
            Write(surroundings.Output, form, predictor, patients);
            return 0;
        }
        Durable.WriteFile(
            result,
            stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                Write(writer, form, predictor, patients);
            }
        );
        surroundings.Error.WriteLine($"Wrote {result}.");
        return 0;
    }

    private static void Write(TextWriter output, AnswerForm form, Predictor predictor, PatientRows patients)
    {
        var predictions = patients.Blocks.SelectMany(block =>
            predictor.Predict(block.Values.Span, block.Rows, patients.IsOne ? null : block.FirstRow)
        );
        switch (form)
        {
            case AnswerForm.Json:
                PredictionJson.Write(output, predictor, predictions);
                break;
            case AnswerForm.Csv:
                PredictionCsv.Write(output, predictor, predictions);
                break;
            case AnswerForm.Text when patients.IsOne:
                PredictionText.WriteOne(output, predictor, predictions.Single());
                break;
            default:
                PredictionText.WriteMany(output, predictor, predictions);
                break;
        }
    }

    private static AnswerForm Form(bool json, string? result) =>
        (json, Path.GetExtension(result ?? "").ToLowerInvariant()) switch
        {
            (_, ".json") or (true, "") => AnswerForm.Json,
            (false, ".csv") => AnswerForm.Csv,
            (false, "") when result is null => AnswerForm.Text,
            (false, ".txt" or "") => AnswerForm.Text,
            (true, _) => throw new RequestException("--json goes with a file that ends in .json.", result),
            _ => throw new RequestException(
                "The answer can be written as .json, .csv or .txt.",
                result,
                "Choose one of these endings."
            ),
        };

    private enum AnswerForm
    {
        Text,
        Json,
        Csv,
    }
}
