using System.Collections.Immutable;
using Osler.Core.Faults;

namespace Osler.Core.Variants.Features;

/// <summary>The features of a network's input, in order.</summary>
public sealed class FeatureList
{
    private readonly Dictionary<Variant, int> _changes = [];
    private readonly Dictionary<string, int> _pools = new(StringComparer.Ordinal);

    private FeatureList(ImmutableArray<FeatureName> features)
    {
        Features = features;
        for (int i = 0; i < features.Length; i++)
        {
            if (features[i].Pool)
                _pools.Add(features[i].Name, i);
            else if (
                features[i].Change is { } change
                && (!_changes.TryGetValue(change, out int other) || !features[other].IsLong)
            )
                _changes[change] = i;
        }
    }

    /// <summary>In order.</summary>
    public ImmutableArray<FeatureName> Features { get; }

    /// <summary>Reads the names.</summary>
    /// <param name="names">In either spelling, pools too.</param>
    /// <exception cref="DataException">A name that can't be read, or comes twice; none at all.</exception>
    public static FeatureList Parse(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var features = names.Select(FeatureName.Parse).ToImmutableArray();
        foreach (var feature in features)
            if (!seen.Add(feature.Name))
                throw new DataException($"The feature '{feature.Name}' comes twice.");
        return features.IsEmpty
            ? throw new DataException("There are no features.")
            : new FeatureList(features);
    }

    /// <summary>The place of a change; -1 where it is no feature. Of two spellings of one change the longer counts.</summary>
    internal int IndexOf(Variant change) => _changes.GetValueOrDefault(change, -1);

    /// <summary>The place of a pool; -1 where it is no feature.</summary>
    internal int IndexOfPool(string pool) => _pools.GetValueOrDefault(pool, -1);
}
