using Osler.Core.Collections;
using static Osler.Core.Blocks.Lego;

namespace Osler.Core.Blocks;

/// <summary>Networks that have a name.</summary>
public static partial class Presets
{
    /// <summary>One neuron: a weighted sum of the inputs for each outcome; its sigmoid is the probability.</summary>
    /// <remarks>Input [F], output [outcomes] logits. The sigmoid belongs to the loss and to the graph's probabilities.</remarks>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    public static Block Neuron(int outcomes = 1) => Dense(outcomes);

    /// <summary>Dense layers with an activation after each but the last.</summary>
    /// <remarks>
    /// Input [F], output [outcomes] logits; each hidden layer is Dense, BatchNorm if wanted, activation, Dropout if any.
    /// </remarks>
    /// <param name="hidden">Widths of the hidden layers, each at least 1.</param>
    /// <param name="activation">After each hidden layer; ReLU where not given.</param>
    /// <param name="dropout">Chance that a hidden unit is dropped in training, in [0, 1).</param>
    /// <param name="batchNorm">Whether hidden units are batch-normalised before the activation.</param>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="embedding">
    /// What the features pass through first, e.g. <see cref="Blocks.PiecewiseLinear"/>; must give [features].
    /// </param>
    public static Block MultilayerPerceptron(
        ReadOnlySpan<int> hidden,
        Block? activation = null,
        double dropout = 0,
        bool batchNorm = false,
        int outcomes = 1,
        Block? embedding = null
    )
    {
        var parts = new List<Part>();
        if (embedding is not null)
            parts.Add(embedding);
        foreach (int width in hidden)
        {
            parts.Add(Dense(width));
            if (batchNorm)
                parts.Add(BatchNorm());
            parts.Add(activation ?? Relu());
            if (dropout > 0)
                parts.Add(Dropout(dropout));
        }
        parts.Add(Dense(outcomes));
        return new Sequence(parts.ToValueList());
    }

    /// <summary>A linear path and a deep path side by side; the last layer weighs both.</summary>
    /// <remarks>Input [F], output [outcomes] logits. Cheng et al., DLRS 2016, doi:10.1145/2988450.2988454.</remarks>
    /// <param name="hidden">Widths of the deep path's layers, at least one.</param>
    /// <param name="activation">After each hidden layer; ReLU where not given.</param>
    /// <param name="dropout">Chance that a hidden unit is dropped in training, in [0, 1).</param>
    /// <param name="batchNorm">Whether hidden units are batch-normalised before the activation.</param>
    /// <param name="outcomes">How many outcomes, at least 1.</param>
    /// <param name="inputDropout">Chance that a feature is dropped in training, for both paths, in [0, 1).</param>
    public static Block WideAndDeep(
        ReadOnlySpan<int> hidden,
        Block? activation = null,
        double dropout = 0,
        bool batchNorm = false,
        int outcomes = 1,
        double inputDropout = 0
    )
    {
        if (hidden.Length == 0)
            throw new ArgumentException("The deep path needs at least one layer.", nameof(hidden));
        var deep = (Sequence)MultilayerPerceptron(hidden, activation, dropout, batchNorm);
        Part paths = new(
            "paths",
            Concat(("wide", Identity()), ("deep", new Sequence(deep.Parts.SkipLast(1).ToValueList())))
        );
        Part head = new("head", Dense(outcomes));
        return inputDropout > 0
            ? Sequence(("blank", Dropout(inputDropout)), paths, head)
            : Sequence(paths, head);
    }

    /// <summary>The wide and deep network of drug resistance: three hidden layers of 256 with batch norm.</summary>
    /// <remarks>
    /// Input [variants], output [drugs] logits of resistance. Chen et al., EBioMedicine 43, 2019,
    /// doi:10.1016/j.ebiom.2019.04.016.
    /// </remarks>
    /// <param name="outcomes">How many drugs; 11 in the paper.</param>
    public static Block Wdnn(int outcomes = 11) =>
        WideAndDeep([256, 256, 256], dropout: 0.5, batchNorm: true, outcomes: outcomes);

    /// <summary>The network whose weights its authors released (multitask_wdnn_weights_021318): two hidden layers of 512.</summary>
    /// <remarks>
    /// As <see cref="Wdnn"/>, but for depth, width, no batch norm and dropout 0.6. Its released weights give the log-odds of
    /// susceptibility: 1 was susceptible in its labels.
    /// </remarks>
    /// <param name="outcomes">How many drugs; 11 as released.</param>
    public static Block Wdnn2018(int outcomes = 11) =>
        WideAndDeep([512, 512], dropout: 0.6, outcomes: outcomes);
}
