using System.Collections.Immutable;

namespace Osler.Learning.Training;

/// <summary>Several networks of one architecture, trained side by side in one pass; their mean predicts.</summary>
/// <remarks>
/// Members always differ by their initial weights and dropout masks. They are computed together, one batched
/// operation for all, which for small tables costs little more than a single network.
/// </remarks>
public sealed record EnsembleSettings
{
    /// <summary>Networks in the ensemble; 1 (the default: no ensemble) to 256.</summary>
    public int Members
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Core.Blocks.Members.MostMembers);
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
    /// Weight decays to choose from, each at least 0 and finite; at least two, or none (the default: the optimiser's own
    /// holds). So many ensembles of <see cref="Members"/> networks are trained side by side, one with each decay in place
    /// of the optimiser's, and the one whose recalibrated predictions of the cases that its members left out have the
    /// least log loss is kept. Needs <see cref="LeaveOutFolds"/>, which the decays share.
    /// </summary>
    public ImmutableArray<double> WeightDecays
    {
        get;
        init
        {
            if (value.Length == 1)
                throw new ArgumentException(
                    "One decay is no choice; give it to the optimiser.",
                    nameof(value)
                );
            foreach (double decay in value)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(decay, nameof(value));
                if (!double.IsFinite(decay))
                    throw new ArgumentOutOfRangeException(
                        nameof(value),
                        "A weight decay is a finite number."
                    );
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

    /// <summary>How many networks are trained, over all decays.</summary>
    internal int Trained => Members * Math.Max(1, WeightDecays.Length);

    /// <summary>The weight decay of a trained network.</summary>
    /// <param name="member">In [0, <see cref="Trained"/>).</param>
    /// <param name="own">The optimiser's.</param>
    internal double Decay(int member, double own) =>
        WeightDecays.IsEmpty ? own : WeightDecays[member / Members];
}
