using System.Collections.Immutable;
using Osler.Core.Chance;
using Osler.Core.Intervals;
using Osler.Core.Metrics;

namespace Osler.Core.Explanation;

/// <summary>Predictions as one input moves and everything else stays.</summary>
/// <param name="InputName">The input.</param>
/// <param name="Values">The values it is set to, ascending; a category's level indices.</param>
/// <param name="Mean">Mean prediction at each value, with a 95 % interval for the mean over such patients.</param>
/// <param name="Individual">
/// [shown, values] row-major: single cases' curves (individual conditional expectation). Where they cross or fan out,
/// the mean hides an interaction.
/// </param>
/// <param name="Shown">How many cases' curves there are.</param>
public sealed record DependenceCurve(
    string InputName,
    ImmutableArray<double> Values,
    ImmutableArray<Estimate> Mean,
    ImmutableArray<double> Individual,
    int Shown
);

/// <summary>Mean prediction over a grid of two inputs.</summary>
/// <param name="X">The horizontal input.</param>
/// <param name="XValues">Its values.</param>
/// <param name="Y">The vertical input.</param>
/// <param name="YValues">Its values.</param>
/// <param name="Mean">[YValues, XValues] row-major, the first y first.</param>
public sealed record DependencePlane(
    string X,
    ImmutableArray<double> XValues,
    string Y,
    ImmutableArray<double> YValues,
    ImmutableArray<double> Mean
);

/// <summary>How predictions depend on one input or two, the cases' other inputs as they are.</summary>
/// <remarks>
/// Friedman, Ann. Stat. 29, 2001; single cases' curves: Goldstein et al., J. Comput. Graph. Stat. 24, 2015. Setting one
/// of two inputs that go together makes patients who don't exist; and a curve tells what the model does, not what a
/// change would do to a patient. The interval holds the doubt of which patients are averaged, not the model's.
/// Cost: cases × values predictions; of a large table give a sample.
/// </remarks>
public static class PartialDependence
{
    /// <summary>A numeric input's curve over quantiles that were observed (2.5 % to 97.5 %).</summary>
    /// <param name="predict">The model.</param>
    /// <param name="rows">[cases, inputs] row-major raw values.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="input">Which input, by index.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed: which single cases are shown.</param>
    /// <param name="points">Most values, at least 2; fewer where quantiles coincide.</param>
    /// <param name="show">Most single cases' curves.</param>
    /// <returns>No value where the input is missing in every case.</returns>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="Faults.DataException">The model gives a prediction that is not finite.</exception>
    public static DependenceCurve OfNumber(
        Predict predict,
        ReadOnlySpan<double> rows,
        IReadOnlyList<string> inputs,
        int input,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int points = 20,
        int show = 30
    ) =>
        Over(
            predict,
            rows,
            inputs,
            input,
            Quantiles(rows, inputs.Count, input, points),
            patients,
            seed,
            show
        );

    /// <summary>A category's curve over its levels.</summary>
    /// <param name="predict">The model.</param>
    /// <param name="rows">[cases, inputs] row-major raw values.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="input">Which input, by index.</param>
    /// <param name="levels">How many levels it has; each is set, seen or not.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed: which single cases are shown.</param>
    /// <param name="show">Most single cases' curves.</param>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="Faults.DataException">The model gives a prediction that is not finite.</exception>
    public static DependenceCurve OfCategory(
        Predict predict,
        ReadOnlySpan<double> rows,
        IReadOnlyList<string> inputs,
        int input,
        int levels,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int show = 30
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        double[] values = [.. Enumerable.Range(0, levels).Select(level => (double)level)];
        return Over(predict, rows, inputs, input, values, patients, seed, show);
    }

