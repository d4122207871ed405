using System.Collections.Immutable;
using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Explanation;
using Osler.Core.Preprocessing;

namespace Osler.Learning.Explanation;

/// <summary>
/// One prediction of a bundle taken apart by integrated gradients, the features' parts summed back to what a user knows.
/// </summary>
/// <remarks>
/// The baselines are the bundle's samples: made-up patients, all of them, so that the base is the one that Shapley
/// sampling has. Levels, indicators, ranks and pieces of a line count towards their input. A derived feature (body-mass
/// index) can't be divided among the inputs that it was made of without another method, so those stand together.
/// </remarks>
/// <param name="Explanation">
/// Base, prediction and one contribution a <see cref="Origins">group</see>, on the probability's scale.
/// </param>
/// <param name="Origins">[contributions] which inputs each stands for, by index: mostly one.</param>
/// <param name="Gap">By how much the contributions' sum misses prediction less base.</param>
/// <param name="Background">Number of made-up patients compared with.</param>
public sealed record BundleGradients(
    PatientExplanation Explanation,
    ImmutableArray<ImmutableArray<int>> Origins,
    double Gap,
    int Background
)
{
    private const double Tolerance = 1e-4;

    /// <summary>Explains one patient.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="preprocessing">Its preprocessing.</param>
    /// <param name="row">[inputs] raw values; NaN is missing.</param>
    /// <param name="outcome">Index of the outcome.</param>
    /// <exception cref="Core.Faults.DataException">A file of the bundle is damaged.</exception>
    public static BundleGradients Of(
        BundleFolder bundle,
        FittedPreprocessing preprocessing,
        ReadOnlySpan<double> row,
        int outcome = 0
    )
    {
        Block network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
        Samples samples = bundle.ReadSamples();
        float[] features = new float[preprocessing.Width];
        preprocessing.Apply(row, 1, features);
        Attributions found = IntegratedGradients.Of(
            network,
            bundle.ReadWeights(),
            [preprocessing.Width],
            features,
            samples.FlatFeatures(),
            new IntegratedGradientsSettings { Outcome = outcome, Tolerance = Tolerance }
        );
        ImmutableArray<ImmutableArray<int>> groups = Groups(preprocessing);
        int[] groupOfFeature =
        [
            .. preprocessing.FeatureOrigins.Select(origin =>
                groups.ToList().FindIndex(group => group.SequenceEqual(origin))
            ),
        ];
        double[] values = new double[groups.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = groups[i] is [var only] ? row[only] : double.NaN;
        var attributions = Core.Explanation.Attributions.OfInputs(
            found.Values,
            groupOfFeature,
            [
                .. groups.Select(group =>
                    string.Join(" and ", group.Select(i => preprocessing.Inputs[i].Name))
                ),
            ],
            values
        );
        return new BundleGradients(
            new PatientExplanation(found.Baseline, found.Predictions[0], attributions),
            groups,
            found.Gaps[0],
            samples.Count
        );
    }

    // Every input, but for one that only serves to derive a feature with others, then those that stand together.
    private static ImmutableArray<ImmutableArray<int>> Groups(FittedPreprocessing preprocessing)
    {
        ImmutableArray<int>[] together =
        [
            .. preprocessing
                .FeatureOrigins.Where(origin => origin.Length > 1)
                .DistinctBy(origin => string.Join(',', origin)),
        ];
        var alone = Enumerable
            .Range(0, preprocessing.Inputs.Length)
            .Where(i =>
                preprocessing.FeatureOrigins.Any(origin => origin is [var only] && only == i)
                || !together.Any(origin => origin.Contains(i))
            )
            .Select(i => ImmutableArray.Create(i));
        return [.. alone, .. together];
    }
}
