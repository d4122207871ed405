using System.Collections.Immutable;
using Osler.Core.Blocks;
using TorchSharp;

namespace Osler.Learning.Networks;

/// <summary>One tensor that a network computes with: one weight, or the same weight of all members, stacked.</summary>
/// <remarks>
/// Members of an ensemble that work on features keep their weights in one tensor [members, ...], so that a step over
/// the whole ensemble costs as many operations as one over a single network. Outside they have their own names.
/// </remarks>
public sealed class NetworkWeight
{
    internal NetworkWeight(
        string name,
        ImmutableArray<ParameterSpec> specs,
        bool stacked,
        torch.Tensor tensor
    )
    {
        Name = name;
        Specs = specs;
        Stacked = stacked;
        Tensor = tensor;
    }

    /// <summary>The name under which the module holds it; a stacked one has <c>*</c> for the member's number.</summary>
    public string Name { get; }

    /// <summary>What it holds: one weight, or one for each member.</summary>
    public ImmutableArray<ParameterSpec> Specs { get; }

    /// <summary>Whether the first axis is the member.</summary>
    public bool Stacked { get; }

    /// <summary>How many members' weights it holds; 1 where it is not stacked.</summary>
    public int Members => Specs.Length;

    /// <summary>Whether training changes it by gradients; false for batch norm's running statistics.</summary>
    public bool Trainable => Specs[0].Trainable;

    /// <summary>Axes of one member's weight: 1 for a bias, 2 for a dense layer's matrix, 4 for a kernel.</summary>
    public int Rank => Specs[0].Shape.Rank;

    /// <summary>The tensor itself; the network owns it, and another one takes its place when the network is moved.</summary>
    public torch.Tensor Tensor { get; internal set; }
}
