using System.Collections.Immutable;
using Osler.Core.Bundles;
using Osler.Core.Variants.Calls;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Sequences;

namespace Osler.Serving;

/// <summary>An isolate as a model's inputs, and what would be said of it had it one change less.</summary>
internal sealed record EncodedIsolate
{
    /// <summary>The inputs' names.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>[inputs]; below 0 where not determined.</summary>
    public required ImmutableArray<sbyte> Values { get; init; }

    /// <summary>[inputs] their values where the isolate is as the reference.</summary>
    public required ImmutableArray<sbyte> Absent { get; init; }

    /// <summary>Inputs that tell of a change.</summary>
    public required ImmutableArray<int> Present { get; init; }

    /// <summary>Inputs that are not determined.</summary>
    public required ImmutableArray<int> Unknown { get; init; }

    /// <summary>Those of <see cref="Unknown"/> that could be 1, which is tried one by one.</summary>
    public required ImmutableArray<int> Tried { get; init; }

    /// <summary>The calls behind a present input.</summary>
    public required Func<int, ImmutableArray<Call>> Behind { get; init; }

    /// <summary>What an input is, by HGVS where it is one change.</summary>
    public required Func<int, string> Words { get; init; }

    /// <summary>How isolates are encoded by inputs of some names.</summary>
    /// <param name="naming"><see cref="CardGenotypes.Bases"/>, or else the features of the WDNN data set.</param>
    /// <param name="names">The inputs' names.</param>
    /// <exception cref="Core.Faults.DataException">A name that can't be read.</exception>
    public static Func<CallSet, EncodedIsolate> By(string naming, ImmutableArray<string> names)
    {
        if (naming == CardGenotypes.Bases)
        {
            var bases = LociBases.Parse(names);
            return calls => OfBases(calls, bases);
        }
        var features = FeatureList.Parse(names);
        return calls => OfFeatures(calls, features);
    }

    private static EncodedIsolate OfFeatures(CallSet calls, FeatureList features)
    {
        var vector = FeatureVector.Of(calls, features);
        var unknown = Where(vector.Values, (value, _) => value < 0);
        return new EncodedIsolate
        {
            Names = [.. features.Features.Select(feature => feature.Name)],
            Values = vector.Values,
            Absent = [.. vector.Values.Select(_ => (sbyte)0)],
            Present = Where(vector.Values, (value, _) => value == 1),
            Unknown = unknown,
            Tried = unknown,
            Behind = vector.Behind,
            // A pool goes by its own name.
            Words = i =>
                features.Features[i].Change is { } change
                && CallSet.Of([change]).Mutations is [var mutation, ..]
                    ? mutation.Hgvs
                    : features.Features[i].Name,
        };
    }

    private static EncodedIsolate OfBases(CallSet calls, LociBases bases)
    {
        var codes = bases.Read(calls);
        return new EncodedIsolate
        {
            Names = bases.Names,
            Values = codes,
            Absent = bases.Reference,
            Present = Where(codes, (code, i) => code >= 0 && code != bases.Reference[i]),
            Unknown = Where(codes, (code, _) => code < 0),
            Tried = [],
            Behind = i => bases.Behind(calls, i),
            Words = i => bases.Names[i],
        };
    }

    private static ImmutableArray<int> Where(ImmutableArray<sbyte> values, Func<sbyte, int, bool> holds) =>
        [.. Enumerable.Range(0, values.Length).Where(i => holds(values[i], i))];
}
