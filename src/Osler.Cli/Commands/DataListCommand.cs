using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Osler.Cli.Terminal;
using Osler.Core.Weights;

namespace Osler.Cli.Commands;

/// <summary><c>osler data list</c>: public tables that the studies know, and public weights.</summary>
internal static class DataListCommand
{
    private const string Resource = "Osler.Cli.Commands.public-tables.json";

    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("list", "List public tables and weights: licence, size, official source.");
        command.SetAction(_ => List(surroundings.Output));
        return command;
    }

    /// <summary>The tables of the embedded list.</summary>
    internal static ImmutableArray<PublicTable> Tables()
    {
        using var stream =
            typeof(DataListCommand).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in this assembly.");
        return JsonSerializer.Deserialize(stream, PublicTablesJson.Default.ImmutableArrayPublicTable);
    }

    private static void List(TextWriter output)
    {
        foreach (var table in Tables())
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Name, -12}  {table.Title} ({table.Rows:N0} rows, {table.Columns} columns)"
                )
            );
            output.WriteLine($"              outcome: {table.Outcome}");
            output.WriteLine($"              licence: {table.Licence}");
            output.WriteLine($"              source:  {table.Source}");
        }
        output.WriteLine();
        output.WriteLine("Osler downloads none of them. Get one from its source, then:");
        output.WriteLine("  osler data check TABLE.csv");
        output.WriteLine("  osler run heart-attack --data TABLE.csv --set data.outcome=COLUMN");
        output.WriteLine();
        output.WriteLine("Public weights, which 'osler data get NAME' fetches and checks:");
        foreach (var licence in PublicWeights.All.GroupBy(weights => weights.Licence))
        {
            foreach (var weights in licence)
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {weights.Name, -34}{weights.Megabytes, 4} MB  {weights.Source}"
                    )
                );
            output.WriteLine($"  licence: {licence.Key}");
        }
    }
}

/// <summary>A public table.</summary>
internal sealed record PublicTable(
    string Name,
    string Title,
    int Rows,
    int Columns,
    string Outcome,
    string Licence,
    string Source
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImmutableArray<PublicTable>))]
internal sealed partial class PublicTablesJson : JsonSerializerContext;
