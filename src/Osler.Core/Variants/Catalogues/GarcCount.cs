using Osler.Core.Variants.Reference;

namespace Osler.Core.Variants.Catalogues;

/// <summary>How a catalogue in GARC1 counts bases, worked out from the bases that its rules name.</summary>
/// <remarks>
/// The WHO catalogue of 2021 in GARC1 counts the genes of ribosomal RNA one too low (<c>rrs@a1400g</c> for n.1401A&gt;G) and
/// the promoters of reverse genes one too near (<c>pncA@a-10c</c> for c.-11A&gt;C); taken as written, its rules of the most
/// important mutations of amikacin and kanamycin would never fit. So for each of the four kinds of place the shift by -1, 0 or
/// 1 with which the most rules name the reference's base is taken; as written where that is as good.
/// </remarks>
internal sealed class GarcCount
{
    private readonly Dictionary<(bool Coding, bool Reverse, bool Inside), int> _shifts = [];

    /// <summary>Every number means what it says.</summary>
    public static GarcCount AsWritten { get; } = new();

    /// <summary>Works out the shifts.</summary>
    public static GarcCount Of(IEnumerable<string> rules, ReferenceSequence reference, GeneMap genes)
    {
        var count = new GarcCount();
        var named = rules
            .SelectMany(rule => rule.Split('&'))
            .Select(part => GarcRule.NamedBase(part, genes))
            .OfType<(Gene Gene, int Number, char From)>()
            .Distinct();
        foreach (var kind in named.GroupBy(part => Kind(part.Gene, part.Number)))
            count._shifts[kind.Key] = new[] { 0, 1, -1 }.MaxBy(shift =>
                kind.Count(part => part.Gene.BaseAt(Moved(part.Number, shift), reference) == part.From)
            );
        return count;
    }

    /// <summary>What a rule's number means.</summary>
    public int Right(Gene gene, int number) =>
        number == 0 ? 0 : Moved(number, _shifts.GetValueOrDefault(Kind(gene, number)));

    private static (bool, bool, bool) Kind(Gene gene, int number) => (gene.Coding, gene.Reverse, number > 0);

    // There is no base 0.
    private static int Moved(int number, int shift) =>
        number + shift != 0 ? number + shift : Math.Sign(shift);
}
