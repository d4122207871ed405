using Osler.Learning.Losses;
using Osler.Learning.Optimisers;
using Osler.Learning.Schedules;

namespace Osler.Learning.Training;

/// <summary>How a network is trained: everything that decides the result apart from the data and the seed.</summary>
public sealed record TrainingSettings
{
    /// <summary>
    /// What is minimised. By default masked cross-entropy on logits: in a study the one that the labels ask for, else of each binary outcome
    /// by itself.
    /// </summary>
    public Loss Loss { get; init; } = new CrossEntropy();

    /// <summary>How the weights follow the gradient. By default AdamW with its own defaults.</summary>
    public Optimiser Optimiser { get; init; } = new AdamW();

    /// <summary>How the learning rate changes over the run. By default a cosine to zero.</summary>
    public Schedule Schedule { get; init; } = new Cosine();

    /// <summary>Passes over the training cases, at most; at least 1, by default 100.</summary>
    public int Epochs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>
    /// Cases in a step, at most; at least 1, by default 256. An epoch is cut into equal batches (sizes differ by at
    /// most one), so that no small last batch counts as much as a whole one.
    /// </summary>
    public int Batch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 256;

    /// <summary>
    /// Batches that are summed up into one step; at least 1, which is the default. A step of k batches is that of one batch
    /// of k times the size, in the memory of one; only batch norm, whose statistics are of each batch, tells them apart.
    /// </summary>
    public int Accumulate
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 4096);
            field = value;
        }
    } = 1;

    /// <summary>In which numbers products are computed. By default where it pays in bfloat16.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Longest gradient, by Euclidean norm over all weights of a member; a longer one is scaled down. More than 0;
    /// null (the default) clips nothing. Pascanu et al., ICML 2013.
    /// </summary>
    public double? ClipNorm
    {
        get;
        init
        {
            if (value is { } norm)
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(norm, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// Weight of the sum of the weights' absolute values (L1, lasso) in what is minimised, beside the loss; biases and the
    /// scales and shifts of norms (weights with one axis) are not counted. 0 to 1000, by default 0. Tibshirani, J. R. Stat.
    /// Soc. B 58, 1996. The gradient gets this times each weight's sign, after it was clipped. An L2 penalty is the
    /// optimiser's weight decay.
    /// </summary>
    public double L1Penalty
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000);
            field = value;
        }
    }

    /// <summary>
    /// Decay d of an exponential moving average of the weights, in (0, 1): average ← d average + (1 − d) weights
    /// after each step, with d at most (1 + step) / (10 + step) so that the start is forgotten. The average is what
    /// is validated and returned. Null (the default) averages nothing.
    /// </summary>
    public double? AverageDecay
    {
        get;
        init
        {
            if (value is { } decay)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decay, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1, nameof(value));
            }
            field = value;
        }
    }

    /// <summary>When to stop early. Null runs all epochs and returns the last weights.</summary>
    public EarlyStopping? EarlyStopping { get; init; } = new();

    /// <summary>How weights that were trained before are trained on; null (the default) trains all weights alike.</summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>How many networks are trained side by side.</summary>
    public EnsembleSettings Ensemble { get; init; } = new();
}
