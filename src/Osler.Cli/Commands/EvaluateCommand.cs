using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler evaluate</c>: a bundle on other data, its thresholds frozen.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var data = new Option<string>("--data")
        {
            Description =
                "The table: csv, tsv or parquet; of a bundle on images a folder, an archive or a table of paths; of one on isolates an archive, a table of variants, or a folder of VCF or FASTA files.",
            HelpName = "PATH",
            Required = true,
        };
        var outcome = BundleArgument.CreateOutcome();
        var positive = BundleArgument.CreatePositive();
        var patient = BundleArgument.CreatePatient();
        var corpus = new Option<string?>("--corpus")
        {
            Description =
                "Of a bundle on questions: the file or folder of texts (txt, jsonl) in which the retrieval baseline looks.",
            HelpName = "PATH",
        };
        var folder = new Option<string?>("--out")
        {
            Description = "Write results.json (and of images and isolates report.html) into a new folder.",
            HelpName = "DIR",
        };
        var command = new Command("evaluate", "Judge a bundle on other data, with its thresholds frozen.")
        {
            bundle,
            data,
            outcome,
            positive,
            patient,
            corpus,
            folder,
        };
        var reading = ReadingOptions.On(command);
        var isolates = IsolateEvaluating.On(command);
        command.SetAction(parsed =>
            Run(
                parsed,
                isolates,
                surroundings,
                parsed.GetRequiredValue(bundle),
                parsed.GetRequiredValue(data),
                card => reading.Over(parsed, card),
                reading.Stated(parsed),
                parsed.GetValue(outcome),
                parsed.GetValue(positive),
                parsed.GetValue(patient),
                parsed.GetValue(corpus),
                parsed.GetValue(folder)
            )
        );
        return command;
    }

    private static void Run(
        ParseResult parsed,
        IsolateEvaluating isolates,
        Surroundings surroundings,
        string path,
        string data,
        Func<Card, TableReading> reading,
        string? stated,
        string? outcome,
        string? positive,
        string? patient,
        string? corpus,
        string? folder
    )
    {
        AnswerFile.RefuseFolder(folder, path, data);
        var bundle = BundleFolder.Open(path);
        var card = bundle.ReadCard();
        if (corpus is not null && card.Questions is null)
            throw new RequestException(
                "--corpus is about questions with options, and this bundle is on something else.",
                path
            );
        string? unfit =
            positive is not null ? "--positive"
            : patient is not null ? "--patient"
            : stated;
        if (card.Genotypes is not null)
        {
            string? foreign =
                outcome is not null ? "--outcome"
                : patient is not null ? "--patient"
                : stated;
            if (foreign is not null)
                throw new RequestException(
                    $"{foreign} is about a table of patients, and this bundle is on isolates.",
                    path,
                    "Name the isolates, with --labels their table of labels, and with --positive the number that means resistant."
                );
            isolates.Run(parsed, surroundings, bundle, data, positive, folder);
            return;
        }
        if (isolates.Stated(parsed) is { } other)
            throw new RequestException(
                $"{other} is about isolates, and this bundle is on something else.",
                path
            );
        if (card.Questions is not null)
        {
            unfit = outcome is not null ? "--outcome" : unfit;
            if (unfit is not null)
                throw new RequestException(
                    $"{unfit} is about a table of patients, and this bundle is on questions.",
                    path,
                    "Name the file of questions alone."
                );
            QuestionEvaluating.Run(surroundings, bundle, data, corpus, folder);
            return;
        }
        if (card.Text is not null)
        {
            if (unfit is not null)
                throw new RequestException(
                    $"{unfit} is about a table of patients, and this bundle is on text.",
                    path,
                    "Name the table of texts, and with --outcome its column of classes."
                );
            TextEvaluating.Run(surroundings, bundle, data, outcome, folder);
            return;
        }
        if (card.Images is not null)
        {
            unfit = outcome is not null ? "--outcome" : unfit;
            if (unfit is not null)
                throw new RequestException(
                    $"{unfit} is about a table's rows, and this bundle is on images.",
                    path,
                    "Name the images alone; their table is read as the study states."
                );
            ImageEvaluating.Run(surroundings, bundle, data, folder);
            return;
        }
        using var predictor = Predictor.Open(bundle);
        var table = OtherTable.Open(
            predictor,
            new(data, outcome, positive, patient),
            reading(predictor.Card)
        );
        var results = Evaluation.Run(
            predictor,
            table.Table,
            table.Outcome,
            table.Positive,
            table.Patient,
            surroundings.Time,
            surroundings.Cancellation
        );
        WarningText.Write(surroundings, results);
        MeasureText.Write(surroundings.Output, results);
        if (folder is not null)
            EvaluationFolder.Write(surroundings, folder, results);
    }
}
