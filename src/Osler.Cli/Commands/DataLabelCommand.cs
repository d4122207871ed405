using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Osler.Cli.Terminal;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Core.Texts;
using Osler.Core.Words;

namespace Osler.Cli.Commands;

/// <summary><c>osler data label</c>: findings of chest radiographs from their reports, and how far the collection's headings agree.</summary>
internal static class DataLabelCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var reports = new Argument<string>("reports")
        {
            Description =
                "Open-i's archive of reports (.tgz), or a CSV or TSV table with a report in each row.",
        };
        var file = new Option<string>("--out")
        {
            Description = "The CSV file to write.",
            HelpName = "FILE",
            Required = true,
        };
        var ofImages = new Option<bool>("--images")
        {
            Description = "A row for each image of a report, by its file name, in place of each report.",
        };
        var id = new Option<string>("--id")
        {
            Description = "The table's column of names of reports.",
            HelpName = "COLUMN",
            DefaultValueFactory = _ => "report",
        };
        var text = new Option<string>("--text")
        {
            Description = "The table's column of texts.",
            HelpName = "COLUMN",
            DefaultValueFactory = _ => "text",
        };
        var command = new Command("label", "Label chest radiographs by what their reports say.")
        {
            reports,
            file,
            ofImages,
            id,
            text,
        };
        command.SetAction(parsed =>
            Run(
                surroundings,
                () =>
                    RadiologyReport.Read(
                        parsed.GetRequiredValue(reports),
                        parsed.GetRequiredValue(id),
                        parsed.GetRequiredValue(text)
                    ),
                parsed.GetRequiredValue(file),
                parsed.GetValue(ofImages)
            )
        );
        return command;
    }

    private static void Run(
        Surroundings surroundings,
        Func<(ImmutableArray<RadiologyReport> Reports, int LeftOut)> read,
        string file,
        bool ofImages
    )
    {
        AnswerFile.RefuseTaken(file, ".csv");
        var (reports, leftOut) = read();
        if (ofImages && reports.All(report => report.Images.IsEmpty))
            throw new RequestException(
                "These reports do not name their images.",
                "--images",
                "Leave it out; there is a row for each report then."
            );
        var mentions = ReportFindings.OfAll(reports);
        int rows = ReportLabels.Write(file, reports, mentions, ofImages);
        Counts(surroundings.Output, reports, mentions);
        Agreement(surroundings.Output, ReportAgreement.Of(reports, mentions));
        if (leftOut > 0)
            surroundings.Error.WriteLine(
                $"{Counted.Of(leftOut, "row has", "rows have")} no name or no text: left out."
            );
        int empty = reports.Count(report => report.Text.Length == 0);
        surroundings.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {rows:N0} rows to {file}.{(empty == 0 ? "" : $" {empty:N0} reports have neither findings nor impression; their labels are empty.")}"
            )
        );
    }

    private static void Counts(
        TextWriter output,
        ImmutableArray<RadiologyReport> reports,
        ImmutableArray<ImmutableArray<Mention>> mentions
    )
    {
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{reports.Length:N0} reports, by their text:")
        );
        output.WriteLine($"  {"finding", -14}{"present", 8}{"absent", 8}{"uncertain", 11}{"unsaid", 8}");
        for (int k = 0; k < ReportFindings.All.Length; k++)
        {
            string Count(Mention mention) =>
                mentions.Count(said => said[k] == mention).ToString("N0", CultureInfo.InvariantCulture);
            output.WriteLine(
                $"  {ReportFindings.All[k].Name, -14}{Count(Mention.Present), 8}{Count(Mention.Absent), 8}{Count(Mention.Uncertain), 11}{Count(Mention.None), 8}"
            );
        }
    }

    private static void Agreement(TextWriter output, ImmutableArray<ReportAgreement> agreements)
    {
        if (agreements.IsEmpty)
            return;
        output.WriteLine();
        output.WriteLine("Present by text, against the collection's own headings:");
        output.WriteLine(
            $"  {"finding", -14}{"text", 6}{"heading", 9}{"both", 6}  {"kappa", -22}{"sensitivity", -22}ppv"
        );
        foreach (var one in agreements)
            output.WriteLine(
                $"  {one.Finding, -14}{one.Said, 6}{one.Indexed, 9}{one.Both, 6}  {Shown(one.Kappa), -22}{Shown(one.Sensitivity), -22}{Shown(one.Ppv)}"
            );
    }

    private static string Shown(Estimate estimate) =>
        estimate is { Value: { } value, Low: { } low, High: { } high }
            ? string.Create(CultureInfo.InvariantCulture, $"{value:F2} ({low:F2} to {high:F2})")
            : "-";
}
