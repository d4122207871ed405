using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Osler.Cli.Terminal;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Files;
using Osler.Core.Variants.Annotation;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;
using Osler.Learning.Explanation;
using Osler.Serving;

namespace Osler.Cli.Commands;

/// <summary><c>osler explain BUNDLE isolate.fasta</c>: what each mutation of an isolate adds to its drugs' predictions.</summary>
internal static class IsolateExplaining
{
    // Log-odds that change no verdict.
    private const double Least = 0.005;

    /// <summary>Explains each drug by integrated gradients against H37Rv, and writes.</summary>
    /// <exception cref="RequestException">A bundle that reads no genomes.</exception>
    /// <exception cref="DataException">The isolate's file or the catalogue can't be read.</exception>
    public static void Run(
        Surroundings surroundings,
        BundleFolder bundle,
        string input,
        string? catalogue,
        string? file
    )
    {
        var known = catalogue is null ? null : Catalogue.Read(catalogue);
        using var predictor = IsolatePredictor.Open(bundle);
        var calls = IsolateFile.Read(input, H37Rv.Loci, H37Rv.Genes);
        var inputs = predictor.Inputs(calls);
        var judgement = known?.Judge(calls);
        var gradients = IsolateGradients.Of(
            bundle,
            predictor.Preprocessing,
            inputs.Row,
            inputs.Reference,
            predictor.Card.Outcomes.Length
        );
        ExplainedDrug[] drugs =
        [
            .. predictor.Card.Outcomes.Select(
                (outcome, i) => Explained(outcome, gradients[i], inputs, calls, judgement?[outcome.Name])
            ),
        ];
        string isolate = Path.GetFileName(input);
        Write(surroundings.Output, isolate, drugs, inputs, calls, known?.Name);
        if (file is not null)
        {
            Durable.WriteFile(file, stream => WriteJson(stream, isolate, drugs, inputs, calls, known?.Name));
            surroundings.Error.WriteLine($"Wrote {file}.");
        }
    }

    private static ExplainedDrug Explained(
        CardOutcome outcome,
        IsolateGradients gradients,
        IsolateInputs inputs,
        CallSet calls,
        DrugVerdict? verdict
    )
    {
        double unknown = Enumerable
            .Range(0, inputs.Row.Length)
            .Where(input => double.IsNaN(inputs.Row[input]))
            .Sum(input => gradients.Added[input]);
        ImmutableArray<ExplainedMutation> mutations =
        [
            .. inputs
                .Behind.GroupBy(
                    input => input.Value.IsEmpty ? inputs.Names[input.Key] : string.Join(" / ", input.Value),
                    StringComparer.Ordinal
                )
                .Select(same =>
                    Mutation(
                        same.Key,
                        same.First().Value,
                        same.Sum(input => gradients.Added[input.Key]),
                        calls,
                        verdict
                    )
                )
                .OrderByDescending(mutation => Math.Abs(mutation.Adds)),
        ];
        return new(
            outcome.Name,
            Drug.Find(outcome.Name)?.Name ?? outcome.Label,
            gradients.LogOdds,
            gradients.Reference,
            mutations,
            unknown,
            gradients.LogOdds - gradients.Reference - unknown - mutations.Sum(mutation => mutation.Adds)
        );
    }

    private static ExplainedMutation Mutation(
        string name,
        ImmutableArray<string> behind,
        double adds,
        CallSet calls,
        DrugVerdict? verdict
    )
    {
        Mutation[] own = [.. calls.Mutations.Where(mutation => behind.Contains(mutation.Hgvs))];
        var evidence = verdict?.Evidence.FirstOrDefault(one =>
            one.Mutations.Any(mutation => behind.Contains(mutation.Hgvs))
        );
        return new(name, adds, [.. own.Select(MutationPlace.Of)], evidence?.Said);
    }

