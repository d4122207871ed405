using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Core.Words;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler predict</c>: the probability for one patient or for many.</summary>
internal static class PredictCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var input = BundleArgument.CreateInputs();
        var set = BundleArgument.CreateSet();
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var result = new Option<string?>("--out")
        {
            Description =
                "Write to a file; its ending .json or .csv decides the form (of a genome .json or .html).",
            HelpName = "FILE",
        };
        var command = new Command(
            "predict",
            "Predict for one patient, a table's rows, images, genomes, or texts."
        )
        {
            bundle,
            input,
            set,
            json,
            result,
        };
        var reading = ReadingOptions.On(command);
        var isolates = IsolatePredicting.On(command);
        command.SetAction(parsed =>
            Run(
                parsed,
                isolates,
                surroundings,
                parsed.GetRequiredValue(bundle),
                parsed.GetValue(input) ?? [],
                parsed.GetValue(set) ?? [],
                card => reading.Over(parsed, card),
                reading.Stated(parsed),
                parsed.GetValue(json),
                parsed.GetValue(result)
            )
        );
        return command;
    }

    private static int Run(
        ParseResult parsed,
        IsolatePredicting isolates,
        Surroundings surroundings,
        string bundle,
        string[] inputs,
        string[] settings,
        Func<Card, TableReading> reading,
        string? stated,
        bool json,
        string? result
    )
    {
        bool genomes = inputs.Length > 0 && inputs.All(IsolatePredicting.IsIsolate);
        var form = AnswerForms.Of(json, result, page: genomes);
        foreach (string? one in inputs.DefaultIfEmpty(null))
            AnswerFile.Refuse(result, bundle, one);
        var folder = BundleFolder.Open(bundle);
        if (genomes)
        {
            if ((settings.Length > 0 ? "--set" : stated) is { } foreign)
                throw new RequestException($"{foreign} is about a table's rows, and genomes were given.");
            return (int)isolates.Run(parsed, surroundings, folder, inputs, form, result);
        }
        var read = folder.ReadCard();
        if (read.Genotypes is not null)
        {
            isolates.RefuseOfFiles(parsed);
            VariantTablePredicting.Run(
                surroundings,
                folder,
                isolates.CatalogueOf(parsed),
                inputs,
                settings,
                reading(read),
                form,
                result
            );
            return 0;
        }
        isolates.Refuse(parsed);
        if (read.Questions is not null)
        {
            if (stated is not null)
                throw new RequestException(
                    $"{stated} is about a table's rows, and this bundle is on questions.",
                    bundle,
                    "Give a file of questions: osler predict BUNDLE questions.jsonl"
                );
            return (int)QuestionPredicting.Run(surroundings, folder, inputs, settings, form, result);
        }
        if (read.Text is not null)
        {
            if ((settings.Length > 0 ? "--set" : stated) is { } other)
                throw new RequestException(
                    $"{other} is about a table's rows, and this bundle is on text.",
                    bundle,
                    "Give the text: osler predict BUNDLE \"A boy of six …\", a file, or - for standard input."
                );
            return (int)TextPredicting.Run(surroundings, folder, inputs, form, result);
        }
        if (read.Images is not null)
        {
            if ((settings.Length > 0 ? "--set" : stated) is { } unfit)
                throw new RequestException(
                    $"{unfit} is about a table's rows, and this bundle is on images.",
                    bundle,
                    "Name image files, or a folder of them: osler predict BUNDLE IMAGE…"
                );
            return (int)ImagePredicting.Run(surroundings, folder, inputs, form, result);
        }
        if (inputs.Length > 1)
            throw new RequestException(
                "This bundle is on a table's rows, and takes one table.",
                inputs[1],
                "Predict for each table by itself."
            );
        using var predictor = Predictor.Open(folder);
        var patients = PatientRows.From(
            predictor.Preprocessing,
            predictor.Card,
            inputs.SingleOrDefault(),
            settings,
            surroundings.OpenInput,
            reading(predictor.Card)
        );
        if (!patients.Absent.IsEmpty)
            surroundings.Error.WriteLine(
                $"Warning: {patients.Absent.Length} of the model's {predictor.Preprocessing.Inputs.Length} inputs are not in the table and taken as missing: {Some.Of(patients.Absent, 3)}."
            );
        AnswerFile.Write(surroundings, result, output => Write(output, form, predictor, patients));
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
}
