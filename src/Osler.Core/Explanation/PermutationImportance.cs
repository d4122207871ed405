using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Faults;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Core.Explanation;

/// <summary>Inputs that are shuffled together, e.g. systolic and diastolic pressure.</summary>
/// <param name="Name">What the report calls them.</param>
/// <param name="Inputs">Indices of the inputs, at least one.</param>
public sealed record InputGroup(string Name, ImmutableArray<int> Inputs);

/// <summary>How much a model leans on inputs.</summary>
/// <param name="Group">Which inputs were shuffled.</param>
/// <param name="Drop">AUROC lost by shuffling, with interval; near or below 0 where the model does without.</param>
public sealed record GroupImportance(InputGroup Group, Estimate Drop);

/// <summary>The loss of AUROC when an input's values are dealt out anew among the patients.</summary>
/// <remarks>
/// Breiman, Mach. Learn. 45, 2001; Fisher, Rudin and Dominici, J. Mach. Learn. Res. 20, 2019. Judge on cases that
/// the model was not trained on. Of inputs that tell the same, each may look dispensable alone: shuffle them as a
/// group. The interval holds both doubts: of the cases (paired DeLong variance) and of the shuffles.
/// </remarks>
public static class PermutationImportance
{
    /// <summary>Shuffles each group in turn.</summary>
    /// <param name="predict">The model; only the order of its numbers matters.</param>
    /// <param name="rows">[cases, inputs] row-major raw values.</param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="groups">What is shuffled together; null for each input alone.</param>
    /// <param name="patients">
    /// [cases] each case's patient; empty where every case is its own. A patient's cases get the cases of one other.
    /// </param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="repeats">Shuffles of each group, at least 2.</param>
    /// <returns>In the groups' order; undefined for one class.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit, or a group names no input.</exception>
    /// <exception cref="DataException">The model gives a prediction that is not finite.</exception>
    public static ImmutableArray<GroupImportance> Of(
        Predict predict,
        ReadOnlySpan<double> rows,
        ReadOnlySpan<bool> outcomes,
        IReadOnlyList<string> inputs,
        IReadOnlyList<InputGroup>? groups = null,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int repeats = 10
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        int width = inputs.Count;
        int n = Predictions.Rows(rows, width, nameof(rows));
        if (outcomes.Length != n)
            throw new ArgumentException($"{outcomes.Length} outcomes for {n} rows.", nameof(outcomes));
        Checked.Patients(patients, n);
        groups ??= [.. inputs.Select((name, i) => new InputGroup(name, [i]))];
        foreach (var group in groups)
            if (group.Inputs.IsDefaultOrEmpty || group.Inputs.Any(i => i < 0 || i >= width))
                throw new ArgumentException($"Group {group.Name} names no input.", nameof(groups));
        if (Checked.Lacks(Checked.Positives(outcomes), n) is { } lack)
            return [.. groups.Select(group => new GroupImportance(group, Estimate.None(lack)))];

        var intact = Placements.Of(Predictions.Of(predict, rows, width), outcomes);
        int[][] members = Members(patients, n);
        var result = ImmutableArray.CreateBuilder<GroupImportance>(groups.Count);
        double[] drops = new double[repeats];
        for (int g = 0; g < groups.Count; g++)
        {
            double? ofCases = 0;
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                int[] source = Dealt(members, n, new KeyedRandom(seed, "importance", repeat, g));
                double[] shuffled = rows.ToArray();
                for (int i = 0; i < n; i++)
                    foreach (int input in groups[g].Inputs)
                        shuffled[(i * width) + input] = rows[(source[i] * width) + input];
                var gap = intact.Minus(Placements.Of(Predictions.Of(predict, shuffled, width), outcomes));
                drops[repeat] = gap.Area;
                ofCases += gap.Variance(outcomes, patients) / repeats;
            }
            result.Add(new GroupImportance(groups[g], Around(drops, ofCases)));
        }
        return result.MoveToImmutable();
    }

    private static Estimate Around(double[] drops, double? ofCases)
    {
        double mean = drops.Average();
        if (ofCases is not { } variance)
            return new Estimate(mean);
        double ofShuffles = drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1) / drops.Length;
        double half = Gaussian.Z95 * Math.Sqrt(variance + ofShuffles);
        return new Estimate(mean, Math.Max(-1, mean - half), Math.Min(1, mean + half));
    }

    // Whose values each case gets: whole patients change places.
    private static int[] Dealt(int[][] members, int cases, KeyedRandom random)
    {
        int[] givers = new int[members.Length];
        for (int i = 0; i < givers.Length; i++)
            givers[i] = i;
        random.Shuffle(givers);
        int[] source = new int[cases];
        for (int patient = 0; patient < members.Length; patient++)
        {
            int[] from = members[givers[patient]];
            for (int i = 0; i < members[patient].Length; i++)
                source[members[patient][i]] = from[i % from.Length];
        }
        return source;
    }

    private static int[][] Members(ReadOnlySpan<ulong> patients, int cases)
    {
        int[]? numbers = PatientBootstrap.Numbers(patients, out int distinct);
        if (numbers is null)
            return [.. Enumerable.Range(0, cases).Select(i => new[] { i })];
        var members = new List<int>[distinct];
        for (int i = 0; i < cases; i++)
            (members[numbers[i]] ??= []).Add(i);
        return [.. members.Select(list => list.ToArray())];
    }
}
