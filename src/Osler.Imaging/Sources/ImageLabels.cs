using System.Collections.Immutable;

namespace Osler.Imaging.Sources;

/// <summary>How the labels of one case belong together.</summary>
public enum LabelKind
{
    /// <summary>Exactly one of several classes.</summary>
    Classes,

    /// <summary>Any number of findings, each absent, present or unknown.</summary>
    Findings,
}

/// <summary>The labels of an image source.</summary>
public sealed class ImageLabels
{
    private readonly float[] _values;

    /// <param name="kind">How they belong together.</param>
    /// <param name="names">Names of the classes, at least two, or of the findings, at least one.</param>
    /// <param name="values">
    /// Of classes [cases]: the class, from 0. Of findings [cases, findings]: 0 absent, 1 present. NaN is unknown.
    /// </param>
    /// <exception cref="ArgumentException">A value that is none of these, or too few names.</exception>
    public ImageLabels(LabelKind kind, ImmutableArray<string> names, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (names.Length < (kind == LabelKind.Classes ? 2 : 1))
            throw new ArgumentException("Too few names.", nameof(names));
        (Kind, Names, _values) = (kind, names, values);
        if (values.Length % Width != 0)
            throw new ArgumentException($"{values.Length} values for {Width} a case.", nameof(values));
        int most = kind == LabelKind.Classes ? names.Length - 1 : 1;
        foreach (float value in values)
            if (!float.IsNaN(value) && (value < 0 || value > most || value != MathF.Floor(value)))
                throw new ArgumentException($"{value} is no label; 0 to {most} are.", nameof(values));
    }

    /// <summary>How they belong together.</summary>
    public LabelKind Kind { get; }

    /// <summary>Names of the classes or findings.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Values of one case: 1 of classes, as many as there are names of findings.</summary>
    public int Width => Kind == LabelKind.Classes ? 1 : Names.Length;

    /// <summary>Cases.</summary>
    public int Count => _values.Length / Width;

    /// <summary>What is known of a case: [<see cref="Width"/>], NaN where nothing is.</summary>
    /// <param name="index">From 0.</param>
    public ReadOnlySpan<float> Of(int index) => _values.AsSpan(index * Width, Width);

    /// <summary>A case's class, or null where it is unknown.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="InvalidOperationException">The labels are findings.</exception>
    public int? Class(int index) =>
        Kind != LabelKind.Classes
            ? throw new InvalidOperationException("The labels are findings, not classes.")
        : float.IsNaN(_values[index]) ? null
        : (int)_values[index];

    /// <summary>Whether anything is known of a case.</summary>
    /// <param name="index">From 0.</param>
    public bool IsKnown(int index)
    {
        foreach (float value in Of(index))
            if (!float.IsNaN(value))
                return true;
        return false;
    }

    /// <summary>How many of some cases are of each class, or have each finding.</summary>
    /// <param name="cases">Their numbers, from 0.</param>
    /// <returns>In the order of <see cref="Names"/>.</returns>
    public int[] OfEach(IEnumerable<int> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        int[] counts = new int[Names.Length];
        foreach (int index in cases)
        {
            var values = Of(index);
            if (Kind == LabelKind.Findings)
                for (int k = 0; k < counts.Length; k++)
                    counts[k] += values[k] == 1 ? 1 : 0;
            else if (Class(index) is { } own)
                counts[own]++;
        }
        return counts;
    }
}
