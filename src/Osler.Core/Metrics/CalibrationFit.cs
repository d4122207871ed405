using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Logistic recalibration: what a model's probabilities would need to be right on these cases.</summary>
/// <param name="Slope">
/// b in logit(risk) = a + b logit(p). 1: spread as it should be; below 1: too extreme (overfitted); above 1: too timid.
/// </param>
/// <param name="Intercept">
/// Calibration in the large: a with b held at 1. 0: mean risk right; below 0: risks too high; above 0: too low.
/// </param>
/// <param name="FreeIntercept">a when b is free: with the slope it gives the recalibrated risk.</param>
/// <remarks>
/// Cox, Biometrika 45, 1958; Van Calster et al., J. Clin. Epidemiol. 74, 2016 (weak and mean calibration). Wald
/// intervals from the information matrix; where patients repeat from the sandwich that sums scores within a patient.
/// </remarks>
public sealed record CalibrationFit(Estimate Slope, Estimate Intercept, Estimate FreeIntercept)
{
    private const int MostSteps = 100;

    /// <summary>Fits both recalibrations by maximum likelihood.</summary>
    /// <param name="scores">
    /// [cases] probabilities; clipped by <see cref="LogLoss.Clip"/> before the logit.
    /// </param>
    /// <param name="outcomes">[cases] whether the outcome is present.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <returns>
    /// Undefined when a class has no case; the slope also when all predictions are equal or when they separate the
    /// classes completely, for then no finite slope fits best.
    /// </returns>
    /// <exception cref="Faults.DataException">A score is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static CalibrationFit Of(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients = default
    )
    {
        Checked.Probabilities(scores, outcomes);
        Checked.Patients(patients, scores.Length);
        if (Checked.Lacks(Checked.Positives(outcomes), outcomes.Length) is { } lack)
        {
            var none = Estimate.None(lack);
            return new CalibrationFit(none, none, none);
        }
        double[] logits = new double[scores.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            double p = Math.Clamp(scores[i], LogLoss.Clip, 1 - LogLoss.Clip);
            logits[i] = Math.Log(p / (1 - p));
        }
        int[]? clusters = PatientBootstrap.Numbers(patients, out int distinct);
        var large = Fit(logits, outcomes, clusters, distinct, slopeIsFree: false).Intercept;
        if (Inseparable(logits, outcomes) is { } reason)
            return new CalibrationFit(Estimate.None(reason), large, Estimate.None(reason));
        var (free, slope) = Fit(logits, outcomes, clusters, distinct, slopeIsFree: true);
        return new CalibrationFit(slope, large, free);
    }

    private static string? Inseparable(ReadOnlySpan<double> logits, ReadOnlySpan<bool> outcomes)
    {
        var (lowPresent, highPresent) = (double.PositiveInfinity, double.NegativeInfinity);
        var (lowAbsent, highAbsent) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < logits.Length; i++)
        {
            if (outcomes[i])
                (lowPresent, highPresent) = (
                    Math.Min(lowPresent, logits[i]),
                    Math.Max(highPresent, logits[i])
                );
            else
                (lowAbsent, highAbsent) = (Math.Min(lowAbsent, logits[i]), Math.Max(highAbsent, logits[i]));
        }
        if (Math.Min(lowPresent, lowAbsent) == Math.Max(highPresent, highAbsent))
            return "all predictions are equal";
        return highAbsent <= lowPresent || highPresent <= lowAbsent
            ? "the predictions separate the classes completely"
            : null;
    }

    // Newton's steps, halved while the likelihood falls.
    private static (Estimate Intercept, Estimate Slope) Fit(
        double[] logits,
        ReadOnlySpan<bool> outcomes,
        int[]? clusters,
        int distinct,
        bool slopeIsFree
    )
    {
        double a = 0;
        double b = 1;
        double likelihood = Likelihood(logits, outcomes, a, b);
        for (int step = 0; step < MostSteps; step++)
        {
            var (ga, gb, haa, hab, hbb) = Derivatives(logits, outcomes, a, b);
            double da;
            double db;
            if (slopeIsFree)
            {
                double determinant = (haa * hbb) - (hab * hab);
                da = ((hbb * ga) - (hab * gb)) / determinant;
                db = ((haa * gb) - (hab * ga)) / determinant;
            }
            else
            {
                da = ga / haa;
                db = 0;
            }
            if (!double.IsFinite(da) || !double.IsFinite(db))
                return NotFitted();
            double scale = 1;
            double next = Likelihood(logits, outcomes, a + da, b + db);
            // The sum is rounded: near the maximum a good step may seem to lower it by its last digits.
            double least = likelihood - (1e-12 * (1 + Math.Abs(likelihood)));
            while (!(next >= least) && scale > 1e-10)
            {
                scale /= 2;
                next = Likelihood(logits, outcomes, a + (scale * da), b + (scale * db));
            }
            a += scale * da;
            b += scale * db;
            likelihood = next;
            if (Math.Abs(da) + Math.Abs(db) < 1e-10 * (1 + Math.Abs(a) + Math.Abs(b)))
                return Intervals(logits, outcomes, clusters, distinct, slopeIsFree, a, b);
        }
        return NotFitted();
    }

    private static (Estimate, Estimate) NotFitted()
    {
        var none = Estimate.None("the recalibration did not converge");
        return (none, none);
    }

    private static (Estimate Intercept, Estimate Slope) Intervals(
        double[] logits,
        ReadOnlySpan<bool> outcomes,
        int[]? clusters,
        int distinct,
        bool slopeIsFree,
        double a,
        double b
    )
    {
        var (_, _, haa, hab, hbb) = Derivatives(logits, outcomes, a, b);
        // Inverse information.
        double determinant = slopeIsFree ? (haa * hbb) - (hab * hab) : 1;
        double iaa = slopeIsFree ? hbb / determinant : 1 / haa;
        double iab = slopeIsFree ? -hab / determinant : 0;
        double ibb = slopeIsFree ? haa / determinant : 0;
        double va = iaa;
        double vb = ibb;
        if (clusters is not null)
        {
            if (distinct < 2)
                return (new Estimate(a), new Estimate(b));
            double[] sa = new double[distinct];
            double[] sb = new double[distinct];
            for (int i = 0; i < logits.Length; i++)
            {
                double residual = (outcomes[i] ? 1 : 0) - Risk(a + (b * logits[i]));
                sa[clusters[i]] += residual;
                sb[clusters[i]] += residual * logits[i];
            }
            va = 0;
            vb = 0;
            for (int cluster = 0; cluster < distinct; cluster++)
            {
                double ua = (iaa * sa[cluster]) + (iab * sb[cluster]);
                double ub = (iab * sa[cluster]) + (ibb * sb[cluster]);
                va += ua * ua;
                vb += ub * ub;
            }
            va *= distinct / (distinct - 1.0);
            vb *= distinct / (distinct - 1.0);
        }
        return (Wald(a, va), Wald(b, vb));
    }

    private static Estimate Wald(double value, double variance)
    {
        double half = Gaussian.Z95 * Math.Sqrt(variance);
        return double.IsFinite(half) ? new Estimate(value, value - half, value + half) : new Estimate(value);
    }

    private static (double Ga, double Gb, double Haa, double Hab, double Hbb) Derivatives(
        double[] logits,
        ReadOnlySpan<bool> outcomes,
        double a,
        double b
    )
    {
        var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (int i = 0; i < logits.Length; i++)
        {
            double x = logits[i];
            double p = Risk(a + (b * x));
            double residual = (outcomes[i] ? 1 : 0) - p;
            double weight = p * (1 - p);
            ga += residual;
            gb += residual * x;
            haa += weight;
            hab += weight * x;
            hbb += weight * x * x;
        }
        return (ga, gb, haa, hab, hbb);
    }

    private static double Likelihood(double[] logits, ReadOnlySpan<bool> outcomes, double a, double b)
    {
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double margin = outcomes[i] ? a + (b * logits[i]) : -(a + (b * logits[i]));
            // -ln(1 + e^-m), without overflow.
            sum -= margin > 0 ? double.LogP1(Math.Exp(-margin)) : double.LogP1(Math.Exp(margin)) - margin;
        }
        return sum;
    }

    private static double Risk(double logit) => 1 / (1 + Math.Exp(-logit));
}
