using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Faults;
using Osler.Core.Words;

namespace Osler.Serving;

/// <summary>One thing that was verified.</summary>
/// <param name="Name">What, in a few words.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Detail">The figure or the fault.</param>
public sealed record VerifiedCheck(string Name, bool Passed, string Detail);

/// <summary>Whether a bundle still does what training saw it do.</summary>
public static class Verification
{
    /// <summary>Largest difference of log-odds between two libraries that counts as equal.</summary>
    public const double LogitTolerance = 1e-4;

    /// <summary>
    /// Largest difference of a feature from training's that counts as equal, relative to the larger of 1 and the
    /// feature: the same code on another processor may round the last bit of a float32 otherwise.
    /// </summary>
    public const double FeatureTolerance = 1e-6;

    internal const string PreprocessingName = "preprocessing as in training";

    /// <summary>Takes n prepared cases, and writes their log-odds [n, members, outcomes].</summary>
    internal delegate void Answer(ReadOnlySpan<float> features, int n, Span<float> logits);

    /// <summary>Checks the weights' names and shapes, the preprocessing's and the graph's answers.</summary>
    /// <param name="predictor">An opened bundle: its files have passed their checksums.</param>
    public static ImmutableArray<VerifiedCheck> Run(Predictor predictor)
    {
        var bundle = predictor.Bundle;
        var samples = bundle.ReadSamples();
        return
        [
            Files(bundle),
            Weights(bundle, [predictor.Preprocessing.Width]),
            Preprocessing(predictor, samples),
            Logits(
                samples,
                predictor.Preprocessing.Width,
                predictor.Members * predictor.Outcomes,
                predictor.Logits
            ),
        ];
    }

    /// <summary>Compares log-odds of the samples, from wherever they come, with those of training.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="logits">[n, members · outcomes] row-major.</param>
    public static VerifiedCheck Compare(string name, Samples samples, ReadOnlySpan<float> logits)
    {
        double largest = 0;
        int at = 0;
        foreach (var row in samples.Logits)
        foreach (float expected in row)
        {
            double difference = at < logits.Length ? Math.Abs(logits[at] - expected) : double.NaN;
            // A NaN compares as no difference; it is the largest one.
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            at++;
        }
        bool passed = at == logits.Length && largest <= LogitTolerance;
        return new(
            name,
            passed,
            $"largest difference of log-odds {Scientific(largest)} over {Counted.Of(samples.Count, "row")}"
        );
    }

    internal static VerifiedCheck Files(BundleFolder bundle) =>
        new("files", true, $"{bundle.Manifest.Files.Length} files have their SHA-256");

    /// <summary>Whether the weights are those that the blocks need.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="input">Sizes of one case.</param>
    internal static VerifiedCheck Weights(BundleFolder bundle, Shape input)
    {
        const string name = "weights fit the blocks";
        try
        {
            var network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
            var expected = Parameters.Of(network, input);
            var weights = bundle.ReadWeights();
            foreach (var spec in expected)
            {
                if (!weights.TryGetValue(spec.Name, out var tensor))
                    return new(name, false, $"'{spec.Name}' is missing");
                if (!tensor.Shape.AsSpan().SequenceEqual(spec.Shape.Sizes.AsSpan()))
                    return new(name, false, $"'{spec.Name}' has another shape than its block needs");
            }
            return weights.Count == expected.Count
                ? new(name, true, $"{expected.Count} tensors, {expected.Sum(spec => spec.Count):N0} numbers")
                : new(name, false, $"{weights.Count} tensors where the blocks have {expected.Count}");
        }
        catch (OslerException fault)
        {
            return new(name, false, fault.Message);
        }
    }

    private static VerifiedCheck Preprocessing(Predictor predictor, Samples samples)
    {
        const string name = PreprocessingName;
        if (
            !samples
                .Inputs.AsSpan()
                .SequenceEqual([.. predictor.Preprocessing.Inputs.Select(input => input.Name)])
        )
            return new(name, false, "the samples have other inputs than the preprocessing");
        double[] rows = samples.FlatRows();
        float[] features = new float[samples.Count * predictor.Preprocessing.Width];
        if (rows.Length != samples.Count * samples.Inputs.Length || samples.Features.Length != samples.Count)
            return new(name, false, "the samples' rows are ragged");
        predictor.Preprocessing.Apply(rows, samples.Count, features);
        float[] expected = samples.FlatFeatures();
        if (expected.Length != features.Length)
            return new(name, false, "the samples have another number of features");
        return Features(LargestDifference(features, expected), features.Length);
    }

    /// <summary>Largest difference relative to the larger of 1 and what is expected; infinite where one is no number.</summary>
    internal static double LargestDifference(ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        double largest = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double difference = Math.Abs(found[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }
        return largest;
    }

    internal static VerifiedCheck Features(double largest, int count) =>
        new(
            PreprocessingName,
            largest <= FeatureTolerance,
            $"largest relative difference {Scientific(largest)} over {count} features"
        );

    /// <summary>Whether texts or questions that Osler knows by number are cut into the tokens of training.</summary>
    /// <param name="samples">The samples, whose rows are the numbers.</param>
    /// <param name="input">The one input of such samples.</param>
    /// <param name="known">How many Osler knows.</param>
    /// <param name="width">Token ids of one.</param>
    /// <param name="cut">The token ids of the one of a number.</param>
    /// <param name="what">What one is called.</param>
    internal static VerifiedCheck Tokens(
        Samples samples,
        string input,
        int known,
        int width,
        Func<int, float[]> cut,
        string what
    )
    {
        double[] rows = samples.FlatRows();
        if (
            !samples.Inputs.AsSpan().SequenceEqual([input])
            || rows.Length != samples.Count
            || samples.Features.Length != samples.Count
        )
            return new(PreprocessingName, false, $"the samples are no sample {what}s");
        double largest = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            if (!(rows[i] >= 0 && rows[i] < known) || samples.Features[i].Length != width)
                return new(
                    PreprocessingName,
                    false,
                    $"the samples have another number of tokens, or no {what}"
                );
            float[] found = cut((int)rows[i]);
            largest = Math.Max(largest, LargestDifference(found, samples.Features[i].AsSpan()));
        }
        return Features(largest, samples.Count * width);
    }

    /// <summary>Whether the graph makes of the samples' features what training made of them.</summary>
    internal static VerifiedCheck Logits(Samples samples, int width, int outputs, Answer answer)
    {
        const string name = "graph as in training";
        float[] features = samples.FlatFeatures();
        if (features.Length != samples.Count * width)
            return new(name, false, "the samples have another number of features");
        float[] logits = new float[samples.Count * outputs];
        answer(features, samples.Count, logits);
        return Compare(name, samples, logits);
    }

    private static string Scientific(double value) => value.ToString("0.0e-0", CultureInfo.InvariantCulture);
}
