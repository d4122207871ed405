using System.Collections.Immutable;

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

    /// <summary>
    /// F, from 2 to 20: the training patients are dealt into F folds stratified by outcome, and member k never learns
    /// from fold k mod F; every F members the patients are dealt anew. Each case then has members that never saw its
    /// patient, whose mean is an honest prediction of it: no validation part is needed to choose thresholds or to
    /// recalibrate. 0 (the default) leaves nothing out. Members must be a multiple of F.
    /// </summary>
    public int LeaveOutFolds
    {
        get;
        init
        {
            if (value != 0)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 20);
            }
            field = value;
        }
    }

    /// <summary>
    /// L2 penalties λ, each at least 0, in turn for the members (in turn for each round of folds, where folds are left
    /// out): a member's loss has λ / (2n) · |w|² added, n its training cases, w its weights without biases. That is the
    /// penalty of logistic regression with C = 1/λ. An ensemble over several strengths needs no search for the right
    /// one. Empty (the default): none.
    /// </summary>
    public ImmutableArray<double> Penalties
    {
        get;
        init
        {
            foreach (double penalty in value)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(penalty, nameof(value));
                if (!double.IsFinite(penalty))
                    throw new ArgumentOutOfRangeException(nameof(value), "A penalty is a finite number.");
            }
            field = value;
        }
    } = [];

    /// <summary>
    /// Whether slope and intercept of the log odds are fitted, by logistic regression, on the predictions of the members
    /// that left a case out, and folded into the network's last layer (Cox, Biometrika 1958;45:562-565). Needs
    /// <see cref="LeaveOutFolds"/> and a network that ends in a dense layer of one output. By default false.
    /// </summary>
    public bool Recalibrate { get; init; }

    /// <summary>The penalty of a member.</summary>
    internal double Penalty(int member) =>
        Penalties.IsEmpty ? 0 : Penalties[member / Math.Max(1, LeaveOutFolds) % Penalties.Length];
}
