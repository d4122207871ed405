using System.Text.Json.Nodes;

namespace Osler.Core.Variants.Catalogues;

/// <summary>How many isolates resist a drug.</summary>
/// <param name="Resistant">Isolates known to resist.</param>
/// <param name="Susceptible">Isolates known not to.</param>
/// <param name="Unknown">Isolates that were not tested.</param>
public readonly record struct DrugLabels(int Resistant, int Susceptible, int Unknown)
{
    /// <summary>Counts a drug's labels.</summary>
    /// <param name="labels">[isolates, drugs] row-major: 1 resistant, 0 susceptible, NaN unknown.</param>
    /// <param name="drugs">How many drugs.</param>
    /// <param name="drug">Which of them.</param>
    public static DrugLabels Of(ReadOnlySpan<float> labels, int drugs, int drug)
    {
        (int resistant, int susceptible) = (0, 0);
        for (int i = drug; i < labels.Length; i += drugs)
        {
            resistant += labels[i] == 1 ? 1 : 0;
            susceptible += labels[i] == 0 ? 1 : 0;
        }
        return new(resistant, susceptible, labels.Length / drugs - resistant - susceptible);
    }

    /// <summary>Every drug's counts as <c>results.json</c> has them: <c>{"RIF": {"resistant", "susceptible", "unknown"}, …}</c>.</summary>
    /// <param name="labels">As for <see cref="Of"/>.</param>
    /// <param name="drugs">The drugs' codes.</param>
    public static JsonObject Json(ReadOnlySpan<float> labels, IReadOnlyList<string> drugs)
    {
        var counts = new JsonObject();
        for (int drug = 0; drug < drugs.Count; drug++)
        {
            var (resistant, susceptible, unknown) = Of(labels, drugs.Count, drug);
            counts[drugs[drug]] = new JsonObject
            {
                ["resistant"] = resistant,
                ["susceptible"] = susceptible,
                ["unknown"] = unknown,
            };
        }
        return counts;
    }
}
