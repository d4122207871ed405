using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Tables;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain</c>: what one patient's prediction rests on, or a cohort's.</summary>
internal static class ExplainCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var bundle = BundleArgument.Create();
        var input = BundleArgument.CreateInput();
        var set = BundleArgument.CreateSet();
        var row = new Option<int?>("--row")
        {
            Description = "Which row of the table, or question of the file, from 1; without it the first.",
            HelpName = "N",
        };
        var method = new Option<string?>("--method")
        {
            Description = "How one prediction is taken apart; without it shapley.",
            HelpName = "shapley|integrated-gradients",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Explain the cohort of a table instead: which inputs matter, and how.",
            HelpName = "PATH",
        };
        var outcome = BundleArgument.CreateOutcome();
        var positive = BundleArgument.CreatePositive();
        var patient = BundleArgument.CreatePatient();
        var result = new Option<string?>("--out")
        {
            Description =
                "Write JSON to a file; of a cohort .json, .html, or a new folder that gets both; of an image .png, .json or .html.",
            HelpName = "FILE",
        };
        var catalogue = new Option<string?>("--catalogue")
        {
            Description =
                "Of an isolate's file: a catalogue of mutations (GARC1 or TBDB, csv) whose grades stand beside what they add.",
            HelpName = "FILE",
        };
        var command = new Command("explain", "Show what one patient's probability rests on, or a cohort's.")
        {
            bundle,
            input,
            set,
            row,
            method,
            data,
            outcome,
            positive,
            patient,
            result,
            catalogue,
        };
        var reading = ReadingOptions.On(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(bundle);
            TableReading Reading(Card card) => reading.Over(parsed, card);
            var folder = BundleFolder.Open(path);
            var read = folder.ReadCard();
            if (parsed.GetValue(input) is { } genome && IsolatePredicting.IsIsolate(genome))
            {
                const string why = "is about tables, and an isolate's file is given";
                Refuse(parsed, why, set, row, method, data, outcome, positive, patient);
                if (reading.Stated(parsed) is { } stated)
                    throw new RequestException($"{stated} {why}.", path);
                AnswerFile.Refuse(parsed.GetValue(result), path, genome, ".json");
                IsolateExplaining.Run(
                    surroundings,
                    folder,
                    genome,
                    parsed.GetValue(catalogue),
                    parsed.GetValue(result)
                );
                return;
            }
            Refuse(parsed, "is about an isolate's VCF or FASTA file, and none is given", catalogue);
            if (read.Questions is not null)
            {
                const string why = "is about tables, and this bundle is on questions";
                Refuse(parsed, why, method, data, outcome, positive, patient);
                if (reading.Stated(parsed) is { } stated)
                    throw new RequestException($"{stated} {why}.", path);
                AnswerFile.Refuse(parsed.GetValue(result), path, parsed.GetValue(input));
                QuestionExplaining.Run(
                    surroundings,
                    folder,
                    parsed.GetValue(input),
                    parsed.GetValue(set) ?? [],
                    parsed.GetValue(row) ?? 1,
                    parsed.GetValue(result)
                );
                return;
            }
            if (read.Text is not null || read.Images is not null)
            {
                string why =
                    $"is about tables, and this bundle is on {(read.Text is null ? "images" : "text")}";
                Refuse(parsed, why, set, row, method, data, positive, patient);
                if (reading.Stated(parsed) is { } stated)
                    throw new RequestException($"{stated} {why}.", path);
            }
            if (read.Text is not null)
            {
                // A text given as it is may be as long as no file's name.
                if (parsed.GetValue(input) is { Length: < 200 } named && File.Exists(named))
                    AnswerFile.Refuse(parsed.GetValue(result), path, named);
                else
                    AnswerFile.Refuse(parsed.GetValue(result), path, null);
                TextExplaining.Run(
                    surroundings,
                    folder,
                    parsed.GetValue(input),
                    parsed.GetValue(outcome),
                    parsed.GetValue(result)
                );
                return;
            }
            if (read.Images is not null)
            {
                AnswerFile.Refuse(parsed.GetValue(result), path, parsed.GetValue(input));
                ImageExplaining.Run(
                    surroundings,
                    folder,
                    parsed.GetValue(input),
                    parsed.GetValue(outcome),
                    parsed.GetValue(result)
                );
                return;
            }
            if (parsed.GetValue(data) is { } table)
            {
                if (CohortExplaining.IsFile(parsed.GetValue(result)))
                    AnswerFile.Refuse(parsed.GetValue(result), path, table);
                else
                    AnswerFile.RefuseFolder(parsed.GetValue(result), path, table);
                Refuse(parsed, "is about one patient, and --data explains a cohort", input, set, row, method);
                CohortExplaining.Run(
                    surroundings,
                    path,
                    new(table, parsed.GetValue(outcome), parsed.GetValue(positive), parsed.GetValue(patient)),
                    Reading,
                    parsed.GetValue(result)
                );
                return;
            }
            Refuse(parsed, "is about the table of --data, and none is given", outcome, positive, patient);
            AnswerFile.Refuse(parsed.GetValue(result), path, parsed.GetValue(input), ".json");
            PatientExplaining.Run(
                surroundings,
                path,
                PatientExplaining.Method(parsed.GetValue(method) ?? PatientExplaining.Methods[0]),
                parsed.GetValue(input),
                parsed.GetValue(set) ?? [],
                Reading,
                parsed.GetValue(row) ?? 1,
                parsed.GetValue(result)
            );
        });
        return command;
    }

    private static void Refuse(ParseResult parsed, string why, params ReadOnlySpan<Symbol> unfit)
    {
        foreach (var symbol in unfit)
            if (
                symbol switch
                {
                    Option option => parsed.GetResult(option) is { Implicit: false },
                    Argument argument => parsed.GetResult(argument) is { Tokens.Count: > 0 },
                    _ => false,
                }
            )
                throw new RequestException(
                    $"{(symbol is Argument ? $"<{symbol.Name}>" : symbol.Name)} {why}.",
                    remedy: "See 'osler explain --help'."
                );
    }
}
