using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Osler.Core.Variants.Isolates;

/// <summary>What a model says of an isolate and a drug.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IsolateVerdict>))]
public enum IsolateVerdict
{
    /// <summary>Neither can be said; the reason stands beside it.</summary>
    [JsonStringEnumMemberName("cannot_tell")]
    CannotTell,

    /// <summary>Below the threshold, nothing that was not determined would change it, and no catalogue contradicts.</summary>
    [JsonStringEnumMemberName("susceptible")]
    Susceptible,

    /// <summary>At or above the threshold, also without what was not determined.</summary>
    [JsonStringEnumMemberName("resistant")]
    Resistant,
}

/// <summary>One isolate's report: each drug's verdict, and what it rests on.</summary>
/// <param name="Isolate">The file's name, without its folder.</param>
/// <param name="Drugs">In the model's order.</param>
/// <param name="Mutations">All mutations in the genes that are known, as the report names them.</param>
/// <param name="Features">Number of the model's inputs.</param>
/// <param name="NotDetermined">The inputs that are not determined.</param>
/// <param name="Assumptions">What was taken for granted or left out in reading the file, in sentences.</param>
/// <param name="Warnings">Where the isolate lies outside of what training saw.</param>
public sealed record IsolateFindings(
    string Isolate,
    ImmutableArray<DrugFinding> Drugs,
    ImmutableArray<MutationFinding> Mutations,
    int Features,
    ImmutableArray<string> NotDetermined,
    ImmutableArray<string> Assumptions,
    ImmutableArray<string> Warnings
)
{
    /// <summary>What everyone who reads such a report must know; to be shown with it.</summary>
    public const string Caution =
        "A model's reading of a genome is no test of the bacteria. It knows the mutations that its training data held: "
        + "resistance by others, by few of the bacteria, or to drugs that are not listed goes unseen. Do not choose or "
        + "stop a drug by this report alone; have susceptibility tested in culture, and ask those who treat the patient.";
}

/// <summary>One drug of an isolate's report.</summary>
/// <param name="Drug">The model's name of the outcome, e.g. <c>RIF</c>.</param>
/// <param name="Name">The drug in words, e.g. <c>rifampicin</c>.</param>
/// <param name="Verdict">Resistant, susceptible, or that it cannot be told.</param>
/// <param name="Reason">Why it cannot be told, in a sentence; null otherwise.</param>
/// <param name="Probability">Of resistance, in [0, 1].</param>
/// <param name="Low">Lower limit of the range of networks trained alike; null of a single network.</param>
/// <param name="High">Upper limit.</param>
/// <param name="Threshold">Resistant at or above it.</param>
/// <param name="Behind">The present inputs that move the verdict most, largest first.</param>
/// <param name="Catalogue">A catalogue's verdict; null where none was given or it has no rules for the drug.</param>
/// <remarks>Where a catalogue says resistant and the model does not, or the other way round, <see cref="Contradicted"/> tells.</remarks>
public sealed record DrugFinding(
    string Drug,
    string Name,
    IsolateVerdict Verdict,
    string? Reason,
    double Probability,
    double? Low,
    double? High,
    double Threshold,
    ImmutableArray<FeatureWeight> Behind,
    CatalogueFinding? Catalogue
)
{
    /// <summary>Whether the catalogue calls what the model does not: resistant, or susceptible where the model says resistant.</summary>
    public bool Contradicted =>
        Catalogue?.Call == "resistant" && Verdict != IsolateVerdict.Resistant
        || Catalogue?.Call == "susceptible" && Verdict == IsolateVerdict.Resistant;
}

/// <summary>How much a present input weighs.</summary>
/// <param name="Feature">The model's name of it.</param>
/// <param name="Mutations">The mutations that make it present, by HGVS.</param>
/// <param name="LogOdds">
/// How much the log-odds of resistance would fall were it absent, all else as it is; negative where it speaks against.
/// </param>
public sealed record FeatureWeight(string Feature, ImmutableArray<string> Mutations, double LogOdds);

/// <summary>A catalogue's verdict on a drug.</summary>
/// <param name="Name">The catalogue's.</param>
/// <param name="Call"><c>resistant</c>, <c>uncertain</c>, <c>susceptible</c> or <c>not_determined</c>.</param>
/// <param name="Evidence">The mutations that were judged, by HGVS, each with the rule and the catalogue's grade.</param>
/// <param name="Grade">Its confidence in what speaks for the call most, e.g. <c>1) Assoc w R</c>; null where it gives none.</param>
public sealed record CatalogueFinding(
    string Name,
    string Call,
    ImmutableArray<string> Evidence,
    string? Grade = null
);

/// <summary>One mutation of an isolate.</summary>
/// <param name="Hgvs">Gene and change, e.g. <c>katG_p.Ser315Thr</c>.</param>
/// <param name="Dna">The change of the DNA, e.g. <c>c.944G&gt;C</c>.</param>
/// <param name="Garc">In the WHO catalogue's words; empty between genes.</param>
/// <param name="Position">On the chromosome, from 1.</param>
/// <param name="Mixed">Whether it is called beside another allele.</param>
public sealed record MutationFinding(string Hgvs, string Dna, string Garc, int Position, bool Mixed);
