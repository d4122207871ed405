using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The patient bootstrap of every binary measure in one run of draws.</summary>
internal sealed class Resampling
{
    // Places of the statistics; each operating point adds `PerPoint` more.
    private const int Precision = 0;
    private const int Squared = 1;
    private const int Logarithmic = 2;
    private const int Calibration = 3;
    private const int Points = 4;
    private const int PerPoint = 7;

    private readonly PatientBootstrap _bootstrap;
    private readonly Segments.Sums _whole;
    private readonly double _averagePrecision;
    private readonly bool _patientsRepeat;

    public Resampling(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<bool> outcomes,
        ReadOnlySpan<ulong> patients,
        OperatingPoint[] points,
        long seed,
        int draws
    )
    {
        var ranked = RankedCases.Of(scores, outcomes);
        var segments = new Segments(
            ranked,
            EqualMassBins.Of(ranked, EqualMassBins.Deciles),
            [.. points.Select(point => point.Threshold)]
        );
        _patientsRepeat = PatientBootstrap.PatientsRepeat(patients);
        _whole = segments.Sum(ranked.Once());
        _averagePrecision = ranked.AveragePrecision(ranked.Once());
        _bootstrap = PatientBootstrap.Draw(
            scores.Length,
            patients,
            Points + (PerPoint * points.Length),
            (multiplicity, statistics) =>
            {
                statistics[Precision] = ranked.AveragePrecision(multiplicity);
                var sums = segments.Sum(multiplicity);
                statistics[Squared] = sums.Brier;
                statistics[Logarithmic] = sums.LogLoss;
                statistics[Calibration] = sums.CalibrationError;
                for (int p = 0; p < points.Length; p++)
                    Shares(sums.At(p), statistics.Slice(Points + (PerPoint * p), PerPoint));
            },
            seed,
            draws,
            ranked.Order
        );
    }

    public Estimate AveragePrecision => _bootstrap.Percentile(Precision, _averagePrecision);

    public Estimate Brier => _bootstrap.Percentile(Squared, _whole.Brier);

    public Estimate LogLoss => _bootstrap.Percentile(Logarithmic, _whole.LogLoss);

    public Estimate CalibrationError => _bootstrap.Pivotal(Calibration, _whole.CalibrationError);

    /// <summary>Accuracy, balanced accuracy, sensitivity, specificity, PPV, NPV and F1, in this order.</summary>
    public IEnumerable<Estimate> AtPoint(int point)
    {
        var counts = _whole.At(point);
        Estimate[] plain =
        [
            counts.Accuracy,
            counts.BalancedAccuracy,
            counts.Sensitivity,
            counts.Specificity,
            counts.Ppv,
            counts.Npv,
            counts.F1,
        ];
        for (int i = 0; i < PerPoint; i++)
        {
            // Wilson knows independent cases; F1 and balanced accuracy are no such proportions.
            bool wilson = !_patientsRepeat && i is not (1 or 6);
            yield return wilson || plain[i].Value is not { } value
                ? plain[i]
                : _bootstrap.Percentile(Points + (PerPoint * point) + i, value);
        }
    }

    // The same measures as numbers, without the cost of their intervals; 0 / 0 gives the NaN of an undefined one.
    private static void Shares(ConfusionCounts counts, Span<double> shares)
    {
        double tp = counts.TruePositives;
        double tn = counts.TrueNegatives;
        shares[0] = (tp + tn) / counts.Cases;
        shares[2] = tp / counts.Positives;
        shares[3] = tn / counts.Negatives;
        shares[1] = (shares[2] + shares[3]) / 2;
        shares[4] = tp / (tp + counts.FalsePositives);
        shares[5] = tn / (tn + counts.FalseNegatives);
        shares[6] = 2 * tp / ((2 * tp) + counts.FalsePositives + counts.FalseNegatives);
    }
}