    /// <summary>The mean prediction over a grid of two inputs.</summary>
    /// <param name="predict">The model.</param>
    /// <param name="rows">[cases, inputs] row-major raw values, averaged over.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="x">The horizontal input, by index.</param>
    /// <param name="xValues">Its values, at least one.</param>
    /// <param name="y">The vertical input, by index, another one.</param>
    /// <param name="yValues">Its values, at least one.</param>
    /// <param name="seed">The run's seed: which cases are averaged over.</param>
    /// <param name="most">Most cases that are averaged over; more are drawn from.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or the inputs are one.</exception>
    /// <exception cref="Faults.DataException">The model gives a prediction that is not finite.</exception>
    public static DependencePlane Plane(
        Predict predict,
        ReadOnlySpan<double> rows,
        IReadOnlyList<string> inputs,
        int x,
        ReadOnlySpan<double> xValues,
        int y,
        ReadOnlySpan<double> yValues,
        long seed = 0,
        int most = 100
    )
    {
        int width = inputs.Count;
        int n = Predictions.Rows(rows, width, nameof(rows));
        Index(x, width, nameof(x));
        Index(y, width, nameof(y));
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (x == y || xValues.IsEmpty || yValues.IsEmpty)
            throw new ArgumentException("A plane needs two inputs, each with at least one value.", nameof(y));
        // With two inputs the others are none, and one case says all.
        int[] cases = Some(n, width == 2 ? 1 : most, seed);
        var mean = ImmutableArray.CreateBuilder<double>(xValues.Length * yValues.Length);
        double[] line = new double[cases.Length * xValues.Length * width];
        for (int j = 0; j < yValues.Length; j++)
        {
            for (int i = 0; i < xValues.Length; i++)
            for (int c = 0; c < cases.Length; c++)
            {
                var row = line.AsSpan(((i * cases.Length) + c) * width, width);
                rows.Slice(cases[c] * width, width).CopyTo(row);
                row[x] = xValues[i];
                row[y] = yValues[j];
            }
            double[] predictions = Predictions.Of(predict, line, width);
            for (int i = 0; i < xValues.Length; i++)
                mean.Add(predictions.AsSpan(i * cases.Length, cases.Length).ToArray().Average());
        }
        return new DependencePlane(inputs[x], [.. xValues], inputs[y], [.. yValues], mean.MoveToImmutable());
    }

    private static DependenceCurve Over(
        Predict predict,
        ReadOnlySpan<double> rows,
        IReadOnlyList<string> inputs,
        int input,
        double[] values,
        ReadOnlySpan<ulong> patients,
        long seed,
        int show
    )
    {
        int width = inputs.Count;
        int n = Predictions.Rows(rows, width, nameof(rows));
        Index(input, width, nameof(input));
        Checked.Patients(patients, n);
        ArgumentOutOfRangeException.ThrowIfNegative(show);
        int[] shown = show == 0 ? [] : Some(n, show, seed);
        int[]? numbers = PatientBootstrap.Numbers(patients, out int distinct);
        double[] individual = new double[shown.Length * values.Length];
        var mean = ImmutableArray.CreateBuilder<Estimate>(values.Length);
        double[] moved = rows.ToArray();
        for (int v = 0; v < values.Length; v++)
        {
            for (int i = 0; i < n; i++)
                moved[(i * width) + input] = values[v];
            double[] predictions = Predictions.Of(predict, moved, width);
            mean.Add(numbers is null ? Spread.Mean(predictions) : Clustered(predictions, numbers, distinct));
            for (int s = 0; s < shown.Length; s++)
                individual[(s * values.Length) + v] = predictions[shown[s]];
        }
        return new DependenceCurve(
            inputs[input],
            [.. values],
            mean.MoveToImmutable(),
            [.. individual],
            shown.Length
        );
    }

    // Mean over cases, its error from the patients' summed deviations.
    private static Estimate Clustered(double[] predictions, int[] numbers, int distinct)
    {
        double mean = predictions.Average();
        if (distinct < 2)
            return new Estimate(mean);
        double[] sums = new double[distinct];
        for (int i = 0; i < predictions.Length; i++)
            sums[numbers[i]] += predictions[i] - mean;
        double variance = sums.Sum(s => s * s) * distinct / (distinct - 1.0);
        double half = Gaussian.Z95 * Math.Sqrt(variance) / predictions.Length;
        return new Estimate(mean, mean - half, mean + half);
    }

    private static double[] Quantiles(ReadOnlySpan<double> rows, int width, int input, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        int n = Predictions.Rows(rows, width, nameof(rows));
        Index(input, width, nameof(input));
        var seen = new List<double>(n);
        for (int i = 0; i < n; i++)
            if (!double.IsNaN(rows[(i * width) + input]))
                seen.Add(rows[(i * width) + input]);
        if (seen.Count == 0)
            return [];
        double[] sorted = [.. seen.Order()];
        double[] distinct = [.. sorted.Distinct()];
        // Few values (a count, a binary): each of them, rather than points between them.
        if (distinct.Length <= points)
            return distinct;
        return
        [
            .. Enumerable
                .Range(0, points)
                .Select(i => Quantile.OfSorted(sorted, 0.025 + (0.95 * i / (points - 1))))
                .Distinct(),
        ];
    }

    private static int[] Some(int cases, int most, long seed)
    {
        int[] all = [.. Enumerable.Range(0, cases)];
        if (cases <= most)
            return all;
        new KeyedRandom(seed, "dependence").Shuffle(all);
        return [.. all[..most].Order()];
    }

    private static void Index(int input, int width, string name)
    {
        if (input < 0 || input >= width)
            throw new ArgumentOutOfRangeException(name, input, $"There are {width} inputs.");
    }
}
