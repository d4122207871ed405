using System.Collections.Immutable;
using Osler.Core.Collections;
using Osler.Core.Faults;
using Osler.Core.Intervals;

namespace Osler.Core.Metrics;

/// <summary>Judges the probabilities of one outcome with several exclusive classes.</summary>
/// <remarks>
/// Measures of the whole: <c>auroc</c> (mean over classes of each against the rest, those without cases left out),
/// <c>accuracy</c>, <c>balanced_accuracy</c> (mean sensitivity over the classes that have cases), <c>f1</c> (macro:
/// mean over classes that have cases or are predicted), <c>log_loss</c> (nats), <c>top1_error</c>, and
/// <c>top5_error</c> for more than five classes. Then, for each class, <c>auroc</c>, <c>sensitivity</c> and <c>ppv</c>
/// under the outcome's name <c>outcome=class</c>. Of equal probabilities the class listed first is the prediction.
/// </remarks>
public static class MultiClassJudge
{
    /// <summary>All measures.</summary>
    /// <param name="outcome">The outcome's name.</param>
    /// <param name="classes">The classes' names, at least two.</param>
    /// <param name="part"><c>train</c>, <c>validation</c>, <c>test</c> or <c>cross_validation</c>.</param>
    /// <param name="model"><c>network</c> or a baseline's slug.</param>
    /// <param name="probabilities">[cases, classes] row-major; each row sums to 1.</param>
    /// <param name="labels">[cases] each case's class in [0, classes); unknown ones left out before.</param>
    /// <param name="patients">[cases] each case's patient; empty where every case is its own.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="draws">Resamples of the bootstrap.</param>
    /// <returns>
    /// <see cref="Measure.Positives"/> is the class's count for the measures of one class, and 0 for the whole.
    /// </returns>
    /// <exception cref="DataException">A probability is NaN or out of [0, 1], or a label out of range.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static ImmutableArray<Measure> Judge(
        string outcome,
        IReadOnlyList<string> classes,
        string part,
        string model,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<ulong> patients = default,
        long seed = 0,
        int draws = 2000
    )
    {
        int k = classes.Count;
        int n = labels.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2, nameof(classes));
        if (probabilities.Length != (long)n * k)
            throw new ArgumentException(
                $"{probabilities.Length} probabilities for {n} cases of {k} classes.",
                nameof(probabilities)
            );
        Checked.Patients(patients, n);
        var measures = ImmutableArray.CreateBuilder<Measure>();
        int[] predicted = new int[n];
        int[] ranks = new int[n];
        double[] losses = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (labels[i] < 0 || labels[i] >= k)
                throw new DataException($"class {labels[i]} is not in 0 to {k - 1}.", $"judged case {i + 1}");
            var row = probabilities.Slice(i * k, k);
            predicted[i] = Largest.Index(row);
            ranks[i] = Rank(row, labels[i]);
            losses[i] = LogLoss.Of(row[labels[i]], true);
        }

        void Add(string name, Estimate estimate, Better better) =>
            measures.Add(new Measure(name, outcome, part, model, estimate, n, 0, better));

        var ofClasses = new List<Measure>();
        var mean = new MeanAuroc(n);
        int fewest = int.MaxValue; // patients of the rarest class
        int[] rows = [.. Enumerable.Range(0, n)];
        int[] copied = labels.ToArray();
        double[] scores = new double[n];
        bool[] present = new bool[n];
        for (int c = 0; c < k; c++)
        {
            for (int i = 0; i < n; i++)
            {
                scores[i] = probabilities[(i * k) + c];
                present[i] = copied[i] == c;
            }
            Checked.Probabilities(scores, present);
            mean.Add(scores, present, rows);
            int positives = Checked.Positives(present);
            if (positives > 0)
                fewest = Math.Min(fewest, PatientBootstrap.Having(patients, present));
            string name = ClassesJudge.Name(outcome, classes[c]);
            var (tp, called) = (0, 0);
            for (int i = 0; i < n; i++)
            {
                called += predicted[i] == c ? 1 : 0;
                tp += predicted[i] == c && present[i] ? 1 : 0;
            }
            ofClasses.Add(Of("auroc", DeLong.Interval(scores, present, patients)));
            ofClasses.Add(Of("sensitivity", Wilson.Of(tp, positives, "no case of this class")));
            ofClasses.Add(Of("ppv", Wilson.Of(tp, called, "no case is called this class")));

            Measure Of(string measure, Estimate estimate) =>
                new(measure, name, part, model, estimate, n, positives, Better.Higher);
        }
        if (n == 0)
        {
            foreach (string name in (string[])["auroc", "accuracy", "balanced_accuracy", "f1"])
                Add(name, Estimate.None("no case"), Better.Higher);
            foreach (string name in (string[])["log_loss", "top1_error", .. Top5(k)])
                Add(name, Estimate.None("no case"), Better.Lower);
            measures.AddRange(ofClasses);
            return measures.DrainToImmutable();
        }

        void Statistics(ReadOnlySpan<byte> multiplicity, Span<double> statistics) =>
            Whole(multiplicity, copied, predicted, ranks, losses, k, statistics);

        var bootstrap = PatientBootstrap.Draw(n, patients, 6, Statistics, seed, draws);
        byte[] once = new byte[n];
        Array.Fill(once, (byte)1);
        double[] whole = new double[6];
        Statistics(once, whole);
        bool repeat = PatientBootstrap.PatientsRepeat(patients);
        Estimate Share(int statistic) =>
            repeat
                ? bootstrap.Share(statistic, whole[statistic], bootstrap.Patients)
                : Wilson.Of((long)Math.Round(whole[statistic] * n), n, "no case");

        Add("auroc", mean.Estimate(patients), Better.Higher);
        Add("accuracy", Share(0), Better.Higher);
        Add("balanced_accuracy", bootstrap.MeanOverClasses(1, whole[1], fewest), Better.Higher);
        Add("f1", bootstrap.MeanOverClasses(2, whole[2], fewest), Better.Higher);
        Add("log_loss", bootstrap.Percentile(3, whole[3]), Better.Lower);
        Add("top1_error", Share(4), Better.Lower);
        foreach (string name in Top5(k))
            Add(name, Share(5), Better.Lower);
        measures.AddRange(ofClasses);
        return measures.DrainToImmutable();
    }

    private static string[] Top5(int classes) => classes > 5 ? ["top5_error"] : [];

    private static void Whole(
        ReadOnlySpan<byte> multiplicity,
        int[] labels,
        int[] predicted,
        int[] ranks,
        double[] losses,
        int classes,
        Span<double> statistics
    )
    {
        long[] right = new long[classes];
        long[] cases = new long[classes];
        long[] called = new long[classes];
        long n = 0;
        long beyond5 = 0;
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int times = multiplicity[i];
            n += times;
            cases[labels[i]] += times;
            called[predicted[i]] += times;
            right[labels[i]] += predicted[i] == labels[i] ? times : 0;
            beyond5 += ranks[i] >= 5 ? times : 0;
            loss += times * losses[i];
        }
        double sensitivities = 0;
        double f1 = 0;
        int present = 0;
        int seen = 0;
        long correct = 0;
        for (int c = 0; c < classes; c++)
        {
            correct += right[c];
            if (cases[c] > 0)
            {
                sensitivities += (double)right[c] / cases[c];
                present++;
            }
            if (cases[c] + called[c] > 0)
            {
                f1 += 2.0 * right[c] / (cases[c] + called[c]);
                seen++;
            }
        }
        statistics[0] = (double)correct / n;
        statistics[1] = sensitivities / present;
        statistics[2] = f1 / seen;
        statistics[3] = loss / n;
        statistics[4] = (double)(n - correct) / n;
        statistics[5] = (double)beyond5 / n;
    }

    // How many classes stand before the label: larger probabilities, and equal ones listed earlier.
    private static int Rank(ReadOnlySpan<double> row, int label)
    {
        int rank = 0;
        for (int c = 0; c < row.Length; c++)
            rank += row[c] > row[label] || (row[c] == row[label] && c < label) ? 1 : 0;
        return rank;
    }
}
