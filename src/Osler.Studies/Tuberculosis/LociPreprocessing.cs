using System.Collections.Immutable;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>
/// From the bases of loci to a network's features, five for each position: one-hot less H37Rv's, so that its base is all 0,
/// another one 1 beside -1 at H37Rv's, and -1 alone says that the position was not determined.
/// </summary>
/// <remarks>
/// Isolates differ from H37Rv at few of their thousands of positions. What is the same in all of them says nothing, but would be nearly
/// all that a convolution sums.
/// </remarks>
internal static class LociPreprocessing
{
    /// <summary>Nothing is learnt from isolates: every position may have each base, a gap, or nothing.</summary>
    /// <param name="names">[positions].</param>
    /// <param name="reference">[positions] H37Rv's letters, as codes of <see cref="LociBases.Letters"/>.</param>
    public static FittedPreprocessing Of(ImmutableArray<string> names, ImmutableArray<sbyte> reference)
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
                .. names.Select((name, i) => new FittedScale($"{name}={levels[reference[i]]}", 1, 1)),
            ]
        );
    }
}
