using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler run</c>: a study from data to report and bundle.</summary>
internal static class RunCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var study = new Argument<string?>("study")
        {
            Description =
                "A study of 'osler studies', or a study.yaml of your own; with --resume not needed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data")
        {
            Description = "The table to learn from, in place of the study's own.",
            HelpName = "PATH",
        };
        var folder = new Option<string?>("--out")
        {
            Description = "The folder to write; without it runs/STUDY-TIME.",
            HelpName = "DIR",
        };
        var resume = new Option<string?>("--resume")
        {
            Description = "Go on with an interrupted run; its folder knows study and settings.",
            HelpName = "DIR",
        };
        var seed = new Option<long?>("--seed")
        {
            Description = "Decides every random draw, in place of the study's own.",
            HelpName = "N",
        };
        var device = new Option<string>("--device")
        {
            Description = "Where the network computes.",
            HelpName = "cpu|cuda",
            DefaultValueFactory = _ => "cpu",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of the study file, e.g. training.epochs=5; repeat it for each.",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var quiet = new Option<bool>("--quiet") { Description = "No progress; only the result." };
        var command = new Command("run", "Run a study: train, judge, explain, report, and write a bundle.")
        {
            study,
            data,
            folder,
            resume,
            seed,
            device,
            set,
            quiet,
        };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(study);
            string? given = parsed.GetValue(folder);
            string? resumed = parsed.GetValue(resume);
            if (given is not null && resumed is not null)
                throw new RequestException(
                    "--resume goes on in its own folder; --out can't be given with it.",
                    remedy: "Leave one of them out."
                );
            if (name is null && resumed is null)
                throw new RequestException("'osler run' needs <study>.", remedy: "See 'osler run --help'.");
            string[] settings = parsed.GetValue(set) ?? [];
            var file = name is null
                ? TableStudy.Interrupted(resumed!, settings, parsed.GetValue(data), parsed.GetValue(seed))
                : StudyFile.Open(name, settings, parsed.GetValue(data), parsed.GetValue(seed));
            Run(
                surroundings,
                file,
                resumed ?? given ?? DefaultFolder(file, surroundings.Time),
                resumed is not null,
                Device(parsed.GetRequiredValue(device)),
                parsed.GetValue(quiet)
            );
        });
        return command;
    }

    private static void Run(
        Surroundings surroundings,
        StudyFile study,
        string folder,
        bool resume,
        string device,
        bool quiet
    )
    {
        if (surroundings.Interruption is { } interruption)
            interruption.SavesWork = true;
        using var view = new ProgressView(surroundings, quiet);
        RunOutcome outcome;
        try
        {
            outcome = Study.Run(
                study,
                new()
                {
                    OutFolder = folder,
                    Resume = resume,
                    Device = device,
                    Progress = view,
                    Cancellation = surroundings.Cancellation,
                    Time = surroundings.Time,
                }
            );
        }
        catch (OperationCanceledException)
        {
            view.Dispose();
            surroundings.Error.WriteLine(
                $"Stopped. What was trained is kept; go on with: osler run --resume {folder}"
            );
            throw;
        }
        view.Dispose();
        WarningText.Write(surroundings, outcome.Warnings);
        foreach (string line in outcome.Summary)
            surroundings.Output.WriteLine(line);
    }

    private static string DefaultFolder(StudyFile study, TimeProvider time) =>
        Path.Combine(
            "runs",
            $"{study.Study}-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}"
        );

    private static string Device(string text) =>
        text is "cpu" or "cuda"
            ? text
            : throw new RequestException($"There is no device '{text}'.", "--device", "Choose cpu or cuda.");
}
