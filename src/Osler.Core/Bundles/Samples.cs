using System.Collections.Immutable;
using Osler.Core.Chance;

namespace Osler.Core.Bundles;

/// <summary>
/// <c>samples.json</c>: rows of no real patient, with the features and log-odds that training's own code made of
/// them. <c>osler verify</c> repeats both; <c>osler explain</c> uses the rows as its background.
/// </summary>
/// <remarks>
/// The rows travel with the bundle, so they may not be patients: each column is drawn by itself from the training
/// part (<see cref="Draw"/>), which keeps every column's distribution and breaks every record apart.
/// </remarks>
public sealed record Samples
{
    /// <summary>Names of the inputs, [inputs].</summary>
    public required ImmutableArray<string> Inputs { get; init; }

    /// <summary>Raw input values, [n][inputs]; null is missing, categories are level indices.</summary>
    public required ImmutableArray<ImmutableArray<double?>> Rows { get; init; }

    /// <summary>What the preprocessing made of the rows, [n][features].</summary>
    public required ImmutableArray<ImmutableArray<float>> Features { get; init; }

    /// <summary>What the network made of the features in training's own library: log-odds, [n][members · outcomes].</summary>
    public required ImmutableArray<ImmutableArray<float>> Logits { get; init; }

    /// <summary>Number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>Draws rows of no real patient: every column by itself, with replacement, from the given rows.</summary>
    /// <param name="rows">[n, inputs] row-major raw input values of the training part; NaN is missing.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="count">Rows to draw.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>[count, inputs] row-major.</returns>
    public static double[] Draw(ReadOnlySpan<double> rows, int inputs, int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        int n = rows.Length / inputs;
        if (n == 0)
            throw new ArgumentException("There is no row to draw from.", nameof(rows));
        double[] drawn = new double[count * inputs];
        for (int input = 0; input < inputs; input++)
        {
            var random = new KeyedRandom(seed, "samples", 0, input);
            for (int row = 0; row < count; row++)
                drawn[row * inputs + input] = rows[random.Next(n) * inputs + input];
        }
        return drawn;
    }

    /// <summary>The file's record from flat arrays.</summary>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="rows">[n, inputs] row-major; NaN is missing.</param>
    /// <param name="features">[n, features] row-major.</param>
    /// <param name="logits">[n, members · outcomes] row-major.</param>
    public static Samples Of(
        ImmutableArray<string> inputs,
        ReadOnlySpan<double> rows,
        ReadOnlySpan<float> features,
        ReadOnlySpan<float> logits
    )
    {
        int n = rows.Length / inputs.Length;
        var raw = ImmutableArray.CreateBuilder<ImmutableArray<double?>>(n);
        for (int row = 0; row < n; row++)
        {
            var values = ImmutableArray.CreateBuilder<double?>(inputs.Length);
            foreach (double value in rows.Slice(row * inputs.Length, inputs.Length))
                values.Add(double.IsNaN(value) ? null : value);
            raw.Add(values.MoveToImmutable());
        }
        return new()
        {
            Inputs = inputs,
            Rows = raw.MoveToImmutable(),
            Features = Split(features, n),
            Logits = Split(logits, n),
        };
    }

    /// <summary>The raw rows, [n, inputs] row-major; NaN is missing.</summary>
    public double[] FlatRows() => [.. Rows.SelectMany(row => row.Select(value => value ?? double.NaN))];

    /// <summary>What the preprocessing made of the rows, [n, features] row-major.</summary>
    public float[] FlatFeatures() => [.. Features.SelectMany(row => row)];

    private static ImmutableArray<ImmutableArray<float>> Split(ReadOnlySpan<float> flat, int rows)
    {
        int width = rows == 0 ? 0 : flat.Length / rows;
        var split = ImmutableArray.CreateBuilder<ImmutableArray<float>>(rows);
        for (int row = 0; row < rows; row++)
            split.Add([.. flat.Slice(row * width, width)]);
        return split.MoveToImmutable();
    }
}
