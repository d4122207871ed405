using System.Collections.Immutable;
using Osler.Core.Variants.Calls;

namespace Osler.Core.Variants.Features;

/// <summary>An isolate as a network's input: each feature present, absent or not determined.</summary>
/// <remarks>
/// Coded as the WDNN data set is (Chen et al. 2019), with one departure: a pool whose gene is not determined is not
/// determined, where the authors' table has 1. One change sets one feature. A record of several bases counts whole where
/// it is a feature, else base by base; records of single bases are never joined into a feature of several. What is no
/// feature of its own counts to its gene's pool, as a rare change did in training.
/// </remarks>
public sealed class FeatureVector
{
    /// <summary>
    /// The share of a pool's positions that must be determined for it to be absent; 0 to 1.
    /// </summary>
    public const double PoolDetermined = 0.95;

    private readonly ImmutableArray<Call>[] _behind;

    private FeatureVector(FeatureList features, ImmutableArray<sbyte> values, ImmutableArray<Call>[] behind)
    {
        Features = features;
        Values = values;
        _behind = behind;
    }

    /// <summary>What the values are of.</summary>
    public FeatureList Features { get; }

    /// <summary>One per feature: 1 present, 0 absent, -1 not determined.</summary>
    public ImmutableArray<sbyte> Values { get; }

    /// <summary>The calls that made a feature present; empty where it is not.</summary>
    /// <param name="feature">Index.</param>
    public ImmutableArray<Call> Behind(int feature) => _behind[feature];

    /// <summary>Codes an isolate.</summary>
    /// <param name="calls">Its changes.</param>
    /// <param name="features">The features.</param>
    public static FeatureVector Of(CallSet calls, FeatureList features)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(features);
        int count = features.Features.Length;
        var behind = new List<Call>?[count];
        foreach (var call in calls.Calls)
            Set(call, call.Variant, features, behind);
        var values = ImmutableArray.CreateBuilder<sbyte>(count);
        for (int i = 0; i < count; i++)
            values.Add(
                behind[i] is not null ? (sbyte)1
                : Determined(calls, features.Features[i]) ? (sbyte)0
                : (sbyte)-1
            );
        return new FeatureVector(
            features,
            values.MoveToImmutable(),
            [.. behind.Select(own => own is null ? ImmutableArray<Call>.Empty : [.. own])]
        );
    }

    private static void Set(Call call, Variant change, FeatureList features, List<Call>?[] behind)
    {
        int own = features.IndexOf(change);
        if (own >= 0)
        {
            (behind[own] ??= []).Add(call);
            return;
        }
        if (change.IsSubstitution && change.Ref.Length > 1)
        {
            for (int i = 0; i < change.Ref.Length; i++)
                if (change.Ref[i] != change.Alt[i])
                    Set(
                        call,
                        new Variant(
                            change.Position + i,
                            change.Ref.Substring(i, 1),
                            change.Alt.Substring(i, 1)
                        ),
                        features,
                        behind
                    );
            return;
        }
        if (WdnnName.PoolOf(change) is not { } pool)
            return;
        int pooled = features.IndexOfPool(pool);
        if (pooled >= 0)
            (behind[pooled] ??= []).Add(call);
    }

    private static bool Determined(CallSet calls, FeatureName feature)
    {
        if (feature.Change is { } change)
            return calls.Determined(
                change.Ref.Length == 0 ? change.Position - 1 : change.Position,
                Math.Max(change.Position, change.End)
            );
        // The reference's own base is no change: absent, as in the isolates of the data set that were sequenced whole.
        if (!feature.Pool)
            return true;
        var (start, end) = WdnnRegions.SpanOfPool(feature.Name);
        return calls.ShareDetermined(start, end) >= PoolDetermined;
    }
}
