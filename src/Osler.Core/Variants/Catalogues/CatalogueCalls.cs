namespace Osler.Core.Variants.Catalogues;

/// <summary>What a catalogue says of isolates, to be judged beside a model.</summary>
/// <param name="Slug">As a model in <c>results.json</c>, e.g. <c>catalogue_who2021</c>.</param>
/// <param name="Name">The catalogue's own name and version.</param>
/// <param name="Calls">
/// [isolates, drugs] row-major: 1 where an isolate has a mutation that it grades as resistant to the drug, else 0; NaN where it
/// has no rules for the drug or too little is determined.
/// </param>
public sealed record CatalogueCalls(string Slug, string Name, double[] Calls)
{
    /// <summary>What the slug of a catalogue begins with.</summary>
    public const string Prefix = "catalogue_";
}
