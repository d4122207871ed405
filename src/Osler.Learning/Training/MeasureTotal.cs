using System.Runtime.InteropServices;
using Osler.Core.Metrics;

namespace Osler.Learning.Training;

/// <summary>A measure of one network, gathered batch by batch.</summary>
/// <remarks>
/// Of several outcomes, or of exclusive classes where ranks are compared (one class against the rest), it is the mean
/// over those where it is defined. Measures of ranks keep every logit; the others keep sums.
/// </remarks>
/// <param name="measure">Which one.</param>
/// <param name="outcomes">Targets of a case.</param>
/// <param name="exclusive">Whether the logits are classes of which one is true; else there is one for each outcome.</param>
internal sealed class MeasureTotal(ValidationMeasure measure, int outcomes, bool exclusive)
{
    private readonly string _name = measure.Name;
    private readonly List<float> _logits = [];
    private readonly List<float> _targets = [];
    private readonly Ratio[] _totals = new Ratio[outcomes];
    private int _width;

    private bool Ranks => _name is "auroc" or "average_precision";

    /// <summary>The measure of all that was added; null where it is undefined.</summary>
    public double? Value
    {
        get
        {
            var mean = new Ratio();
            if (!Ranks)
            {
                foreach (var total in _totals)
                    mean += One(total.Value);
                return mean.Value;
            }
            for (int column = 0; column < _width; column++)
                mean += One(OfRanks(column));
            return mean.Value;

            static Ratio One(double? value) => value is { } number ? new Ratio(number, 1) : default;
        }
    }

    /// <summary>Adds some cases.</summary>
    /// <param name="logits">[cases, C].</param>
    /// <param name="targets">[cases, outcomes]; NaN is unknown.</param>
    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets)
    {
        if (targets.IsEmpty)
            return;
        _width = logits.Length / (targets.Length / outcomes);
        if (Ranks)
        {
            _logits.AddRange(logits);
            _targets.AddRange(targets);
            return;
        }
        for (int i = 0; i < targets.Length; i++)
        {
            if (float.IsNaN(targets[i]))
                continue;
            double value = exclusive
                ? OfClasses(logits.Slice(i * _width, _width), (int)targets[i])
                : OfOutcome(logits[i], targets[i]);
            _totals[i % outcomes] += new Ratio(value, 1);
        }
    }

    private double? OfRanks(int column)
    {
        var logits = CollectionsMarshal.AsSpan(_logits);
        var scores = new List<double>();
        var present = new List<bool>();
        for (int i = 0; i < logits.Length / _width; i++)
        {
            float target = _targets[exclusive ? i : i * outcomes + column];
            if (float.IsNaN(target))
                continue;
            var own = logits.Slice(i * _width, _width);
            double score = exclusive ? own[column] - LogSum(own) : own[column];
            if (double.IsNaN(score))
                return null;
            scores.Add(score);
            present.Add(exclusive ? target == column : target >= 0.5);
        }
        var ranked = CollectionsMarshal.AsSpan(scores);
        var truths = CollectionsMarshal.AsSpan(present);
        return _name == "auroc" ? RocAuc.Of(ranked, truths) : AveragePrecision.Of(ranked, truths);
    }

    private double OfClasses(ReadOnlySpan<float> logits, int truth)
    {
        double sum = LogSum(logits);
        switch (_name)
        {
            case "log_loss":
                return sum - logits[truth];
            case "accuracy":
                return logits.ContainsAnyExceptInRange(float.NegativeInfinity, logits[truth]) ? 0 : 1;
            case "brier":
                double squares = 0;
                for (int i = 0; i < logits.Length; i++)
                    squares += Math.Pow(Math.Exp(logits[i] - sum) - (i == truth ? 1 : 0), 2);
                return squares;
            default:
                throw new NotSupportedException($"The measure '{_name}' is not computed from logits.");
        }
    }

    private double OfOutcome(double logit, double truth) =>
        _name switch
        {
            "log_loss" => Softplus(logit) - truth * logit,
            "brier" => Math.Pow(Math.Exp(-Softplus(-logit)) - truth, 2),
            "accuracy" => logit >= 0 == truth >= 0.5 ? 1 : 0,
            _ => throw new NotSupportedException($"The measure '{_name}' is not computed from logits."),
        };

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
