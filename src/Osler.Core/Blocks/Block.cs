namespace Osler.Core.Blocks;

/// <summary>
/// A piece of a network: an immutable record that says what it computes and nothing of sizes that can be inferred.
/// </summary>
/// <remarks>
/// A network is a tree of blocks. Interpreters walk it: <see cref="ShapeInference"/>, <see cref="Parameters"/>,
/// <see cref="Operations"/>, <see cref="Summary"/>, <see cref="Drawing"/>, <see cref="BlockJson"/>, the ONNX graph,
/// the TorchSharp module. To add a block, add a record here, a factory in <see cref="Lego"/> and an arm in each
/// interpreter; a test lists the blocks by reflection and fails where one is forgotten. Blocks are equal when all
/// that they say is equal.
/// </remarks>
public abstract record Block
{
    private protected Block() { }
}

/// <summary>A block that holds other blocks.</summary>
public abstract record Composite : Block
{
    private protected Composite() { }

    /// <summary>The blocks that it holds, in order.</summary>
    public abstract IReadOnlyList<Block> Inner { get; }
}

/// <summary>A block that computes by itself.</summary>
public abstract record Leaf : Block
{
    private protected Leaf() { }
}
