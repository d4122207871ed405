using System.Collections.Immutable;
using System.Text;
using Osler.Core.Faults;
using Osler.Core.Tables;
using Osler.Studies;
using Osler.Studies.Yaml;

namespace Osler.Cli.Commands;

/// <summary>A study file for a user's own table, after a ready study: written to be read and corrected.</summary>
internal static class StudyDraft
{
    /// <summary>The text of the draft.</summary>
    /// <param name="like">The study to start from.</param>
    /// <param name="table">The user's table.</param>
    /// <param name="path">Its absolute path.</param>
    /// <param name="outcome">Column of the outcome; guessed where null.</param>
    /// <param name="decimalComma">Whether the table writes numbers 1,5.</param>
    /// <exception cref="RequestException">No column can be the outcome.</exception>
    public static string Write(
        ReadyStudy like,
        Table table,
        string path,
        string? outcome,
        bool decimalComma = false
    )
    {
        var model = StudyFile.Read(like.Text(), like.Name);
        var columns = Columns(model, table);
        var renamed = columns.ToDictionary(
            named => Source(named),
            named => named.Name,
            StringComparer.Ordinal
        );
        string target = OutcomeColumn(model, table, outcome);
        var roles = (model.Data with { Path = path }).In(table.Schema);
        string?[] noInputs = [target, roles.Patient, roles.Site, roles.Truth];
        ImmutableArray<string> inputs =
        [
            .. table
                .Schema.Columns.Where(column => column.HasNumbers && !noInputs.Contains(column.Name))
                .Select(column => renamed.GetValueOrDefault(column.Name, column.Name)),
        ];
        var draft = model with
        {
            Study = Slug(path),
            Title = null,
            Question = $"How likely is {target}? (Write the question in words.)",
            IntendedUse = "Research. (Write for whom and for what.)",
            NotFor = ["Decisions about a patient's care. (Write what else.)"],
            Data = new()
            {
                Path = path,
                Outcome = target,
                Patient = roles.Patient,
                Site = roles.Site,
                Truth = roles.Truth,
                Inputs = inputs,
                Columns = columns,
                Reading = new() { DecimalComma = decimalComma },
            },
            // A ready study's own networks look at its own columns, and ask its own question.
            Networks =
            [
                .. model
                    .Networks.Where(network => network.Value.Inputs.All(inputs.Contains))
                    .Select(network => network with { Value = network.Value with { Question = null } }),
            ],
            Evaluation = model.Evaluation with
            {
                Subgroups = [.. model.Evaluation.Subgroups.Where(group => inputs.Contains(group.Column))],
                Plane = model.Evaluation.Plane.All(inputs.Contains) ? model.Evaluation.Plane : [],
            },
        };
        return Comments(like, table, target) + draft.Write();
    }

    private static string Comments(ReadyStudy like, Table table, string target)
    {
        string[] lines =
        [
            $"A study of your own, begun like {like.Name}. Everything here is yours to correct;",
            "an unknown key or a wrong value is told with its line when you run it.",
            "",
            "The table as Osler reads it:",
            .. table.Describe().TrimEnd().Split('\n').Select(line => $"  {line}"),
            "",
            "Please check:",
            $"- data.outcome: is it {target}? Which of its values means present (data.positive)?",
            "- data.inputs: leave out what is measured after the outcome, and numbers of records.",
            "- data.patient: name the column of the patient if one may have several rows.",
            "- data.columns: units (unit: mmHg), plausible limits (low: 60, high: 260), missing spellings",
            "  (missing: [0]), and the file's own name of a column (from: [sysBP]).",
        ];
        var text = new StringBuilder();
        foreach (string line in lines)
            text.Append('#').Append(line.Length > 0 ? " " : "").Append(OneLine(line)).Append('\n');
        return text.Append('\n').ToString();
    }

    /// <summary>A column's name may hold what ends a line in YAML, and with it the comment.</summary>
    internal static string OneLine(string text) =>
        string.Concat(
            text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)
        );

    /// <summary>What the ready study states of columns that the table has, by either name.</summary>
    private static ImmutableArray<Named<ColumnSettings>> Columns(StudyFile model, Table table)
    {
        var found = ImmutableArray.CreateBuilder<Named<ColumnSettings>>();
        foreach (var (name, settings) in model.Data.Columns.Select(named => (named.Name, named.Value)))
        {
            string? source = settings
                .From.Prepend(name)
                .FirstOrDefault(candidate => table.Schema.TryIndexOf(candidate, out int _));
            if (source is not null)
                found.Add(new(name, settings with { From = source == name ? [] : [source] }));
        }
        return found.ToImmutable();
    }

    private static string Source(Named<ColumnSettings> named) =>
        named.Value.From.IsEmpty ? named.Name : named.Value.From[0];

    private static string OutcomeColumn(StudyFile model, Table table, string? stated)
    {
        if (stated is not null)
            return table.Schema[stated].Name;
        if (table.Schema.TryIndexOf(model.Data.Outcome, out int _))
            return model.Data.Outcome;
        // Most tables have the outcome last.
        return table.Schema.Columns.LastOrDefault(column => column.Kind == ColumnKind.Binary)?.Name
            ?? throw new RequestException(
                "No column of two values was found that could be the outcome.",
                table.Name,
                "Name it with --outcome."
            );
    }

    /// <summary>A study's name made of a path.</summary>
    internal static string Slug(string path)
    {
        string name = Path.GetFileName(path).Split('.')[0].ToLowerInvariant();
        string slug = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        return slug.Trim('-') is { Length: > 0 } text ? text : "study";
    }
}
