using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Osler.Studies.Vignettes;

/// <summary>What people say besides their illness, by its kind, from <c>asides.tsv</c>.</summary>
internal static class Asides
{
    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<string>>> s_all = new(() =>
        VignetteTable
            .Lines("asides.tsv")
            .Select(line => line.Split('\t'))
            .GroupBy(cells => cells[0], StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(cells => cells[1]).ToImmutableArray(),
                StringComparer.Ordinal
            )
    );

    /// <summary>Ways to say something of a kind.</summary>
    /// <param name="kind"><c>aside</c>, <c>normal</c>, <c>healthy</c> or <c>other</c>.</param>
    public static ImmutableArray<string> Of(string kind) => s_all.Value[kind];
}
