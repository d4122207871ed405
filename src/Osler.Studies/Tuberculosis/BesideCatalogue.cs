using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Catalogues;

namespace Osler.Studies.Tuberculosis;

/// <summary>A catalogue that is judged beside a model on isolates that neither learnt from.</summary>
/// <param name="Slug">As a model in <c>results.json</c>.</param>
/// <param name="Catalogue">The catalogue.</param>
internal sealed record BesideCatalogue(string Slug, Catalogue Catalogue)
{
    /// <summary>[drugs] what it says of an isolate's calls.</summary>
    public double[] Called(CallSet calls, ImmutableArray<string> drugs)
    {
        var judgement = Catalogue.Judge(calls);
        return
        [
            .. drugs.Select(drug =>
                judgement[drug]?.Call switch
                {
                    ResistanceCall.Resistant => 1,
                    ResistanceCall.Susceptible or ResistanceCall.Uncertain => 0,
                    _ => double.NaN,
                }
            ),
        ];
    }

    /// <summary>What it says of isolates whose variants are named, each variant by itself; what is not determined counts as absent.</summary>
    /// <param name="data">With the model's drugs.</param>
    /// <param name="warnings">Gets how much of it the variants can show.</param>
    public CatalogueCalls? Called(ResistanceData data, ImmutableArray<string>.Builder warnings)
    {
        if (!data.Named)
        {
            warnings.Add(
                $"The variants are not named by their position on H37Rv, so that {Catalogue.Name} can't be looked up."
            );
            return null;
        }
        var lookup = CatalogueLookup.Of(data, Slug, Catalogue);
        warnings.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Catalogue.Name} is looked up among the {data.Width:N0} variants that the data name, of which it grades {lookup.ResistantVariants:N0} as resistant to a drug; its other mutations are not seen there."
            )
        );
        return Of(lookup.Models().Single().Repeats[0]);
    }

    /// <summary>Its calls, to be judged.</summary>
    /// <param name="calls">[isolates, drugs] row-major.</param>
    public CatalogueCalls Of(double[] calls) => new(Slug, Catalogue.Name, calls);
}
