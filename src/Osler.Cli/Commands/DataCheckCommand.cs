using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Imaging.Sources;

namespace Osler.Cli.Commands;

/// <summary><c>osler data check</c>: how Osler reads a table, and what looks odd in it.</summary>
internal static class DataCheckCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var table = new Argument<string>("table")
        {
            Description =
                "A table: csv, tsv or parquet, also .gz; or images: a folder, an archive, .npz or HDF5.",
        };
        var outcome = new Option<string?>("--outcome")
        {
            Description = "Column of the outcome, to look for inputs that give it away.",
            HelpName = "COLUMN",
        };
        var positive = new Option<string?>("--positive")
        {
            Description = "Which value of the outcome means present.",
            HelpName = "VALUE",
        };
        var comma = new Option<bool>("--decimal-comma") { Description = "Numbers are written 1,5." };
        var command = new Command("check", "Show a table's columns as Osler reads them, and what looks odd.")
        {
            table,
            outcome,
            positive,
            comma,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(table);
            if (ImageSources.Holds(path))
            {
                if (parsed.GetValue(outcome) is not null || parsed.GetValue(positive) is not null)
                    throw new RequestException(
                        "--outcome and --positive are about a table, and these are images.",
                        path,
                        "Leave them out."
                    );
                return (int)ImageChecking.Run(surroundings.Output, path, surroundings.Cancellation);
            }
            return Run(
                surroundings.Output,
                TableFile.Open(
                    parsed.GetRequiredValue(table),
                    new() { DecimalComma = parsed.GetValue(comma) }
                ),
                parsed.GetValue(outcome),
                parsed.GetValue(positive)
            );
        });
        return command;
    }

    private static int Run(TextWriter output, Table table, string? outcome, string? positive)
    {
        output.Write(table.Describe());
        output.WriteLine($"SHA-256 {table.Fingerprint}");
        var truth = outcome is null ? null : Outcome.Read(table, outcome, positive);
        if (truth is not null)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Outcome {truth.Name}: {truth.Positives:N0} {truth.Present}, {truth.Negatives:N0} {truth.Absent}, {truth.Unknown:N0} unknown"
                )
            );
        var findings = TableChecks
            .Inputs(table, Inputs(table, outcome), truth)
            .AddRange(TableChecks.Others(table, except: []));
        foreach (var finding in findings)
            output.WriteLine($"Warning: {finding.Message}");
        if (findings.IsEmpty)
            output.WriteLine("Nothing looks odd.");
        return (int)(findings.IsEmpty ? ExitCode.Done : ExitCode.CheckFailed);
    }

    private static string[] Inputs(Table table, string? outcome) =>
        [
            .. table
                .Schema.Columns.Where(column => column.HasNumbers && column.Name != outcome)
                .Select(column => column.Name),
        ];
}
