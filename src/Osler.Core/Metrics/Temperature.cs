namespace Osler.Core.Metrics;

/// <summary>The one number that logits are divided by so that probabilities mean what they say.</summary>
/// <remarks>Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017: it changes no ranking.</remarks>
public static class Temperature
{
    private const double Coldest = 0.05;
    private const double Hottest = 20;

    /// <summary>The temperature in [0.05, 20] with the least loss, found to a thousandth by golden sections of its logarithm.</summary>
    /// <param name="loss">Log loss of a temperature, which has one valley.</param>
    public static double Fit(Func<double, double> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Coldest);
        double high = Math.Log(Hottest);
        double left = high - ratio * (high - low);
        double right = low + ratio * (high - low);
        double lossLeft = loss(Math.Exp(left));
        double lossRight = loss(Math.Exp(right));
        while (high - low > 1e-3)
            if (lossLeft <= lossRight)
            {
                (high, right, lossRight) = (right, left, lossLeft);
                left = high - ratio * (high - low);
                lossLeft = loss(Math.Exp(left));
            }
            else
            {
                (low, left, lossLeft) = (left, right, lossRight);
                right = low + ratio * (high - low);
                lossRight = loss(Math.Exp(right));
            }
        return Math.Exp((low + high) / 2);
    }
}
