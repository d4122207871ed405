using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Variants;
using Osler.Core.Variants.Features;
using Osler.Core.Variants.Reference;
using Osler.Core.Variants.Sequences;

namespace Osler.Studies.Tuberculosis;

/// <summary>The loci of simulated isolates, aligned to H37Rv.</summary>
/// <remarks>
/// A named mutation is the change that its name says; a pool of rare ones is one of some changes that belong to it, drawn for
/// each isolate; a marker of a lineage or a strain is a substitution in a stretch that bears on no drug. The loci are the
/// surroundings of all of them.
/// </remarks>
internal static class SimulatedLoci
{
    // Positions on either side of a mutation that are read too.
    private const int Around = 30;

    // Changes of a pool, and the stretch that they lie in.
    private const int OfPool = 8;
    private const int PoolLength = 90;

    // The stretch of the markers, in iniB and behind: none of the mechanisms is there.
    private const int Markers = 409_000;
    private const int MarkersLength = 1201; // a prime

    /// <summary>The isolates as bases in place of variants.</summary>
    /// <param name="data">Drawn by <see cref="IsolateSimulator"/>.</param>
    /// <param name="seed">The run's seed.</param>
    public static ResistanceData Of(ResistanceData data, long seed)
    {
        ImmutableArray<Variant>[] changes = [.. data.Names.Select((name, i) => Changes(name, i))];
        var bases = new LociBases(Positions(changes), H37Rv.Loci);
        int width = bases.Positions.Length;
        sbyte[] codes = new sbyte[(long)data.Isolates * width];
        for (int i = 0; i < data.Isolates; i++)
        {
            var random = new KeyedRandom(seed, "rare", 0, i);
            var own = new List<Variant>();
            var unread = new HashSet<int>();
            for (int j = 0; j < data.Width; j++)
            {
                sbyte value = data.Variant(i, j);
                if (value == 1)
                    own.Add(changes[j][random.Next(changes[j].Length)]);
                else if (value < 0)
                    unread.UnionWith(changes[j].SelectMany(Reach));
            }
            var row = codes.AsSpan(i * width, width);
            bases.Of(own).CopyTo(row);
            for (int p = 0; p < width; p++)
                if (unread.Contains(bases.Positions[p]))
                    row[p] = -1;
        }
        return data with
        {
            Names = bases.Names,
            Variants = codes,
            Inputs = [.. Enumerable.Range(0, width)],
            Bases = bases,
            Fingerprint = ResistanceFiles.Fingerprint(bases.Names, codes, data.Labels),
        };
    }

    private static ImmutableArray<int> Positions(ImmutableArray<Variant>[] changes) =>
        [.. changes.SelectMany(some => some).SelectMany(Reach).Where(H37Rv.Loci.Knows).Distinct().Order()];

    private static IEnumerable<int> Reach(Variant change) =>
        Enumerable.Range(change.Position - Around, 2 * Around + Math.Max(1, change.Ref.Length));

    private static ImmutableArray<Variant> Changes(string name, int number)
    {
        if (VariantName.Parse(name) is not { } known)
            return [Marker(number)];
        return known.Pooled ? Pool(name, known.Gene) : [FeatureName.Parse(name).Change!.Value];
    }

    private static Variant Marker(int number)
    {
        // Apart from each other, as the markers of one lineage are.
        int position = Markers + number * 47 % MarkersLength;
        string there = H37Rv.Loci.Bases(position, 1);
        string others = "ACGT".Replace(there, "", StringComparison.Ordinal);
        return new Variant(position, there, others.Substring(number / MarkersLength % others.Length, 1));
    }

    // Changes that the authors' rule puts into the pool.
    private static ImmutableArray<Variant> Pool(string name, string gene)
    {
        var found = ImmutableArray.CreateBuilder<Variant>();
        var random = new KeyedRandom(1, name);
        Gene place = H37Rv.Genes.Find(gene)!;
        int start = place.Start + place.Length / 3;
        for (int tries = 0; found.Count < OfPool && tries < 10_000; tries++)
        {
            int position = start + random.Next(PoolLength);
            string there = H37Rv.Loci.Bases(position, 1);
            var change = name.EndsWith("_indel", StringComparison.Ordinal)
                ? new Variant(position, there, "").LeftAligned(H37Rv.Loci)
                : new Variant(
                    position,
                    there,
                    "ACGT".Replace(there, "", StringComparison.Ordinal).Substring(random.Next(3), 1)
                );
            if (WdnnName.PoolOf(change) == name && !found.Contains(change))
                found.Add(change);
        }
        return found.ToImmutable();
    }
}
