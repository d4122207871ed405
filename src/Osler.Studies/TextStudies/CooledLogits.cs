using Osler.Core.Ensembles;

namespace Osler.Studies;

/// <summary>Logits of exclusive classes, whose temperature is fitted where they were not trained on.</summary>
/// <param name="Values">[cases, members, classes] row-major.</param>
/// <param name="Members">Networks whose probabilities are averaged.</param>
/// <param name="Classes">How many.</param>
internal sealed record CooledLogits(float[] Values, int Members, int Classes)
{
    /// <summary>The temperature with the least log loss (Guo et al., ICML 2017), and a little pull to 1.</summary>
    /// <remarks>
    /// A few dozen texts that are all right would ask for certainty: it is as if one more text told against it, a logarithm away
    /// from 1.
    /// </remarks>
    /// <param name="classes">[cases] what is right.</param>
    public double Temperature(int[] classes) =>
        Core.Metrics.Temperature.Fit(candidate =>
            LogLoss(Probabilities(candidate), classes)
            + Math.Pow(Math.Log(candidate), 2) / Math.Max(1, classes.Length)
        );

    /// <summary>The mean over members of each softmax, [cases, classes] row-major.</summary>
    /// <param name="temperature">What logits are divided by, above 0.</param>
    public double[] Probabilities(double temperature) =>
        Ensemble.CooledSoftmax(Values, Members, Classes, temperature);

    private double LogLoss(double[] probabilities, int[] classes)
    {
        double loss = 0;
        for (int i = 0; i < classes.Length; i++)
            loss -= Math.Log(Math.Max(1e-12, probabilities[i * Classes + classes[i]]));
        return loss / Math.Max(1, classes.Length);
    }
}
