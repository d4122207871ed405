using System.Runtime.InteropServices;
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

    /// <summary>Its value for the logits of one network; null where it is undefined.</summary>
    /// <param name="logits">[cases, C].</param>
    /// <param name="targets">[cases, outcomes]; NaN is unknown.</param>
    /// <param name="outcomes">Targets of a case.</param>
    /// <param name="exclusive">Whether the C logits are classes of which one is true; else C is outcomes.</param>
    internal double? Of(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, int outcomes, bool exclusive)
    {
        int cases = targets.Length / outcomes;
        if (cases == 0)
            return null;
        int width = logits.Length / cases;
        if (exclusive && (Name is "log_loss" or "accuracy" or "brier"))
        {
            var total = new Ratio();
            for (int i = 0; i < cases; i++)
            {
                if (!float.IsNaN(targets[i]))
                    total += new Ratio(OfClasses(logits.Slice(i * width, width), (int)targets[i]), 1);
            }
            return total.Value;
        }
        // One against the rest for each class, or each outcome by itself; then the mean over those defined.
        var mean = new Ratio();
        for (int column = 0; column < width; column++)
        {
            var scores = new List<double>(cases);
            var truths = new List<double>(cases);
            for (int i = 0; i < cases; i++)
            {
                float target = targets[exclusive ? i : i * outcomes + column];
                if (float.IsNaN(target))
                    continue;
                double score = logits[i * width + column];
                scores.Add(exclusive ? score - LogSum(logits.Slice(i * width, width)) : score);
                truths.Add(exclusive ? (target == column ? 1 : 0) : target);
            }
            if (OfOutcome(CollectionsMarshal.AsSpan(scores), CollectionsMarshal.AsSpan(truths)) is { } value)
                mean += new Ratio(value, 1);
        }
        return mean.Value;
    }

    private double OfClasses(ReadOnlySpan<float> logits, int truth)
    {
        double sum = LogSum(logits);
        switch (Name)
        {
            case "log_loss":
                return sum - logits[truth];
            case "accuracy":
                foreach (float logit in logits)
                {
                    if (logit > logits[truth])
                        return 0;
                }
                return 1;
            default:
                double squares = 0;
                for (int i = 0; i < logits.Length; i++)
                    squares += Math.Pow(Math.Exp(logits[i] - sum) - (i == truth ? 1 : 0), 2);
                return squares;
        }
    }

    private double? OfOutcome(ReadOnlySpan<double> logits, ReadOnlySpan<double> truths)
    {
        if (Name is "auroc" or "average_precision")
        {
            bool[] present = new bool[truths.Length];
            for (int i = 0; i < present.Length; i++)
            {
                present[i] = truths[i] >= 0.5;
                if (double.IsNaN(logits[i]))
                    return null;
            }
            return Name == "auroc" ? RocAuc.Of(logits, present) : AveragePrecision.Of(logits, present);
        }
        var total = new Ratio();
        for (int i = 0; i < logits.Length; i++)
        {
            double value = Name switch
            {
                "log_loss" => Softplus(logits[i]) - truths[i] * logits[i],
                "brier" => Math.Pow(Math.Exp(-Softplus(-logits[i])) - truths[i], 2),
                "accuracy" => logits[i] >= 0 == truths[i] >= 0.5 ? 1 : 0,
                _ => throw new NotSupportedException($"The measure '{Name}' is not computed from logits."),
            };
            total += new Ratio(value, 1);
        }
        return total.Value;
    }

    // log(1 + e^x) without overflow.
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - largest);
        return largest + Math.Log(sum);
    }
}
