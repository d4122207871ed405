using System.Collections.Immutable;

namespace Osler.Core.Blocks;

/// <summary>A block in its place: what every interpreter walks.</summary>
/// <param name="Path">
/// Its place, and the prefix of its parameters' names: <c>features.0</c>; empty for the root, and the parent's path for
/// a part named "".
/// </param>
/// <param name="Block">The block.</param>
/// <param name="Input">What it gets, without the batch axis.</param>
/// <param name="Output">What it gives, without the batch axis.</param>
/// <param name="Children">
/// The blocks inside: a sequence's, concat's, densely connected block's or heads' parts in order; a residual's body,
/// then its shortcut where it has one; each copy of members.
/// </param>
public sealed record ShapedBlock(
    string Path,
    Block Block,
    Shape Input,
    Shape Output,
    ImmutableArray<ShapedBlock> Children
)
{
    /// <summary>This block, then all inside it, depth first in order.</summary>
    public IEnumerable<ShapedBlock> All()
    {
        var open = new Stack<ShapedBlock>([this]);
        while (open.TryPop(out var next))
        {
            yield return next;
            for (int i = next.Children.Length - 1; i >= 0; i--)
                open.Push(next.Children[i]);
        }
    }

    /// <summary>As <see cref="All"/>, without what only training computes: the inside of auxiliary blocks.</summary>
    public IEnumerable<ShapedBlock> InInference()
    {
        var open = new Stack<ShapedBlock>([this]);
        while (open.TryPop(out var next))
        {
            yield return next;
            for (int i = next.Children.Length - 1; i >= 0 && next.Block is not Auxiliary; i--)
                open.Push(next.Children[i]);
        }
    }

    /// <summary>The full name of one of its parameters: <c>features.0.weight</c>.</summary>
    public string Name(string parameter) => Join(Path, parameter);

    internal static string Join(string path, string name) =>
        path.Length == 0 ? name
        : name.Length == 0 ? path
        : $"{path}.{name}";
}

/// <summary>One line of a walk through a network.</summary>
/// <param name="Path">Its place: <c>features.0</c>; empty for the root.</param>
/// <param name="Block">The block.</param>
/// <param name="Input">What it gets, without the batch axis.</param>
/// <param name="Output">What it gives, without the batch axis.</param>
/// <param name="Depth">How many blocks it is inside of; 0 for the root.</param>
public sealed record BlockStep(string Path, Block Block, Shape Input, Shape Output, int Depth);
