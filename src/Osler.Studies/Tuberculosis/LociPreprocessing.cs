using System.Collections.Immutable;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>From the bases of loci to a network's features: five for each position, all 0 where it was not determined.</summary>
internal static class LociPreprocessing
{
    /// <summary>Nothing is learnt from isolates: every position may have each base, a gap, or nothing.</summary>
    /// <param name="names">[positions].</param>
    public static FittedPreprocessing Of(ImmutableArray<string> names)
    {
        ImmutableArray<string> levels = [.. LociBases.Letters.Select(letter => letter.ToString())];
        ImmutableArray<int> places = [.. Enumerable.Range(0, levels.Length)];
        return FittedPreprocessing.Of(
            [
                .. names.Select(name => new InputColumn(name, ColumnKind.Categorical)
                {
                    Levels = levels,
                    Missing = ["N"],
                    Optional = true,
                }),
            ],
            [
                .. names.Select(name => new FittedOneHot(
                    name,
                    [.. levels.Select(level => $"{name}={level}")],
                    places,
                    OfUnseen: -1,
                    Indicator: null
                )),
            ]
        );
    }
}
