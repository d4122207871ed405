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

    /// <summary>Mutations that insert bases where no input can show them, by HGVS.</summary>
    public ImmutableArray<string> Unseen { get; init; } = [];

    /// <summary>The mutations behind a present input, by HGVS where it is known; empty where the input says it itself.</summary>
    public required Func<int, ImmutableArray<string>> Behind { get; init; }

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
        var words = AllWords(naming, names);
        return calls => OfFeatures(calls, features, words);
    }

    /// <summary>How isolates are encoded that come as rows of the inputs: 0 or 1 (or a base's code), NaN where not determined.</summary>
    /// <param name="naming">As the card has it.</param>
    /// <param name="names">The inputs' names.</param>
    /// <exception cref="Core.Faults.DataException">A name that can't be read.</exception>
    public static Func<ReadOnlyMemory<double>, EncodedIsolate> ByRow(
        string naming,
        ImmutableArray<string> names
    )
    {
        var words = AllWords(naming, names);
        ImmutableArray<sbyte> absent =
            naming == CardGenotypes.Bases
                ? LociBases.Parse(names).Reference
                : [.. names.Select(_ => (sbyte)0)];
        return row =>
        {
            ImmutableArray<sbyte> values =
            [
                .. row.ToArray().Select(cell => double.IsNaN(cell) ? (sbyte)-1 : (sbyte)cell),
            ];
            var unknown = Where(values, (value, _) => value < 0);
            return new EncodedIsolate
            {
                Names = names,
                Values = values,
                Absent = absent,
                Present = Where(values, (value, i) => value >= 0 && value != absent[i]),
                Unknown = unknown,
                Tried = naming == CardGenotypes.Bases ? [] : unknown,
                Behind = i => words[i].Value == names[i] ? [] : [words[i].Value],
                Words = i => words[i].Value,
            };
        };
    }

    // They are asked for again and again.
    private static Lazy<string>[] AllWords(string naming, ImmutableArray<string> names) =>
        [.. names.Select(name => new Lazy<string>(() => WordsOf(naming, name)))];

    /// <summary>What an input is: by HGVS where it is one change, else (a pool, a base, another naming) its own name.</summary>
    /// <param name="naming">As the card has it.</param>
    /// <param name="name">The input's name.</param>
    public static string WordsOf(string naming, string name) =>
        naming == CardGenotypes.Wdnn
        && FeatureName.Parse(name).Change is { } change
        && CallSet.Of([change]).Mutations is [var mutation, ..]
            ? mutation.Hgvs
            : name;

    private static EncodedIsolate OfFeatures(CallSet calls, FeatureList features, Lazy<string>[] words)
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
            Behind = i => calls.MutationsOf(vector.Behind(i)),
            Words = i => words[i].Value,
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
            Unseen = calls.MutationsOf(bases.Inserted(calls)),
            Behind = i => calls.MutationsOf(bases.Behind(calls, i)),
            Words = i => bases.Names[i],
        };
    }

    private static ImmutableArray<int> Where(ImmutableArray<sbyte> values, Func<sbyte, int, bool> holds) =>
        [.. Enumerable.Range(0, values.Length).Where(i => holds(values[i], i))];
}
