using Osler.Core.Cases;

namespace Osler.Core.Metrics;

/// <summary>The cases whose label is known, in the order that they came in.</summary>
/// <param name="Scores">[known] their predictions.</param>
/// <param name="Outcomes">[known] whether the outcome is present.</param>
/// <param name="Rows">[known] their 0-based places among the cases that came in.</param>
public sealed record KnownCases(double[] Scores, bool[] Outcomes, int[] Rows)
{
    /// <summary>The same cases' entries of another column: patients, folds, groups.</summary>
    /// <param name="column">One entry for each of the cases that came in; empty stays empty.</param>
    public T[] Of<T>(ReadOnlySpan<T> column)
    {
        if (column.IsEmpty)
            return [];
        var chosen = new T[Rows.Length];
        for (int i = 0; i < Rows.Length; i++)
            chosen[i] = column[Rows[i]];
        return chosen;
    }
}

/// <summary>Masks unknown labels before judging: a missing label is never read as healthy.</summary>
public static class KnownOnly
{
    /// <summary>Keeps the cases whose target is a number.</summary>
    /// <param name="scores">[cases] predictions.</param>
    /// <param name="targets">[cases] 0 absent, 1 present, NaN unknown.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a target is neither 0, 1 nor NaN.</exception>
    public static KnownCases Of(ReadOnlySpan<double> scores, ReadOnlySpan<float> targets)
    {
        var labels = new Label[targets.Length];
        for (int i = 0; i < targets.Length; i++)
            labels[i] = targets[i] switch
            {
                0 => Label.Absent,
                1 => Label.Present,
                float.NaN => Label.Unknown,
                _ => throw new ArgumentException(
                    $"Target {i + 1} is {targets[i]:R}; expected 0, 1 or NaN (unknown).",
                    nameof(targets)
                ),
            };
        return Of(scores, labels);
    }

    /// <summary>Keeps the cases whose label is stated.</summary>
    /// <param name="scores">[cases] predictions.</param>
    /// <param name="labels">[cases] labels.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static KnownCases Of(ReadOnlySpan<double> scores, ReadOnlySpan<Label> labels)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException(
                $"{scores.Length} scores for {labels.Length} labels.",
                nameof(labels)
            );
        var rows = new List<int>(labels.Length);
        for (int i = 0; i < labels.Length; i++)
            if (labels[i] != Label.Unknown)
                rows.Add(i);
        var known = new KnownCases(new double[rows.Count], new bool[rows.Count], [.. rows]);
        for (int i = 0; i < rows.Count; i++)
        {
            known.Scores[i] = scores[rows[i]];
            known.Outcomes[i] = labels[rows[i]] == Label.Present;
        }
        return known;
    }
}
