using System.Collections.Immutable;
using System.Text;
using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Preprocessing;

namespace Osler.Learning.Explanation;

/// <summary>What each input of an isolate adds to the log-odds of resistance, against an isolate that is as the reference.</summary>
/// <param name="Added">[inputs], on the log-odds; inputs of one feature that differ from the reference share what it adds.</param>
/// <param name="LogOdds">The isolate's: the mean of the networks' log-odds.</param>
/// <param name="Reference">Those of the reference.</param>
/// <param name="Gap">By how much the sum misses their difference.</param>
public sealed record IsolateGradients(double[] Added, double LogOdds, double Reference, double Gap)
{
    private const double Tolerance = 1e-3;
    private const int MostSteps = 512;

    /// <summary>Integrated gradients of each outcome; see <see cref="IntegratedGradients"/>.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="preprocessing">Its preprocessing.</param>
    /// <param name="row">[inputs]; NaN is not determined.</param>
    /// <param name="reference">[inputs] of an isolate that is as the reference.</param>
    /// <param name="outcomes">How many outcomes.</param>
    /// <exception cref="Core.Faults.DataException">A file of the bundle is damaged.</exception>
    public static ImmutableArray<IsolateGradients> Of(
        BundleFolder bundle,
        FittedPreprocessing preprocessing,
        double[] row,
        double[] reference,
        int outcomes
    )
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(reference);
        var network = BlockJson.Read(Encoding.UTF8.GetString(bundle.Read(BundleFile.NetworkName)));
        var weights = bundle.ReadWeights();
        float[] features = Features(preprocessing, row);
        float[] baseline = Features(preprocessing, reference);
        return
        [
            .. Enumerable
                .Range(0, outcomes)
                .Select(outcome =>
                    Shared(
                        IntegratedGradients.Of(
                            network,
                            weights,
                            [preprocessing.Width],
                            features,
                            baseline,
                            new IntegratedGradientsSettings
                            {
                                Outcome = outcome,
                                Explained = Explained.LogOdds,
                                Tolerance = Tolerance,
                                MostSteps = MostSteps,
                            }
                        ),
                        preprocessing,
                        row,
                        reference
                    )
                ),
        ];
    }

    // What a feature adds, shared among its inputs.
    private static IsolateGradients Shared(
        Attributions found,
        FittedPreprocessing preprocessing,
        double[] row,
        double[] reference
    )
    {
        double[] added = new double[row.Length];
        for (int feature = 0; feature < preprocessing.Width; feature++)
        {
            var origins = preprocessing.FeatureOrigins[feature];
            int[] differing = [.. origins.Where(input => !row[input].Equals(reference[input]))];
            // A pool's feature where none of its variants differs by itself.
            foreach (int input in differing.Length > 0 ? differing : [.. origins])
                added[input] +=
                    found.Values[feature] / (differing.Length > 0 ? differing.Length : origins.Length);
        }
        return new IsolateGradients(added, found.Predictions[0], found.Baseline, found.Gaps[0]);
    }

    private static float[] Features(FittedPreprocessing preprocessing, double[] row)
    {
        float[] features = new float[preprocessing.Width];
        preprocessing.Apply(row, 1, features);
        return features;
    }
}