    private static void Write(
        TextWriter output,
        string isolate,
        ExplainedDrug[] drugs,
        IsolateInputs inputs,
        CallSet calls,
        string? catalogue
    )
    {
        output.WriteLine($"{isolate}: what each mutation adds to the log-odds of resistance, against H37Rv");
        foreach (var drug in drugs)
        {
            output.WriteLine();
            output.WriteLine(
                $"{drug.Name}: log-odds {Signed(drug.LogOdds)}, of H37Rv {Signed(drug.Reference)}"
            );
            foreach (var mutation in drug.Mutations.Where(mutation => Math.Abs(mutation.Adds) >= Least))
            {
                output.WriteLine(
                    $"  {Signed(mutation.Adds), 6}  {mutation.Name}{(mutation.Catalogue is { } said ? $"  catalogue: {said}" : "")}"
                );
                foreach (var place in mutation.Places)
                    output.WriteLine($"          {Words(place)}");
            }
            if (Math.Abs(drug.NotDetermined) >= Least)
                output.WriteLine($"  {Signed(drug.NotDetermined), 6}  what is not determined");
            if (Math.Abs(drug.Rest) >= Least)
                output.WriteLine($"  {Signed(drug.Rest), 6}  what is left over");
        }
        output.WriteLine();
        if (!inputs.Unseen.IsEmpty)
            output.WriteLine(
                $"Bases are inserted that the model can't see: {string.Join(", ", inputs.Unseen)}."
            );
        foreach (string sentence in calls.Assumptions)
            output.WriteLine(sentence);
        if (catalogue is not null)
            output.WriteLine($"Catalogue: {catalogue}.");
        output.WriteLine(
            "Integrated gradients: this is what the model does with the mutations, not what they do to the bacteria."
        );
    }

    private static string Words(MutationPlace place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(place is { Locus: { } locus, InLocus: { } number } ? $"{locus}, base {number}" : "between genes")}; H37Rv {place.Position:N0}; {place.Nucleotide}{(place.Protein is { } protein ? $"; {protein}" : "")}"
        );

    private static void WriteJson(
        Stream stream,
        string isolate,
        ExplainedDrug[] drugs,
        IsolateInputs inputs,
        CallSet calls,
        string? catalogue
    )
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("isolate", isolate);
        json.WriteString("method", "integrated_gradients");
        json.WriteString("scale", "log_odds");
        json.WriteString("against", "H37Rv");
        json.WriteString("catalogue", catalogue);
        json.WriteStartArray("drugs");
        foreach (var drug in drugs)
        {
            json.WriteStartObject();
            json.WriteString("drug", drug.Drug);
            json.WriteString("name", drug.Name);
            json.WriteNumber("log_odds", drug.LogOdds);
            json.WriteNumber("reference", drug.Reference);
            json.WriteStartArray("mutations");
            foreach (var mutation in drug.Mutations)
            {
                json.WriteStartObject();
                json.WriteString("name", mutation.Name);
                json.WriteNumber("adds", mutation.Adds);
                json.WriteString("catalogue", mutation.Catalogue);
                json.WriteStartArray("places");
                foreach (var place in mutation.Places)
                    WriteJson(json, place);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("not_determined", drug.NotDetermined);
            json.WriteNumber("left_over", drug.Rest);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Strings(json, "unseen", inputs.Unseen);
        Strings(json, "assumptions", calls.Assumptions);
        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, MutationPlace place)
    {
        json.WriteStartObject();
        json.WriteString("hgvs", place.Hgvs);
        json.WriteString("locus", place.Locus);
        if (place.InLocus is { } number)
            json.WriteNumber("base", number);
        else
            json.WriteNull("base");
        json.WriteNumber("position", place.Position);
        json.WriteString("nucleotide", place.Nucleotide);
        json.WriteString("protein", place.Protein);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Signed(double value) =>
        value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    // A drug's log-odds taken apart; the rest is of inputs that are as the reference's, and what the method misses.
    private sealed record ExplainedDrug(
        string Drug,
        string Name,
        double LogOdds,
        double Reference,
        ImmutableArray<ExplainedMutation> Mutations,
        double NotDetermined,
        double Rest
    );

    private sealed record ExplainedMutation(
        string Name,
        double Adds,
        ImmutableArray<MutationPlace> Places,
        string? Catalogue
    );
}
