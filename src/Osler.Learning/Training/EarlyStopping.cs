namespace Osler.Learning.Training;

/// <summary>
/// Stops when a measure of the validation cases has not become better for some epochs, and returns to the weights
/// that had it best. Each member of an ensemble stops by itself.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>
    /// The validation measure that decides: one of <see cref="ValidationMeasure.Names"/>, e.g. <c>log_loss</c> (the
    /// default), <c>auroc</c>, <c>brier</c>.
    /// </summary>
    public string Measure
    {
        get;
        init
        {
            _ = ValidationMeasure.Named(value);
            field = value;
        }
    } = "log_loss";

    /// <summary>Epochs without a better measure after which training ends; at least 1, by default 20.</summary>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20;

    /// <summary>By how much a measure must be better to count; at least 0, the default.</summary>
    public double MinDelta
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }
}
