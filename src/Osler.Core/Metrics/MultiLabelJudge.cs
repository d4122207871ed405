using System.Buffers;
using System.Collections.Immutable;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Judges several outcomes that may be present together, each where it is known.</summary>
/// <remarks>
/// Every outcome by <see cref="BinaryJudge"/>, then the means of <c>auroc</c> and <c>average_precision</c> over the
/// outcomes that define them, under the outcome's name <see cref="Mean"/>. The mean is over fewer outcomes where one
/// has no positive case: say so beside it.
/// </remarks>
public static class MultiLabelJudge
{
    /// <summary>The outcome's name of the means.</summary>
    public const string Mean = "mean";

    /// <summary>All measures.</summary>
    /// <param name="outcomes">The outcomes' names.</param>
    /// <param name="part"><c>train</c>, <c>validation</c>, <c>test</c> or <c>cross_validation</c>.</param>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="scores">[cases, outcomes] row-major probabilities.</param>
    /// <param name="targets">[cases, outcomes] 0 absent, 1 present, NaN unknown.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="operatingPoints">Frozen thresholds by outcome; null for none.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <exception cref="Faults.DataException">A score of a known label is NaN or not in [0, 1].</exception>
    /// <exception cref="ArgumentException">Sizes do not fit, or a target is neither 0, 1 nor NaN.</exception>
    public static ImmutableArray<Measure> Judge(
        IReadOnlyList<string> outcomes,
        string part,
        string model,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<ulong> patients = default,
        IReadOnlyDictionary<string, IReadOnlyList<OperatingPoint>>? operatingPoints = null,
        long seed = 0,
        int draws = 2000
    )
    {
        int k = outcomes.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1, nameof(outcomes));
        if (scores.Length != targets.Length || scores.Length % k != 0)
            throw new ArgumentException(
                $"{scores.Length} scores and {targets.Length} targets for {k} outcomes.",
                nameof(targets)
            );
        int n = scores.Length / k;
        Checked.Patients(patients, n);
        var measures = ImmutableArray.CreateBuilder<Measure>();
        var auroc = new MeanAuroc(n);
        var ranked = new List<(RankedCases Cases, int[] Rows)>();
        double precision = 0;
        int fewest = int.MaxValue; // patients with an outcome, of the rarest one
        double[] column = new double[n];
        float[] labels = new float[n];
        for (int c = 0; c < k; c++)
        {
            for (int i = 0; i < n; i++)
            {
                column[i] = scores[(i * k) + c];
                labels[i] = targets[(i * k) + c];
            }
            var known = KnownOnly.Of(column, labels);
            IReadOnlyList<OperatingPoint>? points = null;
            operatingPoints?.TryGetValue(outcomes[c], out points);
            measures.AddRange(
                BinaryJudge.Judge(
                    outcomes[c],
                    part,
                    model,
                    known.Scores,
                    known.Outcomes,
                    known.Of(patients),
                    points,
                    seed,
                    default,
                    draws
                )
            );
            auroc.Add(known.Scores, known.Outcomes, known.Rows);
            if (Checked.Positives(known.Outcomes) == 0)
                continue;
            fewest = Math.Min(fewest, PatientBootstrap.Having(known.Of(patients), known.Outcomes));
            var cases = RankedCases.Of(known.Scores, known.Outcomes);
            precision += cases.AveragePrecision(cases.Once());
            ranked.Add((cases, [.. cases.Order.Select(i => known.Rows[i])]));
        }
        Add("auroc", auroc.Estimate(patients));
        Add(
            "average_precision",
            ranked.Count == 0
                ? Estimate.None("no outcome has a positive case")
                : PatientBootstrap
                    .Draw(n, patients, 1, (m, s) => s[0] = AveragePrecision(ranked, m), seed, draws)
                    .MeanOverClasses(0, precision / ranked.Count, fewest)
        );
        return measures.DrainToImmutable();

        void Add(string name, Estimate estimate) =>
            measures.Add(new Measure(name, Mean, part, model, estimate, n, 0, Better.Higher));
    }

    // The mean over the outcomes that this resample defines.
    private static double AveragePrecision(
        List<(RankedCases Cases, int[] Rows)> ranked,
        ReadOnlySpan<byte> multiplicity
    )
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(multiplicity.Length);
        double sum = 0;
        int defined = 0;
        foreach (var (cases, rows) in ranked)
        {
            for (int place = 0; place < rows.Length; place++)
                buffer[place] = multiplicity[rows[place]];
            double precision = cases.AveragePrecision(buffer.AsSpan(0, rows.Length));
            if (double.IsNaN(precision))
                continue;
            sum += precision;
            defined++;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return defined == 0 ? double.NaN : sum / defined;
    }
}
