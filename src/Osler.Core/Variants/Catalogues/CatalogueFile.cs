using System.Collections.Immutable;
using System.Text.Json;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Variants.Reference;
using Sylvan.Data.Csv;

namespace Osler.Core.Variants.Catalogues;

/// <summary>Reads catalogues' files.</summary>
internal static class CatalogueFile
{
    private const int MostRules = 1_000_000;
    private const int Longest = 1 << 20;

    public static Catalogue Read(string path, ReferenceSequence reference, GeneMap genes)
    {
        string text = Text(path);
        try
        {
            using var csv = CsvDataReader.Create(
                new StringReader(text),
                new CsvDataReaderOptions { BufferSize = Longest }
            );
            var column = Enumerable
                .Range(0, csv.FieldCount)
                .ToLookup(csv.GetName, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
            var rules = new List<Rule>();
            var rows = new List<string[]>();
            var unread = ImmutableArray.CreateBuilder<string>();
            string? name = null;
            bool garc =
                column.ContainsKey("MUTATION")
                && column.ContainsKey("DRUG")
                && column.ContainsKey("PREDICTION");
            if (
                !garc
                && !(
                    column.ContainsKey("Gene") && column.ContainsKey("Mutation") && column.ContainsKey("Drug")
                )
            )
                throw new DataException(
                    "The columns are those of no catalogue that is known here.",
                    path,
                    "A catalogue has DRUG, MUTATION and PREDICTION (GARC1), or Gene, Mutation and Drug (TBDB)."
                );
            while (csv.Read())
            {
                if (rows.Count > MostRules)
                    throw new DataException($"The catalogue has more than {MostRules:N0} rules.", path);
                rows.Add([.. Enumerable.Range(0, csv.RowFieldCount).Select(csv.GetString)]);
            }
            var count = garc
                ? GarcCount.Of(rows.Select(row => Cell(row, "MUTATION")), reference, genes)
                : GarcCount.AsWritten;
            foreach (string[] row in rows)
            {
                string Own(string key) => Cell(row, key);
                name ??= garc ? $"{Own("CATALOGUE_NAME")} {Own("CATALOGUE_VERSION")}".Trim() : "TBDB";
                var (rule, shown) = garc ? Garc(Own, reference, genes, count) : Hgvs(Own, reference, genes);
                if (rule is null)
                    unread.Add(shown);
                else
                    rules.Add(rule);
            }
            return rules.Count > 0
                ? new Catalogue(
                    string.IsNullOrEmpty(name) ? Path.GetFileName(path) : name,
                    rules,
                    unread.ToImmutable()
                )
                : throw new DataException("No rule of the catalogue could be read.", path);

            // Empty where a row has fewer cells than the header.
            string Cell(string[] row, string key) =>
                column.TryGetValue(key, out int at) && at < row.Length ? row[at] : "";
        }
        catch (Exception fault)
            when (fault is CsvFormatException or CsvRecordTooLargeException or InvalidDataException)
        {
            throw new DataException("The file is no CSV that can be read.", path, inner: fault);
        }
    }

    private static (Rule?, string) Garc(
        Func<string, string> cell,
        ReferenceSequence reference,
        GeneMap genes,
        GarcCount count
    )
    {
        string text = cell("MUTATION");
        ResistanceCall? call = cell("PREDICTION") switch
        {
            "R" => ResistanceCall.Resistant,
            "U" => ResistanceCall.Uncertain,
            "S" => ResistanceCall.Susceptible,
            _ => null,
        };
        return
            call is { } known
            && Drug.Find(cell("DRUG")) is { } drug
            && GarcRule.Read(text, reference, genes, count) is { } parts
            ? (new Rule(drug, text, known, GradeIn(cell("OTHER")), parts), text)
            : (null, text);
    }

    private static (Rule?, string) Hgvs(Func<string, string> cell, ReferenceSequence reference, GeneMap genes)
    {
        string text = $"{cell("Gene")}_{cell("Mutation")}";
        string grade = cell("WHO Confidence");
        return
            cell("Confers") is "resistance" or ""
            && Drug.Find(cell("Drug")) is { } drug
            && HgvsRule.Read(cell("Gene"), cell("Mutation"), reference, genes) is { } part
            ? (new Rule(drug, text, ResistanceCall.Resistant, grade.Length > 0 ? grade : null, [part]), text)
            : (null, text);
    }

    private static string? GradeIn(string json)
    {
        if (!json.Contains("FINAL_CONFIDENCE_GRADING", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("FINAL_CONFIDENCE_GRADING").GetString();
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(string path)
    {
        using var lines = ByteLines.Open(path, Longest);
        var text = new System.Text.StringBuilder();
        while (lines.Next())
        {
            text.Append(System.Text.Encoding.UTF8.GetString(lines.Line.Span)).Append('\n');
            if (text.Length > 200_000_000)
                throw new DataException("The file is too large for a catalogue.", path);
        }
        return text.ToString();
    }
}
