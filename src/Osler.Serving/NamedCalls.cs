using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Variants;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Sequences;

namespace Osler.Serving;

/// <summary>The changes that a row of inputs names, so that a catalogue can be asked of an isolate that has no file.</summary>
internal sealed class NamedCalls
{
    private readonly ImmutableArray<Variant?> _changes;
    private readonly LociBases? _bases;

    private NamedCalls(ImmutableArray<Variant?> changes, LociBases? bases) =>
        (_changes, _bases) = (changes, bases);

    /// <summary>By the inputs' names; a pool names no change.</summary>
    /// <param name="naming">As the card has it; neither of another genome nor of names of their own.</param>
    /// <param name="names">The inputs' names.</param>
    /// <exception cref="Core.Faults.DataException">A name that can't be read.</exception>
    public static NamedCalls By(string naming, ImmutableArray<string> names) =>
        naming == CardGenotypes.Bases
            ? new([], LociBases.Parse(names))
            : new([.. names.Select(name => FeatureName.Parse(name).Change)], null);

    /// <summary>An isolate's calls: what no input tells of is not determined.</summary>
    /// <param name="row">[inputs]: 1 present, 0 absent (of bases their codes), NaN not determined.</param>
    public CallSet Of(ReadOnlySpan<double> row)
    {
        var present = new List<Variant>();
        var absent = new List<(int Start, int End)>();
        if (_bases is { } bases)
        {
            sbyte[] codes = new sbyte[row.Length];
            for (int i = 0; i < codes.Length; i++)
                codes[i] = double.IsNaN(row[i]) ? (sbyte)-1 : (sbyte)row[i];
            present.AddRange(bases.Changes(codes));
            absent.AddRange(
                bases
                    .Positions.Where((_, i) => codes[i] == bases.Reference[i])
                    .Select(position => (position, position))
            );
        }
        for (int i = 0; i < _changes.Length; i++)
            if (_changes[i] is { } change)
                if (row[i] == 1)
                    present.Add(change);
                else if (row[i] == 0)
                    absent.Add((change.Position, Math.Max(change.Position, change.End)));
        return CallSet.Named(present.Distinct(), absent);
    }
}
