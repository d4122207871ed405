using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>The patient bootstrap of every binary measure in one run of draws.</summary>
internal sealed class Resampling
{
    // Places of the statistics; each operating point adds `PerPoint` more.
    private const int Precision = 0;
    private const int Squared = 1;
    private const int Logarithmic = 2;
    private const int Calibration = 3; // two of them
    private const int Points = 5;
    private const int PerPoint = 7;

    private readonly PatientBootstrap _bootstrap;
    private readonly Segments.Sums _whole;
    private readonly double _averagePrecision;
    private readonly RankedCases _ranked;
    private readonly OperatingPoint[] _points;
    private readonly int[]? _patients; // the patient at each place; null where none repeats

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
        (_ranked, _points) = (ranked, points);
        if (PatientBootstrap.Numbers(patients, out _) is { } numbers)
            _patients = [.. ranked.Order.Select(@case => numbers[@case])];
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
                (statistics[Calibration], statistics[Calibration + 1]) = sums.GapsFrom(_whole);
                for (int p = 0; p < points.Length; p++)
                    Shares(sums.At(p), statistics.Slice(Points + (PerPoint * p), PerPoint));
            },
            seed,
            draws,
            ranked.Order
        );
    }

    public Estimate AveragePrecision =>
        _bootstrap.Share(Precision, _averagePrecision, Having(place => _ranked.Present[place] == 1));

    public Estimate Brier => _bootstrap.Share(Squared, _whole.Brier, _bootstrap.Patients);

    /// <summary>
    /// Without limits where every case loses the least that is counted: the loss has no upper end, so nothing bounds
    /// what another sample could lose.
    /// </summary>
    public Estimate LogLoss =>
        _whole.LogLoss < 1e-12
            ? new Estimate(_whole.LogLoss)
            : _bootstrap.Percentile(Logarithmic, _whole.LogLoss);

    public Estimate CalibrationError =>
        ExpectedCalibrationError.Interval(_bootstrap, Calibration, _whole.CalibrationError);

    /// <summary>Accuracy, balanced accuracy, sensitivity, specificity, PPV, NPV and F1, in this order.</summary>
    public IEnumerable<Estimate> AtPoint(int point)
    {
        var counts = _whole.At(point);
        // Wilson knows independent cases; F1 and balanced accuracy are no such proportions.
        bool wilson = _patients is null;
        int called = _ranked.Called(_points[point].Threshold);
        bool Present(int place) => _ranked.Present[place] == 1;

        var sensitivity = Proportion(2, counts.Sensitivity, Present);
        var specificity = Proportion(3, counts.Specificity, place => !Present(place));
        yield return Proportion(0, counts.Accuracy, _ => true);
        yield return Balanced();
        yield return sensitivity;
        yield return specificity;
        yield return Proportion(4, counts.Ppv, place => place < called);
        yield return Proportion(5, counts.Npv, place => place >= called);
        yield return F1();

        Estimate Proportion(int share, Estimate plain, Func<int, bool> among) =>
            wilson || plain.Value is not { } value
                ? plain
                : _bootstrap.Share(Statistic(share), value, value is 0 or 1 ? Having(among) : 1);

        // Where both shares stand at an end, no resample differs: their own limits are added instead.
        Estimate Balanced() =>
            counts.BalancedAccuracy.Value is not { } value ? counts.BalancedAccuracy
            : sensitivity.Value is 0 or 1 && specificity.Value is 0 or 1
                ? ConfusionCounts.Balanced(sensitivity, specificity)
            : _bootstrap.Percentile(Statistic(1), value);

        // F1 = 2 J / (1 + J), where J = TP / (TP + FP + FN) is a proportion of the cases that have the outcome or are
        // called positive: at an end the limit of J gives that of F1.
        Estimate F1()
        {
            if (counts.F1.Value is not { } value)
                return counts.F1;
            if (value is not (0 or 1))
                return _bootstrap.Percentile(Statistic(6), value);
            var j = Wilson.AtEnd(value, Having(place => place < called || Present(place)));
            return new Estimate(value, Twice(j.Low!.Value), Twice(j.High!.Value));
        }

        int Statistic(int share) => Points + (PerPoint * point) + share;

        static double Twice(double j) => 2 * j / (1 + j);
    }

    // How many patients have such a case: so many values are independent, whatever a patient's cases share.
    private int Having(Func<int, bool> among)
    {
        var places = Enumerable.Range(0, _ranked.Present.Length).Where(among);
        return _patients is null
            ? places.Count()
            : places.Select(place => _patients[place]).Distinct().Count();
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
