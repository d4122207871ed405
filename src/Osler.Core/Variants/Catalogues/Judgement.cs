using System.Collections.Immutable;
using Osler.Core.Variants.Annotation;

namespace Osler.Core.Variants.Catalogues;

/// <summary>What a catalogue says of an isolate and a drug.</summary>
public enum ResistanceCall
{
    /// <summary>
    /// Nothing speaks for resistance, but places where resistance is known to arise are not determined.
    /// </summary>
    NotDetermined,

    /// <summary>No mutation that the catalogue counts as resistant, or does not know in the drug's genes.</summary>
    Susceptible,

    /// <summary>A mutation in one of the drug's genes of whose effect the catalogue is not certain.</summary>
    Uncertain,

    /// <summary>At least one mutation that the catalogue counts as resistant.</summary>
    Resistant,
}

/// <summary>A mutation and the rule that judges it.</summary>
/// <param name="Mutations">One; several where the rule names several together.</param>
/// <param name="Rule">As the catalogue writes it, e.g. <c>rpoB@S450L</c>.</param>
/// <param name="Call">What the rule says.</param>
/// <param name="Grade">The catalogue's confidence in its own words; null where it gives none.</param>
public sealed record Evidence(
    ImmutableArray<Mutation> Mutations,
    string Rule,
    ResistanceCall Call,
    string? Grade
)
{
    /// <summary>Call and grade: <c>resistant (1)</c>.</summary>
    public string Said => $"{Call.ToString().ToLowerInvariant()}{(Grade is null ? "" : $" ({Grade})")}";
}

/// <summary>One drug's verdict.</summary>
/// <param name="Drug">The drug.</param>
/// <param name="Call">Resistant before uncertain before susceptible; not determined only where nothing speaks for resistance.</param>
/// <param name="Evidence">The mutations judged, resistant ones first.</param>
/// <param name="Determined">
/// The share of the places where the catalogue knows resistance to arise that are determined; 0 to 1.
/// </param>
public sealed record DrugVerdict(
    Drug Drug,
    ResistanceCall Call,
    ImmutableArray<Evidence> Evidence,
    double Determined
);

/// <summary>A catalogue's verdicts of one isolate.</summary>
/// <param name="Verdicts">One for each of the catalogue's drugs, in its order.</param>
public sealed record Judgement(ImmutableArray<DrugVerdict> Verdicts)
{
    /// <summary>The verdict on a drug; null where the catalogue has no rules for it.</summary>
    /// <param name="drug">A code or a name, as <see cref="Drug.Find"/> reads them.</param>
    public DrugVerdict? this[string drug] =>
        Drug.Find(drug) is { } known ? Verdicts.FirstOrDefault(verdict => verdict.Drug == known) : null;
}
