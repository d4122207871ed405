namespace Osler.Learning.Training;

/// <summary>Several networks of one architecture, trained side by side in one pass; their mean predicts.</summary>
/// <remarks>
/// Members always differ by their initial weights and dropout masks. They are computed together, one batched
/// operation for all, which for small tables costs little more than a single network.
/// </remarks>
public sealed record EnsembleSettings
{
    /// <summary>Networks in the ensemble; at least 1 (the default: no ensemble).</summary>
    public int Members
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>
    /// Whether each member sees its own bootstrap sample of the training cases. A case's weight in a member is a
    /// Poisson(1) draw, the limit of how often it is drawn with replacement (Oza and Russell, AISTATS 2001).
    /// By default false.
    /// </summary>
    public bool Bootstrap { get; init; }

    /// <summary>
    /// Whether each member goes through the cases in its own order. By default they share one, so that a batch is
    /// gathered once for all.
    /// </summary>
    public bool OwnOrder { get; init; }
}
