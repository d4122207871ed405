using System.Collections.Immutable;
using Osler.Core.Preprocessing;
using Osler.Core.Tables;

namespace Osler.Studies.Tuberculosis;

/// <summary>From variants as read (0, 1, missing) to a network's features.</summary>
/// <remarks>
/// A variant that was not determined becomes its share among the training isolates in which it was, and every feature is
/// centred on that share: not determined is 0 then, and so is what a network's input dropout blanks, so that training itself
/// shows the network isolates of which little is known. Any variant may be missing.
/// </remarks>
internal static class GenotypePreprocessing
{
    // So many kinds of rare variants at once are an unsequenced gene, not a much mutated one.
    private const int AllKinds = 4;

    /// <summary>Fits on some isolates.</summary>
    /// <param name="data">Names of the inputs, and which are pooled.</param>
    /// <param name="rows">[isolates, inputs] row-major, NaN where not determined.</param>
    /// <param name="train">The isolates to learn from.</param>
    public static FittedPreprocessing Fit(ResistanceData data, double[] rows, ReadOnlySpan<int> train)
    {
        ImmutableArray<string> names = data.InputNames;
        var place = data.Inputs.Index().ToDictionary(input => input.Item, input => input.Index);
        var steps = ImmutableArray.CreateBuilder<FittedStep>();
        var unsequenced = Unsequenced(names);
        steps.AddRange(
            unsequenced.Select(genes => new FittedUnknownWhereAll([.. genes.Select(i => names[i])]))
        );
        int[][] pools =
        [
            .. data.Pools.Select(pool => pool.Variants.Select(place.GetValueOrDefault).ToArray()),
        ];
        steps.AddRange(
            data.Pools.Select(
                (pool, k) => new FittedAnyOf(pool.Name, [.. pools[k].Select(input => names[input])])
            )
        );
        bool[] alone = [.. data.Inputs.Select(variant => !data.PooledOnly.Contains(variant))];
        steps.AddRange(names.Where((_, j) => !alone[j]).Select(name => new FittedDrop(name)));
        var inputs = ImmutableArray.CreateBuilder<InputColumn>(names.Length);
        int width = names.Length;
        double[] sums = new double[width + pools.Length];
        int[] counts = new int[width + pools.Length];
        int[] missing = new int[width];
        double[] least = [.. Enumerable.Repeat(1.0, width)];
        double[] most = new double[width];
        bool[] unread = new bool[width];
        foreach (int row in train)
        {
            var cells = rows.AsSpan(row * width, width);
            MarkUnsequenced(cells, unsequenced, unread);
            for (int j = 0; j < width; j++)
            {
                if (double.IsNaN(cells[j]))
                {
                    missing[j]++;
                    continue;
                }
                (least[j], most[j]) = (Math.Min(least[j], cells[j]), Math.Max(most[j], cells[j]));
                if (unread[j])
                    continue;
                sums[j] += cells[j];
                counts[j]++;
            }
            for (int k = 0; k < pools.Length; k++)
            {
                double any = double.NaN;
                foreach (int input in pools[k])
                    any = FittedAnyOf.Either(any, rows[row * width + input]);
                if (double.IsNaN(any))
                    continue;
                sums[width + k] += any;
                counts[width + k]++;
            }
        }
        double[] shares = [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count)];
        for (int j = 0; j < width; j++)
        {
            inputs.Add(
                new InputColumn(names[j], ColumnKind.Numeric)
                {
                    Low = 0,
                    High = 1,
                    Missing = ["-1", "0.5"],
                    Minimum = Math.Min(least[j], 0),
                    Maximum = Math.Max(most[j], 1),
                    Median = shares[j] > 0.5 ? 1 : 0,
                    MissingInTraining = missing[j],
                    Optional = true,
                }
            );
        }
        string[] features = [.. names, .. data.Pools.Select(pool => pool.Name)];
        int[] kept = [.. Enumerable.Range(0, features.Length).Where(j => j >= width || alone[j])];
        steps.AddRange(kept.Select(j => new FittedImpute(features[j], shares[j], null)));
        steps.AddRange(kept.Select(j => new FittedScale(features[j], shares[j], 1)));
        return FittedPreprocessing.Of(inputs.MoveToImmutable(), steps.ToImmutable());
    }

    /// <summary>[width] what was subtracted from each feature.</summary>
    public static float[] Shares(FittedPreprocessing preprocessing) =>
        [.. preprocessing.Steps.OfType<FittedScale>().Select(scale => (float)scale.Shift)];

    // The pooled inputs of a gene, of genes that have them of (nearly) every kind.
    private static ImmutableArray<ImmutableArray<int>> Unsequenced(ImmutableArray<string> names) =>
        [
            .. names
                .Select((name, i) => (Name: VariantName.Parse(name), i))
                .Where(pair => pair.Name is { Pooled: true })
                .GroupBy(pair => pair.Name!.Gene, pair => pair.i, StringComparer.Ordinal)
                .Where(gene => gene.Count() >= AllKinds)
                .Select(gene => gene.ToImmutableArray()),
        ];

    // [width] where a row's pooled inputs say that their gene was not sequenced.
    private static void MarkUnsequenced(
        ReadOnlySpan<double> cells,
        ImmutableArray<ImmutableArray<int>> genes,
        Span<bool> marks
    )
    {
        marks.Clear();
        foreach (var columns in genes)
        {
            bool all = true;
            foreach (int column in columns)
                all &= cells[column] == 1;
            foreach (int column in columns)
                marks[column] = all;
        }
    }
}
