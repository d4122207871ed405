using Osler.Core.Faults;
using Osler.Learning.Batches;
using TorchSharp;

namespace Osler.Learning.Training;

/// <summary>What to tell of a loss that is no number.</summary>
internal static class LossFault
{
    /// <param name="batch">The batch whose loss it is.</param>
    /// <param name="step">Steps taken before.</param>
    /// <param name="steps">Steps in an epoch.</param>
    /// <param name="rate">The learning rate.</param>
    public static DataException Of(Batch batch, long step, long steps, double rate)
    {
        using var scope = torch.NewDisposeScope();
        double largest = batch.Inputs.abs().max().item<float>();
        string where = FormattableString.Invariant(
            $"training, epoch {step / steps + 1}, step {step % steps + 1} of {steps}"
        );
        return double.IsFinite(largest)
            ? new DataException(
                FormattableString.Invariant(
                    $"The loss is no longer a number; the learning rate is {rate:g3} and the largest input {largest:g3}."
                ),
                where,
                largest > 100
                    ? "Standardise the inputs; if they are, lower the learning rate or clip the gradient (training.clip_norm)."
                    : "Lower the learning rate, or clip the gradient (training.clip_norm)."
            )
            : new DataException(
                "The loss is not a number because an input is not.",
                where,
                "Impute missing values and look for infinite ones in the preprocessing."
            );
    }
}
