using Osler.Core.Faults;
using Osler.Core.Metrics;

namespace Osler.Learning.Training;

/// <summary>A measure of the validation cases that can decide early stopping; the mean over outcomes where it is defined.</summary>
public sealed class ValidationMeasure
{
    private static readonly ValidationMeasure[] s_all =
    [
        new("log_loss", Better.Lower),
        new("auroc", Better.Higher),
        new("average_precision", Better.Higher),
        new("brier", Better.Lower),
        new("accuracy", Better.Higher),
        new("loss", Better.Lower),
    ];

    private ValidationMeasure(string name, Better better)
    {
        Name = name;
        Better = better;
    }

    /// <summary>
    /// The names there are. <c>loss</c> is the training loss itself, with its weights and smoothing; the others are
    /// the measures of the same names in a report.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(measure => measure.Name)];

    /// <summary>Its stable snake-case name.</summary>
    public string Name { get; }

    /// <summary>Its direction.</summary>
    public Better Better { get; }

    /// <summary>The measure of that name.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public static ValidationMeasure Named(string name) =>
        s_all.FirstOrDefault(measure => measure.Name == name)
        ?? throw new RequestException(
            $"There is no validation measure '{name}'.",
            remedy: $"Choose one of {string.Join(", ", Names)}."
        );
}
