using System.CommandLine;
using System.Text;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Serving;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate</c>: a bundle on other data, its thresholds frozen.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var data = new Option<string>("--data")
        {
            Description = "The table: csv, tsv or parquet.",
            HelpName = "PATH",
            Required = true,
        };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "Column of the outcome, in place of the study's own.",
            HelpName = "COLUMN",
        };
        var positive = new Option<string?>("--positive")
        {
            Description = "Which value of the outcome means present.",
            HelpName = "VALUE",
        };
        var patient = new Option<string?>("--patient")
        {
            Description = "Column of the patient, where a patient may have several rows.",
            HelpName = "COLUMN",
        };
        var folder = new Option<string?>("--out")
        {
            Description = "Write results.json into a new folder.",
            HelpName = "DIR",
        };
        var command = new Command("evaluate", "Judge a bundle on other data, with its thresholds frozen.")
        {
            bundle,
            data,
            outcome,
            positive,
            patient,
            folder,
        };
        var reading = ReadingOptions.On(command);
        command.SetAction(parsed =>
            Run(
                surroundings,
                parsed.GetRequiredValue(bundle),
                parsed.GetRequiredValue(data),
                card => reading.Over(parsed, card),
                parsed.GetValue(outcome),
                parsed.GetValue(positive),
                parsed.GetValue(patient),
                parsed.GetValue(folder)
            )
        );
        return command;
    }

    private static void Run(
        Surroundings surroundings,
        string path,
        string data,
        Func<Card, TableReading> reading,
        string? outcome,
        string? positive,
        string? patient,
        string? folder
    )
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(surroundings.Cancellation);
        using var interrupt = surroundings.OnInterrupt?.Invoke(source);
        using var predictor = Predictor.Open(path);
        var settings = StudyFile
            .Read(
                Encoding.UTF8.GetString(predictor.Bundle.Read(BundleFile.StudyName)),
                predictor.Bundle.Shown(BundleFile.StudyName)
            )
            .Data;
        string?[] roles = [outcome ?? settings.Outcome, patient ?? settings.Patient];
        var inputs = predictor.Card.Inputs.Select(input => input.Name);
        var table = PatientRows.Open(
            data,
            predictor.Preprocessing,
            predictor.Card,
            reading(predictor.Card),
            header => settings.Stated([.. roles.OfType<string>().Except(inputs)], header, data)
        );
        // A patient column of the study counts where the other table has it too.
        patient ??= settings.Patient is { } usual && table.Schema.TryIndexOf(usual, out int _) ? usual : null;
        var results = Evaluation.Run(
            predictor,
            table,
            outcome ?? settings.Outcome,
            positive ?? (outcome is null ? settings.Positive : null),
            patient,
            surroundings.Time,
            source.Token
        );
        if ((bool)results.Data["same_data_as_training"]!)
            surroundings.Error.WriteLine(
                "Warning: this is the table that the model was made from; the figures are too good to be true."
            );
        MeasureText.Write(surroundings.Output, results);
        if (folder is null)
            return;
        Durable.WriteFolder(
            folder,
            temporary =>
                Durable.WriteThrough(
                    Path.Combine(temporary, BundleFile.ResultsName),
                    stream => stream.Write(results.ToJson())
                )
        );
        surroundings.Error.WriteLine($"Wrote {Path.Combine(folder, BundleFile.ResultsName)}.");
    }
}
