using System.Collections.Immutable;
using Osler.Core.Metrics;

namespace Osler.Reports.TableStudies;

/// <summary>The cases that are judged; every array has one value a case, in the same order.</summary>
/// <param name="Part">Which measures belong to these cases: <c>test</c> or <c>cross_validation</c>.</param>
/// <param name="Outcomes">True where the outcome is present; cases with an unknown outcome are not here.</param>
/// <param name="Models">The network first, then the baselines.</param>
public sealed record JudgedCases(string Part, bool[] Outcomes, ImmutableArray<ModelScores> Models)
{
    /// <summary>Each case's patient, any key, never shown; empty where every case is its own.</summary>
    public ulong[] Patients { get; init; } = [];
}

/// <summary>A model's probabilities of the judged cases.</summary>
/// <param name="Model">Slug as in <see cref="Measure.Model"/>: <c>network</c>, <c>logistic_regression</c> ...</param>
/// <param name="Label">As shown: "Network", "Logistic regression".</param>
/// <param name="Probabilities">In [0, 1]; a NaN is left out of the drawings.</param>
public sealed record ModelScores(string Model, string Label, double[] Probabilities);

/// <summary>The network against one baseline on the same cases.</summary>
/// <param name="Model">The baseline's slug.</param>
/// <param name="Difference">AUROC of the network minus that of the baseline, with its 95 % interval.</param>
/// <param name="P">Two-sided p-value of DeLong's paired test; null where undefined.</param>
public sealed record PairedComparison(string Model, Estimate Difference, double? P);

/// <summary>One network's training, epoch by epoch; arrays start at epoch 1, NaN where not measured.</summary>
/// <param name="Name">"Member 1", "Fold 3" ...</param>
/// <param name="TrainingLoss">Mean loss on the training part.</param>
/// <param name="ValidationLoss">Mean loss on the validation part.</param>
/// <param name="BestEpoch">1-based epoch whose weights were kept; null where the last were.</param>
public sealed record MemberHistory(
    string Name,
    double[] TrainingLoss,
    double[] ValidationLoss,
    int? BestEpoch
)
{
    /// <summary>The measure that early stopping watched, by epoch; empty where it watched the loss.</summary>
    public double[] Watched { get; init; } = [];

    /// <summary>Name of <see cref="Watched"/>, e.g. "AUROC".</summary>
    public string? WatchedName { get; init; }
}

/// <summary>The network as a picture and as a table of its layers.</summary>
/// <param name="Svg">The drawing (<c>Drawing.Svg</c>); checked before it enters the page.</param>
/// <param name="Summary">The summary table as plain text (<c>Summary.Table</c>).</param>
/// <param name="Parameters">Trainable parameters of the whole network, all members.</param>
/// <param name="MultiplyAdds">Multiplications with addition for one case.</param>
/// <param name="Members">Networks whose probabilities are averaged; 1 for a single one.</param>
public sealed record NetworkPicture(
    string? Svg,
    string Summary,
    long Parameters,
    long MultiplyAdds,
    int Members
)
{
    /// <summary>The network in one sentence: "Two hidden layers of 32 units, ReLU".</summary>
    public string? Description { get; init; }
}

/// <summary>For simulated patients, whose true probabilities are known.</summary>
/// <param name="Probabilities">The true probability of each judged case, in the order of the judged cases.</param>
/// <param name="BestAuroc">AUROC of the true probabilities on the judged cases: the best attainable.</param>
/// <param name="BestBrier">Brier score of the true probabilities on the judged cases; null where not computed.</param>
public sealed record SimulatedTruth(double[] Probabilities, Estimate BestAuroc, Estimate? BestBrier)
{
    /// <summary>The equation the cohort was simulated from, with citation.</summary>
    public string? Equation { get; init; }
}
