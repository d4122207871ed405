using System.Collections.Immutable;

namespace Osler.Core.Preprocessing;

/// <summary>
/// Preprocessing with what it learnt from the training part: the only code that makes features of inputs, in
/// training and in serving.
/// </summary>
public sealed class FittedPreprocessing
{
    /// <summary>What goes in, in order.</summary>
    public ImmutableArray<InputColumn> Inputs { get; private init; }

    /// <summary>How many features come out.</summary>
    public int Width => FeatureNames.Length;

    /// <summary>What comes out, in order.</summary>
    public ImmutableArray<string> FeatureNames { get; private init; }

    /// <summary>Per feature, the index in <see cref="Inputs"/> of the input it stems from; -1 where it stems from several.</summary>
    public ImmutableArray<int> FeatureInputs { get; private init; }

    /// <summary>Makes features of inputs. Allocates nothing.</summary>
    /// <param name="rows">[n, inputs] row-major: numbers, days, or indices into the input's levels; NaN missing.</param>
    /// <param name="n">How many rows.</param>
    /// <param name="features">[n, Width] row-major, all finite.</param>
    /// <exception cref="ArgumentException">Spans of another size.</exception>
    public void Apply(ReadOnlySpan<double> rows, int n, Span<float> features) =>
        throw new NotImplementedException();

    /// <summary>Refuses a row that training can't answer for: an input missing that never was in training.</summary>
    /// <param name="row">[inputs].</param>
    /// <exception cref="Faults.DataException">Names the inputs that are needed.</exception>
    public void Require(ReadOnlySpan<double> row) => throw new NotImplementedException();

    /// <summary>Where a row lies outside what training saw: numbers beyond its range, categories that it did not see, missing or implausible values.</summary>
    /// <param name="row">[inputs], before plausibility limits.</param>
    public IReadOnlyList<string> Warnings(ReadOnlySpan<double> row) => throw new NotImplementedException();

    /// <summary>Reads a row as a user writes it; inputs not named are missing.</summary>
    /// <param name="values">Text by input name.</param>
    /// <exception cref="Faults.RequestException">An unknown name (with the nearest known), or a value of the wrong kind.</exception>
    public double[] ParseRow(IReadOnlyDictionary<string, string> values) =>
        throw new NotImplementedException();

    /// <summary>The content of <c>preprocessing.json</c>.</summary>
    public string ToJson() => throw new NotImplementedException();

    /// <summary>Reads what <see cref="ToJson"/> wrote; strict.</summary>
    /// <exception cref="Faults.DataException">Unknown or missing keys, columns that do not exist, numbers that are not finite.</exception>
    public static FittedPreprocessing FromJson(string json) => throw new NotImplementedException();
}
