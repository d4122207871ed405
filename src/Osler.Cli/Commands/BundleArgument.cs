using System.CommandLine;

namespace Osler.Cli.Commands;

/// <summary>What several commands take alike.</summary>
internal static class BundleArgument
{
    public static Argument<string> Create() =>
        new("bundle") { Description = "The folder \"bundle\" of a run." };

    public static Argument<string?> CreateInput() =>
        new("input")
        {
            Description =
                "A table (csv, tsv, parquet, json), or - for standard input; of a bundle on images one image; of one on text the text or its file.",
            Arity = ArgumentArity.ZeroOrOne,
        };

    public static Argument<string[]> CreateInputs() =>
        new("input")
        {
            Description =
                "A table (csv, tsv, parquet, json), or - for standard input; of a bundle on images image files, or folders of them; of one on genomes VCF files; of one on text texts, their files, or tables (csv, tsv) of them; of one on questions files of them (jsonl).",
            Arity = ArgumentArity.ZeroOrMore,
        };

    public static Option<string[]> CreateSet() =>
        new("--set")
        {
            Description = "One input of the patient; repeat it for each. An input left out is missing.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    public static Option<string?> CreateOutcome() =>
        new("--outcome")
        {
            Description = "Column of the outcome, in place of the study's own.",
            HelpName = "COLUMN",
        };

    public static Option<string?> CreatePositive() =>
        new("--positive") { Description = "Which value of the outcome means present.", HelpName = "VALUE" };

    public static Option<string?> CreatePatient() =>
        new("--patient")
        {
            Description = "Column of the patient, where a patient may have several rows.",
            HelpName = "COLUMN",
        };

    public static Option<string?> CreateOut(string description) =>
        new("--out") { Description = description, HelpName = "DIR" };
}
