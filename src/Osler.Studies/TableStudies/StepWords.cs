using System.Collections.Immutable;
using System.Globalization;
using Osler.Core.Preprocessing;
using Osler.Studies.Yaml;

namespace Osler.Studies;

/// <summary>Preprocessing steps as sentences for the report.</summary>
internal static class StepWords
{
    public static string Of(Step step)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return step switch
        {
            Impute impute =>
                $"Missing numbers{In(impute)} become the training {(impute.By == ImputeBy.Mean ? "mean" : "median")}"
                    + (
                        impute.Indicators
                            ? ", with an indicator beside each column that had missing values."
                            : "."
                    ),
            OneHot hot => string.Create(
                invariant,
                $"Levels{In(hot)} become columns of 0 and 1; those of fewer than {hot.RareBelow} training rows share one."
            ),
            Standardise scaled =>
                $"Numbers{In(scaled)} are standardised: training mean 0, standard deviation 1.",
            RobustScale scaled =>
                $"Numbers{In(scaled)} are centred on the training median and divided by the interquartile range.",
            QuantileNormal { Beside: true } ranked =>
                $"Beside numbers{In(ranked)} come the normal deviates of their ranks in training.",
            QuantileNormal ranked =>
                $"Numbers{In(ranked)} become the normal deviates of their ranks in training.",
            Clip clip => string.Create(
                invariant,
                $"Numbers{In(clip)} are limited to the training quantiles {clip.Low} and {clip.High}."
            ),
            Log log => string.Create(
                invariant,
                $"The logarithm is taken of{In(log, " columns")} plus {log.Offset}."
            ),
            Derive derived => $"{derived.Name} is computed: {YamlWriter.Line(derived.From)}.",
            InOrder order => $"{order.Lower} and {order.Upper} are swapped where the first is the greater.",
            Drop drop => $"Not used themselves: {string.Join(", ", drop.Columns)}.",
            _ => YamlWriter.Line(step),
        };
    }

    private static string In(ColumnStep step, string otherwise = "") =>
        Named(step.Columns) is { } columns ? $" in {columns}" : otherwise;

    private static string? Named(ImmutableArray<string> columns) =>
        columns.IsDefaultOrEmpty ? null : string.Join(", ", columns);
}
