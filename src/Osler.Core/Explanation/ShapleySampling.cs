using System.Collections.Immutable;
using Osler.Core.Chance;

namespace Osler.Core.Explanation;

/// <summary>How much to sample.</summary>
public sealed record ShapleySettings
{
    /// <summary>Background cases that are used, 1 or more; a larger background is drawn from. 100 unless told.</summary>
    public int Background
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>Orders of the inputs, each with its reverse, per background case, 1 or more. 2 unless told.</summary>
    public int PairsPerCase
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;
}

/// <summary>What each input adds to one patient's prediction: Shapley values by sampling.</summary>
/// <remarks>
/// <para>
/// Inputs enter one after another in random order, replacing a background case's values by the patient's; an input's
/// contribution is the mean change when it enters. Štrumbelj and Kononenko, Knowl. Inf. Syst. 41, 2014; each order is
/// walked forwards and backwards (antithetic pairs: Mitchell et al., J. Mach. Learn. Res. 23, 2022). Every background
/// case is used equally often, so the contributions of a sample add up to the prediction less the background's mean
/// prediction, to rounding, however small the sample is.
/// </para>
/// <para>
/// Inputs that go together (weight and body-mass index) are broken apart by this: a contribution says what the model
/// does with an input, not what the input does to the patient. Cost: about
/// background × pairs × 2 × (inputs - 1) predictions.
/// </para>
/// </remarks>
public static class ShapleySampling
{
    /// <summary>Explains one prediction.</summary>
    /// <param name="predict">The model.</param>
    /// <param name="row">[inputs] the patient's raw values; NaN is missing.</param>
    /// <param name="background">[cases, inputs] row-major raw values of training cases.</param>
    /// <param name="inputs">The inputs' names.</param>
    /// <param name="seed">The run's seed; the same seed gives the same explanation.</param>
    /// <param name="settings">How much to sample; null for the usual.</param>
    /// <returns>
    /// Contributions with 95 % intervals for the doubt of sampling orders and background, not of the model.
    /// </returns>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="Faults.DataException">The model gives a prediction that is not finite.</exception>
    public static PatientExplanation Explain(
        Predict predict,
        ReadOnlySpan<double> row,
        ReadOnlySpan<double> background,
        IReadOnlyList<string> inputs,
        long seed,
        ShapleySettings? settings = null
    )
    {
        settings ??= new ShapleySettings();
        int width = inputs.Count;
        if (row.Length != width)
            throw new ArgumentException($"{row.Length} values for {width} inputs.", nameof(row));
        int available = Predictions.Rows(background, width, nameof(background));
        int[] cases = Chosen(available, settings.Background, seed);
        double[] patient = row.ToArray();
        double prediction = Predictions.Of(predict, patient, width)[0];

        double[] start = new double[cases.Length * width];
        for (int c = 0; c < cases.Length; c++)
            background.Slice(cases[c] * width, width).CopyTo(start.AsSpan(c * width));
        double[] without = Predictions.Of(predict, start, width);

        int pairs = cases.Length * settings.PairsPerCase;
        double[] contributions = new double[pairs * width]; // [pairs, inputs], each the mean of the pair
        // As many pairs at once as keep a batch's rows bounded.
        int rowsPerPair = 2 * Math.Max(1, width - 1);
        int atOnce = Math.Max(1, Predictions.Batch / rowsPerPair);
        for (int first = 0; first < pairs; first += atOnce)
        {
            int count = Math.Min(atOnce, pairs - first);
            Walk(
                predict,
                patient,
                prediction,
                start,
                without,
                seed,
                settings.PairsPerCase,
                first,
                contributions.AsSpan(first * width, count * width)
            );
        }

        double mean = 0;
        foreach (double one in without)
            mean += one / without.Length;
        var attributions = ImmutableArray.CreateBuilder<Attribution>(width);
        double[] sample = new double[pairs];
        for (int input = 0; input < width; input++)
        {
            for (int pair = 0; pair < pairs; pair++)
                sample[pair] = contributions[(pair * width) + input];
            var estimate = Spread.Mean(sample);
            attributions.Add(
                new Attribution(
                    inputs[input],
                    patient[input],
                    estimate.Value!.Value,
                    estimate.Low,
                    estimate.High
                )
            );
        }
        return new PatientExplanation(mean, prediction, attributions.MoveToImmutable());
    }

    private static void Walk(
        Predict predict,
        double[] patient,
        double prediction,
        double[] start,
        double[] without,
        long seed,
        int pairsPerCase,
        int first,
        Span<double> contributions
    )
    {
        int width = patient.Length;
        int steps = width - 1; // the first and the last prediction of a walk are known already
        int count = contributions.Length / width;
        int[][] orders = new int[count][];
        double[] rows = new double[count * 2 * steps * width];
        for (int p = 0; p < count; p++)
        {
            int pair = first + p;
            int[] order = new int[width];
            for (int i = 0; i < width; i++)
                order[i] = i;
            new KeyedRandom(seed, "shapley order", 0, pair).Shuffle(order);
            orders[p] = order;
            var origin = start.AsSpan(pair / pairsPerCase * width, width);
            for (int direction = 0; direction < 2; direction++)
            {
                Span<double> current = origin.ToArray();
                for (int step = 0; step < steps; step++)
                {
                    int input = order[direction == 0 ? step : width - 1 - step];
                    current[input] = patient[input];
                    current.CopyTo(rows.AsSpan((((p * 2) + direction) * steps + step) * width));
                }
            }
        }
        double[] between = rows.Length == 0 ? [] : Predictions.Of(predict, rows, width);
        for (int p = 0; p < count; p++)
        for (int direction = 0; direction < 2; direction++)
        {
            double before = without[(first + p) / pairsPerCase];
            for (int step = 0; step < width; step++)
            {
                double after = step == steps ? prediction : between[(((p * 2) + direction) * steps) + step];
                int input = orders[p][direction == 0 ? step : width - 1 - step];
                contributions[(p * width) + input] += (after - before) / 2;
                before = after;
            }
        }
    }

    private static int[] Chosen(int available, int most, long seed)
    {
        int[] all = new int[available];
        for (int i = 0; i < available; i++)
            all[i] = i;
        if (available <= most)
            return all;
        new KeyedRandom(seed, "shapley background").Shuffle(all);
        return all[..most];
    }
}
