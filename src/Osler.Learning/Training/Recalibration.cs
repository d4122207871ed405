using Osler.Core.Blocks;
using Osler.Core.Bundles;
using Osler.Core.Ensembles;
using Osler.Core.Faults;
using Osler.Core.Metrics;
using Osler.Learning.Networks;

namespace Osler.Learning.Training;

/// <summary>Straightens an ensemble's log odds by what its members predict of cases that they left out.</summary>
/// <remarks>
/// Cox's recalibration (Biometrika 1958;45:562-565): slope and intercept of a logistic regression of the outcome on the
/// log odds. Both are folded into the weights of the last layer, so that the network stays one graph.
/// </remarks>
public static class Recalibration
{
    /// <summary>Each training case's probability by the members that left it out.</summary>
    /// <param name="trained">The ensemble.</param>
    /// <param name="examples">Inputs.</param>
    /// <param name="train">The training cases.</param>
    /// <param name="leftOut">As it was trained.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>[train], in its order.</returns>
    public static double[] OutOfFold(
        TrainedNetwork trained,
        IExamples examples,
        ReadOnlySpan<int> train,
        LeaveOutFolds leftOut,
        string device = "cpu"
    )
    {
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentNullException.ThrowIfNull(leftOut);
        int members = ((Members)trained.Network).Count;
        float[] logits = Inference.Logits(trained.Network, trained.Weights, examples, train, device: device);
        double[] probabilities = new double[train.Length];
        float[] own = new float[members];
        for (int i = 0; i < train.Length; i++)
        {
            int count = 0;
            for (int member = 0; member < members; member++)
                if (leftOut.LeavesOut(member, train[i]))
                    own[count++] = logits[i * members + member];
            probabilities[i] = Ensemble.Probability(own.AsSpan(0, count));
        }
        return probabilities;
    }

    /// <summary>Probabilities with slope and intercept of their log odds fitted; as they are where the fit has no answer.</summary>
    internal static double[] Straight(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        double[] straight = probabilities.ToArray();
        if (Line(probabilities, outcomes) is not var (slope, intercept))
            return straight;
        foreach (ref double each in straight.AsSpan())
        {
            double kept = Math.Clamp(each, LogLoss.Clip, 1 - LogLoss.Clip);
            each = Ensemble.Sigmoid(slope * Math.Log(kept / (1 - kept)) + intercept);
        }
        return straight;
    }

    // What log odds are to be multiplied with and moved by; null where the regression has no answer, or turns them round.
    private static (double Slope, double Intercept)? Line(
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<bool> outcomes
    )
    {
        var fit = CalibrationFit.Of(probabilities, outcomes);
        return fit.Slope.Value is { } slope && fit.FreeIntercept.Value is { } intercept && slope > 0
            ? (slope, intercept)
            : null;
    }

    /// <summary>The ensemble with slope and intercept folded in.</summary>
    /// <param name="trained">One outcome; its network ends in a dense layer with a bias.</param>
    /// <param name="outOfFold">As of <see cref="OutOfFold"/>.</param>
    /// <param name="outcomes">Whether each of these cases has the outcome.</param>
    /// <param name="input">Shape of one case's input.</param>
    /// <returns>The same ensemble where the regression has no answer, as with one outcome only.</returns>
    /// <exception cref="RequestException">The network does not end in a dense layer of one output.</exception>
    public static TrainedNetwork Apply(
        TrainedNetwork trained,
        ReadOnlySpan<double> outOfFold,
        ReadOnlySpan<bool> outcomes,
        Shape input
    )
    {
        ArgumentNullException.ThrowIfNull(trained);
        if (Line(outOfFold, outcomes) is not var (slope, intercept))
            return trained;
        var weights = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var (name, tensor) in trained.Weights)
            weights.Add(name, tensor);
        var member = (Members)trained.Network;
        string[] last = LastLayer(member.Network, input);
        for (int k = 0; k < member.Count; k++)
        {
            Change(weights, MemberNames.Of(k, last[0]), value => slope * value);
            Change(weights, MemberNames.Of(k, last[1]), value => slope * value + intercept);
        }
        return trained with { Weights = weights };
    }

    // Names of weight and bias of the dense layer that everything ends in.
    private static string[] LastLayer(Block network, Shape input)
    {
        var at = ShapeInference.Annotate(network, input);
        while (at.Block is Sequence && !at.Children.IsEmpty)
            at = at.Children[^1];
        return at.Block is Dense { Units: 1, Bias: true }
            ? [at.Name("weight"), at.Name("bias")]
            : throw new RequestException(
                "Recalibration needs a network that ends in one dense layer of one output with a bias.",
                "training.ensemble.recalibrate",
                "End the network with dense 1, or set recalibrate to false."
            );
    }

    private static void Change(
        OrderedDictionary<string, TensorData> weights,
        string name,
        Func<double, double> change
    )
    {
        var tensor = weights[name];
        weights[name] = new TensorData(
            tensor.Shape,
            Array.ConvertAll(tensor.Values, value => (float)change(value))
        );
    }
}
