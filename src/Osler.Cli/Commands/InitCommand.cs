using System.CommandLine;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Tables;
using Osler.Studies;

namespace Osler.Cli.Commands;

/// <summary><c>osler init</c>: a folder with a study.yaml to edit.</summary>
internal static class InitCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var folder = new Argument<string>("dir") { Description = "The folder to make." };
        var like = new Option<string>("--like")
        {
            Description = "The study to start from (see 'osler studies').",
            HelpName = "STUDY",
            Required = true,
        };
        var data = new Option<string?>("--data")
        {
            Description =
                "Your table, or your images: their columns or classes are written into the file, for you to correct.",
            HelpName = "PATH",
        };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "Column of the outcome in your table.",
            HelpName = "COLUMN",
        };
        var comma = new Option<bool>("--decimal-comma") { Description = "Your table writes numbers 1,5." };
        var command = new Command("init", "Make a study.yaml of your own to edit.")
        {
            folder,
            like,
            data,
            outcome,
            comma,
        };
        command.SetAction(parsed =>
            Run(
                surroundings,
                parsed.GetRequiredValue(folder),
                StudyCatalog.Get(parsed.GetRequiredValue(like)),
                parsed.GetValue(data),
                parsed.GetValue(outcome),
                parsed.GetValue(comma)
            )
        );
        return command;
    }

    private static void Run(
        Surroundings surroundings,
        string folder,
        ReadyStudy like,
        string? data,
        string? outcome,
        bool decimalComma
    )
    {
        if (data is null && (outcome is not null || decimalComma))
            throw new RequestException(
                $"{(decimalComma ? "--decimal-comma" : "--outcome")} is about your table, and none is given.",
                remedy: "Name it with --data."
            );
        var model = StudyFile.Read(like.Text(), like.Name);
        string text =
            data is null ? like.Text()
            : model.Images is not null ? ImageDraft.Write(like, model, Path.GetFullPath(data), outcome)
            : StudyDraft.Write(
                like,
                TableFile.Open(data, new() { DecimalComma = decimalComma }),
                Path.GetFullPath(data),
                outcome,
                decimalComma
            );
        Durable.WriteFolder(
            folder,
            temporary =>
                Durable.WriteThrough(
                    Path.Combine(temporary, "study.yaml"),
                    stream =>
                    {
                        using var writer = new StreamWriter(stream, leaveOpen: true);
                        writer.Write(text);
                    }
                )
        );
        string path = Path.Combine(folder, "study.yaml");
        surroundings.Output.WriteLine($"Wrote {path}. Read and correct it, then: osler run {path}");
    }
}
